import { dockerRecogniser } from '#docker/recognise.ts'
import { nodeHost } from '#host/node-host.ts'
import type { Owners } from '#model/owner.ts'
import type { Rule, Ruleset } from '#model/ruleset.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { SnapshotFile } from '#model/snapshot-file.ts'
import { assignOwners, otherRecognisers } from '#owners/owners.ts'
import { readCapturedFolder } from '#snapshots/captured-folder.ts'
import { redact } from '#redact/redact.ts'
import { snapshotFromFile } from '#snapshots/snapshot-from-file.ts'
import { describe, expect, test } from 'vitest'
import { engineFolders, engineName, noEngines } from './engines.ts'
import { acme } from './acme.ts'

// What must not be in a redacted snapshot: everything that begins with `acme`, and these.
const secrets = /acme|bob|payroll|wolfsburg|hunter2|0xdeadbeef/i

// An own look at the text, apart from the code under test: four numbers with dots; at least two colons between hex digits.
function addressesIn(text: string): Set<string> {
  const ipv4 = text.match(/\b\d{1,3}(\.\d{1,3}){3}\b/g) ?? []
  const ipv6 = text.match(/(?<![\w:.])[0-9a-f]{1,4}:[0-9a-f:]*:[0-9a-f:]*[0-9a-f]\b/g) ?? []
  return new Set([...ipv4, ...ipv6])
}
const kept = /^(0|127|172\.17|169\.254|22\d|255)\.|^::1?$|^ff0|^fe80::[1-9]?\d?$|^00:00:00:00:00:00$|^\d\d:\d\d:\d\d$/

function leftIn(before: unknown, after: unknown): string[] {
  const now = addressesIn(JSON.stringify(after))
  return [...addressesIn(JSON.stringify(before))].filter((address) => now.has(address) && !kept.test(address))
}

function ownersOf({ rulesets, docker }: Snapshot): Owners {
  return assignOwners(rulesets, [...otherRecognisers, dockerRecogniser(docker)])
}

// What a rule is made of, without what fakes change.
function shapeOf(rule: Rule): unknown {
  const { source, destination, protocol, matches, target } = rule
  const use = (one: { name: string; negated: boolean } | undefined) => one && [one.name, one.negated]
  return [
    ...[source, destination, rule.in, rule.out, protocol].map(use),
    matches.map(({ name, options }) => [name, options.map(use)]),
    target?.options.map(use),
  ]
}

function tellShape(snapshot: Snapshot): unknown {
  const owners = ownersOf(snapshot)
  const chainsOf = (ruleset: Ruleset) =>
    ruleset.tables.map(({ name: table, chains }) => [
      table,
      // Chains come sorted by name, and names change: so by what they are.
      chains
        .map(({ name, policy, counters, rules }) => {
          const { owner, part } = owners.ofChain(ruleset, table, name)
          const told = rules.map((rule) => [shapeOf(rule), owners.ofRule(rule).owner, owners.ofRule(rule).part])
          return JSON.stringify([policy, counters, owner, part, told], bigints)
        })
        .sort(),
    ])
  return snapshot.rulesets.map((ruleset) => [ruleset.family, ruleset.variant, chainsOf(ruleset)])
}

function redacted(file: SnapshotFile): SnapshotFile {
  const [result] = redact([file])
  if (result === undefined) throw new Error('nothing came back')
  return result
}

describe('a host full of names', () => {
  const after = redacted(acme)
  const text = JSON.stringify(after, undefined, 1)

  test('no name, comment or address of it is left anywhere', () => {
    expect(text.split('\n').filter((line) => secrets.test(line))).toEqual([])
    expect(leftIn(acme, after)).toEqual([])
    expect(after.redacted).toBe(true)
  })

  test('the rules read as before, and belong to whom they belonged', () => {
    expect(tellShape(snapshotFromFile(after, 'x'))).toEqual(tellShape(snapshotFromFile(acme, 'x')))
    expect(snapshotFromFile(after, 'x').texts.flatMap(({ diagnostics }) => diagnostics)).toEqual([])
  })

  test('one thing has one fake in rules, facts and Docker alike', () => {
    const network = after.docker?.networks.find(
      ({ options }) => options['com.docker.network.bridge.name'] !== undefined,
    )
    const bridge = network?.options['com.docker.network.bridge.name'] ?? ''
    expect(bridge).toMatch(/^br-if\d+$/)
    expect(after.facts.interfaces?.map(({ name }) => name)).toContain(bridge)
    expect(after.rules[0]?.text).toContain(`-A FORWARD -o ${bridge} -j `)
    expect(after.facts.sysctls).toHaveProperty([`net.ipv4.conf.${bridge}.rp_filter`], '2')
    expect(JSON.stringify(after.nft)).toContain(`filter-forward-in__${bridge}`)
    const container = after.docker?.containers[0]
    expect(network?.members[container?.id ?? '']?.name).toBe(container?.name)
    expect(container?.endpoints[0]?.networkName).toBe(network?.name)
    expect(container?.endpoints[0]?.ipv4).toBe(network?.members[container?.id ?? '']?.ipv4)
    expect(after.rules[0]?.text).toContain(`--to-destination ${container?.endpoints[0]?.ipv4}:80`)
  })

  test('names by which programs know their rules, and names that everybody has, are still there', () => {
    for (const name of [
      'DOCKER-USER',
      'docker0',
      'eth0.100',
      'f2b-sshd',
      'ufw-before-input',
      'crowdsec-blacklists',
      'cali:0000000000000001',
    ])
      expect(text).toContain(name)
    expect(text).toMatch(/generated for Incus network if\d+/)
    expect(text).toMatch(/"nat-prerouting-and-output"/)
    expect(text).toContain('DROP DIRECT ACCESS')
  })

  test('a pattern still covers what it covered', () => {
    const rules = after.rules[0]?.text ?? ''
    const stem = /-i (\S+)\+ /.exec(rules)?.[1] ?? '?'
    const covered = after.facts.interfaces?.filter(({ name }) => name.startsWith(stem)) ?? []
    expect(covered.length).toBe(2)
  })

  test('units, scripts and labels that could say anything say nothing', () => {
    const paths = Object.fromEntries(after.persistence.map(({ path, text: kept }) => [path, kept]))
    expect(paths['/etc/nftables.conf']).toBe('')
    expect(Object.keys(paths).some((path) => /^\/etc\/systemd\/system\/path-\d+\.service$/.test(path))).toBe(true)
    expect(Object.keys(after.docker?.containers[0]?.labels ?? {})).toEqual([
      'com.docker.compose.project',
      'com.docker.compose.service',
    ])
  })

  test('the same again gives the same, and two snapshots together share their fakes', () => {
    expect(redacted(acme)).toEqual(after)
    const [one, two] = redact([acme, { ...acme, persistence: [] }])
    expect(two?.rules).toEqual(one?.rules)
  })
})

describe.skipIf(noEngines !== undefined)('captures of real engines', () => {
  test('none keeps an address of its host, and rules keep their shape and their owner', {
    timeout: 300_000,
  }, async () => {
    const wrong: string[] = []
    for (const [index, folder] of engineFolders().entries()) {
      const before = await readCapturedFolder(nodeHost, folder)
      const after = redacted(before)
      const left = leftIn(before, after)
      if (left.length > 0) wrong.push(`${engineName(folder)}: ${left.join(' ')}`)
      // Owners of thousands of rules take their time: every third capture has all engines and scenarios among them.
      if (index % 3 !== 0) continue
      const [shape, was] = [after, before].map((file) =>
        JSON.stringify(tellShape(snapshotFromFile(file, 'x')), bigints),
      )
      if (shape !== was) wrong.push(`${engineName(folder)}: another shape`)
    }
    expect(wrong).toEqual([])
  })
})

function bigints(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

if (noEngines !== undefined) test('captures of real engines', (ctx) => ctx.skip(noEngines))
