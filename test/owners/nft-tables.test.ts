import { describe, expect, test } from 'vitest'
import { parts } from '#model/parts.ts'
import { namesakes, nftOwnership } from '#owners/nft-tables.ts'
import { readNftText } from '#syntax/nft/text/read-nft-text.ts'

// Judge: the names that each tool writes in its own sources and documentation (moby's nftabler, netavark's nft driver,
// proxmox-firewall, nixos' nat-nftables, kube-proxy's nftables proxier, ...).
const named = [
  ['docker-bridges', 'docker'],
  ['firewalld', 'firewalld'],
  ['f2b-table', 'fail2ban'],
  ['crowdsec', 'crowdsec'],
  ['crowdsec6', 'crowdsec'],
  ['libvirt_network', 'libvirt'],
  ['lxd', 'lxd'],
  ['incus', 'lxd'],
  ['kube-proxy', 'kube-proxy'],
  ['calico', 'calico'],
  ['netavark', 'podman'],
  ['fw4', 'openwrt'],
  ['proxmox-firewall', 'proxmox'],
  ['proxmox-firewall-guests', 'proxmox'],
  ['nixos-fw', 'nixos'],
  ['nixos-nat', 'nixos'],
  ['miniupnpd', 'miniupnpd'],
  ['wg-quick-wg0', 'wg-quick'],
  ['sshguard', 'sshguard'],
  ['seawall', 'seawall'],
] as const

describe('whose a native table of nftables is, by its name', () => {
  test.each(named)('%s is of %s', (table, owner) => {
    expect(nftOwnership(table, 'rule')).toMatchObject({ owner, part: 'nft-table' })
  })

  test.each(['mine', 'filter', 'docker', 'my-docker-bridges', 'firewalld2'])("%s is the user's", (table) => {
    expect(nftOwnership(table, 'rule').owner).toBe('user')
  })

  test('every owner with native tables has a case', () => {
    const owners = Object.entries(parts).flatMap(([owner, names]) =>
      (names as readonly string[]).includes('nft-table') ? [owner] : [],
    )
    expect(owners.filter((owner) => !named.some(([, known]) => known === owner))).toEqual([])
  })
})

// Judge: firewalld's sources (core/nftables.py): its chains are called filter_INPUT, nat_POSTROUTING and so on.
describe('a table with the name of a tool and none of its chains', () => {
  const ownerOf = (chain: string) => {
    const { tables } = readNftText({ name: 'nft', text: `table inet firewalld {\n chain ${chain} { accept; }\n}\n` })
    return namesakes(tables)(`inet/firewalld/${chain}#1`)?.owner
  }

  test("is the user's", () => {
    expect(ownerOf('input')).toBe('user')
  })

  test("is the tool's, if it holds one of them", () => {
    expect(ownerOf('filter_INPUT')).toBeUndefined()
  })
})
