import type { NftTable } from '#model/nft.ts'
import type { NativeClaims, Owner, Ownership } from '#model/owner.ts'
import { ownership } from '#model/parts.ts'

const tables = [
  [/^docker-(bridges|overlay|dns)$/, 'docker'],
  [/^firewalld$/, 'firewalld'],
  [/^f2b-table$/, 'fail2ban'],
  [/^crowdsec6?$/, 'crowdsec'],
  [/^libvirt_network$/, 'libvirt'],
  [/^(lxd|incus)$/, 'lxd'],
  [/^kube-proxy$/, 'kube-proxy'],
  [/^calico$/, 'calico'],
  [/^netavark$/, 'podman'],
  [/^fw4$/, 'openwrt'],
  [/^proxmox-firewall(-guests)?$/, 'proxmox'],
  [/^nixos-(fw|nat)$/, 'nixos'],
  [/^miniupnpd$/, 'miniupnpd'],
  [/^wg-quick-/, 'wg-quick'],
  [/^sshguard$/, 'sshguard'],
  [/^seawall/, 'seawall'],
] as const satisfies readonly (readonly [RegExp, Owner])[]

/** Whose a table of nftables is, by its name; undefined: iptables' own (`filter`) or somebody's we do not know. */
export function ownerOfNftTable(name: string): Owner | undefined {
  return tables.find(([pattern]) => pattern.test(name))?.[1]
}

/** Whose what stands in such a table is. */
export function nftOwnership(table: string, role: 'chain' | 'rule'): Ownership {
  const owner = tables.find(([pattern]) => pattern.test(table))?.[1]
  return owner === undefined ? ownership('user', role, { chain: '' }) : ownership(owner, 'nft-table', { table, role })
}

// How a tool calls its chains, where no other program calls them so.
const chains: Readonly<Record<string, RegExp>> = {
  firewalld: /^(?:filter|nat|mangle|raw)_/,
  netavark: /^NETAVARK/,
  'kube-proxy': /^(?:nat|filter|services?|firewall|mark|cluster)-|^services$/,
}

/** Tables that have the name of a tool's and none of its chains: they are somebody's own. */
export function namesakes(tables: readonly NftTable[]): NativeClaims {
  const strange = new Set(tables.filter(isNamesake).map(({ family, name }) => `${family}/${name}/`))
  return (id) => {
    const isStrange = [...strange].some((path) => id.startsWith(path))
    return isStrange ? ownership('user', id.includes('#') ? 'rule' : 'chain', { chain: '' }) : undefined
  }
}

function isNamesake({ name, chains: own }: NftTable): boolean {
  const pattern = Object.hasOwn(chains, name) ? chains[name] : undefined
  return pattern !== undefined && own.length > 0 && !own.some((chain) => pattern.test(chain.name))
}
