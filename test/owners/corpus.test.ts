import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dockerRecogniser } from '#docker/recognise.ts'
import type { Owners } from '#model/owner.ts'
import { eachRule } from '#model/rule-id.ts'
import type { Ruleset } from '#model/ruleset.ts'
import { ownerOfNftTable } from '#owners/nft-tables.ts'
import { assignOwners, otherRecognisers } from '#owners/owners.ts'
import { readText } from '#syntax/text/read-text.ts'

const corpus = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url))
const missing = '../shared/corpus is not here'

function assign(name: string, text: string): { readonly rulesets: readonly Ruleset[]; readonly owners: Owners } {
  const { rulesets } = readText({ name, text })
  return { rulesets, owners: assignOwners(rulesets, [...otherRecognisers, dockerRecogniser()]) }
}

function count(name: string, text: string): Readonly<Record<string, number>> {
  const { rulesets, owners } = assign(name, text)
  const found: Record<string, number> = {}
  for (const ruleset of rulesets) {
    eachRule(ruleset, (rule) => {
      const { owner } = owners.ofRule(rule)
      found[owner] = (found[owner] ?? 0) + 1
    })
  }
  return found
}

describe('rulesets from the field', () => {
  // Counted by hand in the files.
  test.each([
    [
      'a home router with Docker and Tailscale',
      'PAYS0N--home-network/rules.v4',
      { docker: 20, tailscale: 13, user: 16 },
    ],
    [
      'seven virtual networks, a guard and forwarded ports',
      'ciscosrapps--jalapeno_configs/etc/iptables/rules.v4',
      { libvirt: 112, sshguard: 1, user: 7 },
    ],
    ['ufw', 'diekmann--net-network/configs_srvs_ufw/server1-iptables-save', { ufw: 70 }],
    [
      'fail2ban with rules of its owner',
      'diekmann--net-network/found_online/lafibre.info/iptable-save.txt',
      { fail2ban: 30, user: 19 },
    ],
    [
      "an engine of 2016 and its user's chain",
      'diekmann--Iptables_Semantics/thy/Iptables_Semantics/Examples/containern/iptables-save.topos1',
      { docker: 18, user: 17 },
    ],
    [
      // An ACCEPT in DOCKER is its owner's: below the DROP, and nothing redirects to it.
      "Docker's rules saved into a script with rules of its owner",
      'landrzejewski--proxmox/x-tunnel/rules.v4',
      { docker: 25, user: 111 },
    ],
    [
      'the last of two hosts of 2015 whose bridge is called weave',
      'diekmann--net-network/found_online/pastebin.com_FNwfaEED/iptables-save',
      { docker: 13 },
    ],
  ])('%s', (_, file, expected) => {
    if (!existsSync(corpus)) return
    expect(count(file, readFileSync(corpus + file, 'utf8'))).toEqual(expected)
  })

  test('nobody owns anything in a file that does not bear the mark', (context) => {
    if (!existsSync(corpus)) context.skip(missing)
    const marks: Readonly<Record<string, RegExp>> = {
      docker: /DOCKER|docker0|br-[0-9a-f]{12}/,
      ufw: /ufw/,
      firewalld: /_ZONES|_direct/,
      fail2ban: /f2b-|fail2ban/,
      crowdsec: /crowdsec/i,
      libvirt: /virbr|LIBVIRT/,
      lxd: /generated for/,
      tailscale: /ts-(input|forward|postrouting)/,
      'kube-proxy': /KUBE-|FLANNEL/,
      calico: /cali/,
      podman: /NETAVARK|CNI-/,
      'docker-ipv6nat': /DOCKER-ISOLATION|-j DOCKER/,
      openwrt: /zone_|!fw3/,
      proxmox: /PVE/,
      nixos: /nixos-/,
      csf: /LOCAL(INPUT|OUTPUT)/,
      miniupnpd: /MINIUPNPD/,
      synology: /(INPUT|FORWARD)_FIREWALL|DEFAULT_|DOS_PROTECT/,
      'wg-quick': /wg-quick\(8\)/,
      sshguard: /sshguard/,
      psad: /PSAD_/,
      cilium: /cilium/i,
      seawall: /SEAWALL/,
    }
    let files = 0
    for (const entry of readdirSync(corpus, { recursive: true, withFileTypes: true })) {
      const path = `${entry.parentPath}/${entry.name}`
      if (!entry.isFile() || statSync(path).size > 600_000) continue
      const text = readFileSync(path, 'utf8')
      const found = Object.keys(count(entry.name, text)).filter((owner) => owner !== 'user')
      files++
      for (const owner of found) expect(text, `${owner} in ${path}`).toMatch(marks[owner] ?? /^$/)
    }
    expect(files).toBeGreaterThan(100)
  }, 120_000)
})

describe('hostile rulesets', () => {
  const words = [
    'DOCKER',
    'DOCKER-USER',
    'constructor',
    '__proto__',
    'toString',
    'f2b-',
    'f2b-x',
    'cali-',
    'KUBE-',
    'ufw-',
    'FORWARD',
    'POSTROUTING',
    'ts-input',
    'CNI-1',
  ]
  const chain = fc.oneof(fc.constantFrom(...words), fc.stringMatching(/^[!-~]{1,20}$/))
  const option = fc.constantFrom(
    '-i docker0',
    '! -o docker0',
    '-s 172.17.0.0/16',
    '-d 10.0.0.1/32',
    '-p tcp',
    '-p tcp -m tcp --dport 80',
    '-m set --match-set f2b-x src',
    '-m comment --comment "cali: generated for LXD network \u202ex"',
    '-m conntrack --ctstate RELATED,ESTABLISHED',
  )
  const rule = fc
    .tuple(chain, fc.array(option, { maxLength: 4 }), chain)
    .map(([from, options, to]) => `-A ${from} ${options.join(' ')} -j ${to}`)
  const table = fc.tuple(
    fc.constantFrom('filter', 'nat', 'raw', 'mangle', 'constructor'),
    fc.array(rule, { maxLength: 12 }),
  )

  test('every rule and chain gets an owner, whatever the names', async () => {
    await fc.assert(
      fc.property(fc.array(table, { maxLength: 3 }), (tables) => {
        const text = tables.map(([name, rules]) => `*${name}\n${rules.join('\n')}\nCOMMIT\n`).join('')
        const { rulesets, owners } = assign('fuzz', text)
        for (const ruleset of rulesets) {
          eachRule(ruleset, (one) => expect(owners.ofRule(one).part).toMatch(/^[a-z0-9-]+$/))
          for (const { name, chains } of ruleset.tables) {
            for (const one of chains) expect(owners.ofChain(ruleset, name, one.name).part).toMatch(/^[a-z0-9-]+$/)
          }
        }
      }),
      { numRuns: 400 },
    )
  })

  test('a chain that was never loaded has an owner too', () => {
    const { rulesets, owners } = assign('x', '*filter\n:INPUT ACCEPT\nCOMMIT\n')
    const [ruleset] = rulesets
    if (ruleset === undefined) throw new Error('nothing was read')
    expect(owners.ofChain(ruleset, 'filter', 'NOWHERE')).toEqual({
      owner: 'user',
      part: 'chain',
      args: { chain: 'NOWHERE' },
    })
    expect(owners.ofChain(ruleset, '__proto__', 'constructor').owner).toBe('user')
  })
})

describe('tables of nftables', () => {
  test.each([
    ['docker-bridges', 'docker'],
    ['docker-overlay', 'docker'],
    ['firewalld', 'firewalld'],
    ['f2b-table', 'fail2ban'],
    ['crowdsec6', 'crowdsec'],
    ['libvirt_network', 'libvirt'],
    ['incus', 'lxd'],
    ['kube-proxy', 'kube-proxy'],
    ['netavark', 'podman'],
    ['filter', undefined],
    ['docker-bridges-mine', undefined],
  ])('%s belongs to %s', (name, owner) => {
    expect(ownerOfNftTable(name)).toBe(owner)
  })
})
