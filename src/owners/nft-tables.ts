import type { Owner } from '#model/owner.ts'

const tables: readonly (readonly [RegExp, Owner])[] = [
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
]

/** Whose a table of nftables is, by its name; undefined: iptables' own (`filter`) or somebody's we do not know. */
export function ownerOfNftTable(name: string): Owner | undefined {
  return tables.find(([pattern]) => pattern.test(name))?.[1]
}
