// data: the words of which programs make the names of their chains, sets and tables.
import { isWellKnownDevice } from './fake-devices.ts'
import { isPublicWord } from './public-words.ts'

const words: ReadonlySet<string> = new Set(
  `
DOCKER ISOLATION STAGE USER INGRESS BRIDGE CT INTERNAL OVERLAY docker ext bridges overlay dns
ufw ufw6 before after user logging input output forward limit track local skip policy
firewalld direct ZONES SOURCE IFACES POLICIES IN OUT FWD FWDI FWDO PRE POST pre post
f2b fail2ban CROWDSEC CHAIN crowdsec crowdsec6 blacklists
KUBE SERVICES SVC SVL EXT XLB SEP NODEPORTS NODE PORT EXTERNAL LOAD BALANCER SOURCE RANGES FIREWALL PROXY KUBELET CANARY IPTABLES HINT
FW IPVS ROUTER POD NWPLCY FLANNEL POSTRTG DEFAULT FILTER LOOP BACK CLUSTER IP kube proxy
cali cali40s cali60s cali40all cali60all cali40masq cali60masq cali40this cali60this calico fw tw wl hw from to fh th fhfw thfw pi po
pri pro gi go fip outgoing cidr block ipam pools hosts dispatch endpoint hep kns host services
NETAVARK CNI ADMIN HOSTPORT SETMARK MASQ DN SN netavark
LIBVIRT INP FWI FWO FWX PRT libvirt FI FO FJ HI HO HJ network lxd incus
ts tailscale zone lan wan guest loopback delegate forwarding prerouting postrouting nat notrack helper src dest rule syn flood
handle mssfix fw4
PVEFW HOST FWBR FWPR GROUP Drop DropBroadcast Reject logflags smurflog smurfs tcpflags SET Broadcast management blacklist v4 v6
proxmox firewall guests
nixos rpfilter refuse filter
LOCALINPUT LOCALOUTPUT ALLOWIN ALLOWOUT GALLOWIN GALLOWOUT DYNALLOWIN DYNALLOWOUT GDYNALLOWIN GDYNALLOWOUT ALLOWDYNIN ALLOWDYNOUT
DENYIN DENYOUT GDENYIN GDENYOUT BLOCKDROPIN BLOCKDROPOUT SPAMHAUS DSHIELD BDE TOR BOGON BLOCK CC ALLOW DENY ALLOWF ALLOWP ALLOWPORTS
DENYPORTS LOGDROPIN LOGDROPOUT INVDROP PORTFLOOD SYNFLOOD UDPFLOOD CONNLIMIT SMTPOUTPUT MESSENGER CSF
MINIUPNPD PCP PEER miniupnpd DOS PROTECT sshguard PSAD CILIUM OLD SEAWALL seawall table wg quick
`
    .trim()
    .split(/\s+/),
)

// Digits of an id: a hash of a name can be guessed.
const hash = /^(?:[0-9a-fA-F]{8,}|\d{6,})$/

/**
 * The name of a chain, set or table that a program gave: the program's own words at both ends stay, with numbers and well-known
 * interfaces; what it was told, and hashes of that, become what `fake` makes of it. `ufw-before-input-acme` -> `ufw-before-input-x1`.
 */
export function withProgramsWords(name: string, fake: (part: string) => string): string {
  const pieces = name.split(/([-_:.])/)
  const isOwn = (piece: string | undefined) => piece !== undefined && (/^[-_:.]?$/.test(piece) || isProgramsWord(piece))
  let [start, end] = [0, pieces.length]
  while (start < end && isOwn(pieces[start])) start++
  while (end > start && isOwn(pieces[end - 1])) end--
  const told = pieces.slice(start, end).join('')
  return told === '' ? name : pieces.slice(0, start).join('') + fakePart(told, fake) + pieces.slice(end).join('')
}

// As it was written: names of some programs are known by their capitals, and by the length of what they end with.
function fakePart(told: string, fake: (part: string) => string): string {
  const count = fake(told).replace(/\D/g, '')
  if (hash.test(told)) return count.padStart(told.length, '0')
  return `${/[a-z]/.test(told) ? 'x' : 'X'}${count}`
}

function isProgramsWord(piece: string): boolean {
  if (hash.test(piece)) return false
  return (
    words.has(piece) || isPublicWord(piece) || isWellKnownDevice(piece) || /^(?:tap|veth)\d{1,6}i\d{1,3}$/.test(piece)
  )
}
