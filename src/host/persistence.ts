import type { Message } from '#model/diagnostic.ts'
import { Fault } from '#model/fault.ts'
import type { PersistenceFile } from '#model/snapshot.ts'
import { asRecord, parseJson } from './facts/json.ts'
import type { Host } from './host.ts'

/** How much of a file is kept: all of it, only lines about the firewall, only Docker's settings for networks, or only that it is there. */
export type Keep = 'whole' | 'lines' | 'docker' | 'name'

const files: readonly (readonly [path: string, keep: Keep])[] = [
  ['/etc/iptables/rules.v4', 'whole'],
  ['/etc/iptables/rules.v6', 'whole'],
  ['/etc/iptables/iptables.rules', 'whole'],
  ['/etc/iptables/ip6tables.rules', 'whole'],
  ['/etc/sysconfig/iptables', 'whole'],
  ['/etc/sysconfig/ip6tables', 'whole'],
  ['/etc/sysconfig/iptables-config', 'whole'],
  ['/etc/nftables.conf', 'whole'],
  ['/etc/sysconfig/nftables.conf', 'whole'],
  ['/etc/ipset.conf', 'whole'],
  ['/etc/iptables/ipsets', 'whole'],
  ['/etc/default/iptables', 'whole'],
  ['/etc/default/netfilter-persistent', 'whole'],
  ['/etc/default/ufw', 'whole'],
  ['/etc/ufw/ufw.conf', 'whole'],
  ['/etc/docker/daemon.json', 'docker'],
  ['/etc/rc.local', 'lines'],
  ['/etc/network/interfaces', 'lines'],
  ['/etc/network/if-pre-up.d/iptables', 'lines'],
  ['/lib/systemd/system/netfilter-persistent.service', 'lines'],
  ['/lib/systemd/system/iptables.service', 'lines'],
  ['/lib/systemd/system/ip6tables.service', 'lines'],
  ['/lib/systemd/system/nftables.service', 'lines'],
  ['/lib/systemd/system/ufw.service', 'lines'],
]

const folders: readonly (readonly [path: string, ending: string, keep: Keep])[] = [
  ['/etc/ufw', '.rules', 'whole'],
  ['/etc/systemd/system', '.service', 'lines'],
  // Which units are started at boot.
  ['/etc/systemd/system/basic.target.wants', '.service', 'name'],
  ['/etc/systemd/system/multi-user.target.wants', '.service', 'name'],
  ['/etc/systemd/system/network-pre.target.wants', '.service', 'name'],
  ['/etc/systemd/system/sysinit.target.wants', '.service', 'name'],
]

const namedUnits = /^(docker|nftables|netfilter-persistent|iptables|ip6tables|ufw|firewalld|seawall[\w-]*)\.service$/

/** Reads the files that bring rules back at boot. A file that may not be read is a note; one that is not there is nothing. */
export async function readPersistence(
  host: Host,
): Promise<{ readonly files: readonly PersistenceFile[]; readonly notes: readonly Message[] }> {
  const found: PersistenceFile[] = []
  const notes: Message[] = []
  for (const [path, keep] of [...files, ...(await inFolders(host))]) {
    try {
      const text = await host.read(path)
      const kept = text === undefined ? undefined : keepOf(text, keep)
      if (kept !== undefined) found.push({ path, text: kept })
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      notes.push({ id: error.code, args: error.facts })
    }
  }
  return { files: found, notes }
}

async function inFolders(host: Host): Promise<readonly (readonly [path: string, keep: Keep])[]> {
  const listed = folders.map(async ([folder, ending, keep]) => {
    const names = await host.list(folder).catch((): readonly string[] => [])
    const wanted = names.filter((name) => name.endsWith(ending) && (keep !== 'name' || namedUnits.test(name)))
    return wanted.map((name) => [`${folder}/${name}`, keep] as const)
  })
  return (await Promise.all(listed)).flat()
}

function keepOf(text: string, keep: Keep): string | undefined {
  switch (keep) {
    case 'whole':
      return text
    case 'lines':
      return firewallLines(text)
    case 'docker':
      return networkSettings(text)
    case 'name':
      return ''
  }
}

const aboutTheFirewall = /\b(ip6?tables|nft|nftables|ipset|ufw|firewalld|netfilter-persistent|seawall)\b/
const structure =
  /^(\[\w+\]|(Type|RemainAfterExit|DefaultDependencies|WantedBy|RequiredBy|Conflicts|PartOf|BindsTo|Before|After|Wants|Requires)=.*)$/

/** The lines of a script or unit that speak of the firewall, with a unit's own structure; undefined where none does. */
export function firewallLines(text: string): string | undefined {
  const lines = text.split('\n').filter((line) => line.length < 4096)
  if (!lines.some((line) => aboutTheFirewall.test(line) && !structure.test(line))) return undefined
  const kept = lines.filter(
    (line) => !/^\s*Environment/.test(line) && (aboutTheFirewall.test(line) || structure.test(line)),
  )
  return `${kept.join('\n')}\n`
}

// What daemon.json says about networks. The rest may hold credentials (proxies, log drivers) and is nobody's business.
const dockerSettings = new Set([
  'allow-direct-routing',
  'bip',
  'bip6',
  'bridge',
  'bridge-accept-fwmark',
  'default-address-pools',
  'default-gateway',
  'default-gateway-v6',
  'default-network-opts',
  'firewall-backend',
  'fixed-cidr',
  'fixed-cidr-v6',
  'icc',
  'ip',
  'ip-forward',
  'ip-forward-no-drop',
  'ip-masq',
  'ip6tables',
  'iptables',
  'ipv6',
  'live-restore',
  'mtu',
  'userland-proxy',
])

function networkSettings(text: string): string {
  const parsed = asRecord(parseJson(text))
  return `${JSON.stringify(Object.fromEntries(Object.entries(parsed).filter(([key]) => dockerSettings.has(key))), undefined, 2)}\n`
}
