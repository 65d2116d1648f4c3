import type { Dialect } from '#model/family.ts'
import { readNumber } from './kinds.ts'

// data: names of /etc/protocols as Debian ships it (netbase 6.4).
const listed = readNames(`
icmp=1 igmp=2 ggp=3 ipencap=4 st=5 tcp=6 egp=8 igp=9 pup=12 udp=17 hmp=20 xns-idp=22 rdp=27 iso-tp4=29 dccp=33 xtp=36
ddp=37 idpr-cmtp=38 ipv6=41 ipv6-route=43 ipv6-frag=44 idrp=45 rsvp=46 gre=47 esp=50 ah=51 skip=57 ipv6-icmp=58
ipv6-nonxt=59 ipv6-opts=60 rspf=73 vmtp=81 eigrp=88 ospf=89 ax.25=93 ipip=94 etherip=97 encap=98 pim=103 ipcomp=108
vrrp=112 l2tp=115 isis=124 sctp=132 fc=133 mobility-header=135 udplite=136 mpls-in-ip=137 manet=138 hip=139 shim6=140
wesp=141 rohc=142 ethernet=143 mptcp=262
`)

/** Names of the registry of IANA that Debian does not list, and RHEL, Fedora, SUSE and the BSDs do. */
const registered = readNames(`
cbt=7 bbn-rcc-mon=10 nvp-ii=11 nvp=11 argus=13 emcon=14 xnet=15 chaos=16 mux=18 dcn-meas=19 dcn=19 prm=20 trunk-1=23
trunk-2=24 leaf-1=25 leaf-2=26 irtp=28 netblt=30 mfe-nsp=31 merit-inp=32 3pc=34 tp++=39 il=40 sdrp=42 dsr=48 bna=49
i-nlsp=52 swipe=53 narp=54 mobile=55 min-ipv4=55 tlsp=56 cftp=62 sat-expak=64 kryptolan=65 rvd=66 ippc=67 sat-mon=69
visa=70 ipcv=71 ipcu=71 cpnx=72 cphb=73 wsn=74 pvp=75 br-sat-mon=76 sun-nd=77 wb-mon=78 wb-expak=79 iso-ip=80
secure-vmtp=82 vines=84 ttp=84 iptm=84 nsfnet-igp=85 dgp=86 tcf=87 ospfigp=89 sprite-rpc=90 larp=91 mtp=92 micp=95
scc-sp=96 gmtp=100 ifmp=101 pnni=102 aris=104 scps=105 qnx=106 a/n=107 snp=109 compaq-peer=110 ipx-in-ip=111 carp=112
pgm=113 ddx=116 iatp=117 stp=118 srp=119 uti=120 smp=121 sm=122 ptp=123 fire=125 crtp=126 crudp=127 sscopmce=128
iplt=129 sps=130 pipe=131 rsvp-e2e-ignore=134 ospf6=89 ospfv3=89 ipv6-auth=51 ipv6-crypt=50 ipv6-ah=51 ipv6-esp=50
ipip=94 ipencap=4 ipv4=4 ip-encap=4 ip6=41 hopopts=0 hopopt=0 icmp6=58 gre6=47
`)

/** The number of a protocol that a listing of another distribution names; undefined for a name that none lists. */
export function ianaProtocol(name: string): number | undefined {
  return registered.get(name.toLowerCase())
}

/** Names that iptables knows by itself, whatever /etc/protocols says; of several for a number the first is printed. */
const builtin = readNames(`
tcp=6 sctp=132 udp=17 udplite=136 icmp=1 ipv6-icmp=58 icmpv6=58 esp=50 ah=51 mobility-header=135 mh=135 dccp=33
ipcomp=108 all=0 ip=0 hopopt=0
`)

const listedNames = new Map([...listed].map(([name, number]) => [number, name]))
const builtinNames = new Map([...builtin].reverse().map(([name, number]) => [number, name]))

function readNames(text: string): ReadonlyMap<string, number> {
  const entries = text.trim().split(/\s+/)
  return new Map(entries.map((entry) => [entry.split('=')[0] ?? '', Number(entry.split('=')[1])]))
}

/** The number of a protocol by name in any case or by number, 0 for any protocol; undefined where iptables would refuse it. */
export function readProtocol(word: string): number | undefined {
  const lower = word.toLowerCase()
  return builtin.get(lower) ?? listed.get(lower) ?? readNumber(word, 0, 255)
}

/**
 * The name that iptables-save prints: 1.8.11 knows its own short list, older versions ask /etc/protocols. nftables keeps one byte of a
 * number (`mptcp` is 262).
 */
export function writeProtocol(protocol: number, { version, variant }: Dialect): string {
  const names = version === '1.8.11' ? builtinNames : listedNames
  const stored = variant === 'nft' ? protocol & 0xff : protocol
  return names.get(stored) ?? String(stored)
}

/**
 * The name of the match that holds the options of the protocol, from what stands behind -p: the word itself in lower case, or the name
 * of the number in /etc/protocols. So `-p mh` has options, and `-p 135` has none.
 */
export function matchOfProtocol(word: string): string {
  const number = readNumber(word, 0, 255)
  return number === undefined ? word.toLowerCase() : (listedNames.get(number) ?? '')
}

/** A name for people. */
export function protocolName(protocol: number): string {
  return builtinNames.get(protocol) ?? listedNames.get(protocol) ?? String(protocol)
}
