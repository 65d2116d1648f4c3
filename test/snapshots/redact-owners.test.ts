import { readdirSync, readFileSync } from 'node:fs'
import { redact } from '#redact/redact.ts'
import { dockerRecogniser } from '#docker/recognise.ts'
import type { SnapshotFile } from '#model/snapshot-file.ts'
import { ownerOfNftTable } from '#owners/nft-tables.ts'
import { assignOwners, otherRecognisers } from '#owners/owners.ts'
import { snapshotFromFile } from '#snapshots/snapshot-from-file.ts'
import { describe, expect, test } from 'vitest'
import { acme } from './acme.ts'

const builtin = /^(PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING)$/
const chainsIn = (text: string) => [...text.matchAll(/^:(\S+)/gm)].map(([, chain = '']) => chain)

// Dumps of every owner, in the words of their own programs; what stands before ` | ` is the judgement of another test.
const folder = new URL('../cases/owners/', import.meta.url)
const dumps = readdirSync(folder).map((name) => {
  const lines = readFileSync(new URL(name, folder), 'utf8').split('\n')
  const text = declared(lines.map((line) => line.replace(/^\S+\s+\| /, '')))
  return { name, text, family: name.includes('.v6.') ? ('ipv6' as const) : ('ipv4' as const) }
})

// iptables-save declares every chain; these dumps are excerpts.
function declared(lines: readonly string[]): string {
  let table = ''
  const tables = lines.map((line) => {
    table = /^\*(.*)/.exec(line)?.[1] ?? table
    return table
  })
  const added = lines.flatMap((line, index) => {
    if (!line.startsWith('*')) return [line]
    const here = lines.filter((_, at) => tables[at] === tables[index])
    const used = here.flatMap((one) => [...one.matchAll(/(?:^-A|-[jg]) (\S+)/g)].map(([, chain = '']) => chain))
    const known = chainsIn(here.join('\n'))
    const isChain = (name: string) =>
      !builtin.test(name) && (/[-_]/.test(name) || here.some((one) => one.startsWith(`-A ${name} `)))
    const lacking = [...new Set(used)].filter((name) => isChain(name) && !known.includes(name))
    return [line, ...lacking.map((name) => `:${name} - [0:0]`)]
  })
  return added.join('\n')
}

type Dump = (typeof dumps)[number]

const ownChains = (text: string) => [...new Set(chainsIn(text))].filter((chain) => !builtin.test(chain))

function fileOf({ text, family }: Omit<Dump, 'name'>): SnapshotFile {
  const { kind, schemaVersion, capturedAt, redacted } = acme
  return {
    ...{ kind, schemaVersion, capturedAt, redacted, notes: [], persistence: [], nft: undefined, docker: undefined },
    facts: {},
    rules: [{ family, variant: 'nft', command: 'iptables-save', text }],
  }
}

function redactedText(dump: Omit<Dump, 'name'>): string {
  const [after] = redact([fileOf(dump)])
  return after?.rules[0]?.text ?? ''
}

function renamed(text: string, chain: string, to: string): string {
  const from = chain.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return text.replace(new RegExp(`(?<=^:|^-A |-[jg] )${from}(?=\\s|$)`, 'gm'), to)
}

/** A name with a word of the user's in each place where a program or a user could put one. */
function withWord(chain: string, word: string): readonly string[] {
  const pieces = chain.split(/(?<=[-_])/)
  const inside = pieces.map((_, at) => [
    ...pieces.slice(0, at),
    `${word}${/[-_]/.exec(chain)?.[0] ?? '-'}`,
    ...pieces.slice(at),
  ])
  return [...inside.map((parts) => parts.join('')), `${chain}-${word}`, `${chain}_${word}`, `${chain}${word}`]
}

describe("names that another program's chains have", () => {
  test.for(dumps)('a word of the user in a name like those of $name is not in what is shown', (dump) => {
    const chains = ownChains(dump.text)
    const leaks = chains.flatMap((chain) =>
      ['acmecorp', 'ACMECORP', 'AcmeCorp'].flatMap((word) =>
        withWord(chain, word).filter((name) =>
          /acmecorp/i.test(redactedText({ ...dump, text: renamed(dump.text, chain, name) })),
        ),
      ),
    )
    expect(leaks).toEqual([])
  })

  test('a hash of a name, which can be guessed, is not either', () => {
    const hashes = /[A-Z2-7]{16}|[0-9A-F]{12,13}|[0-9a-f]{11,24}/g
    let count = 0
    for (const dump of dumps) {
      const shown = redactedText(dump)
      const found = ownChains(dump.text).flatMap((chain) => chain.match(hashes) ?? [])
      count += found.length
      expect(found.filter((hash) => shown.includes(hash))).toEqual([])
    }
    expect(count).toBeGreaterThan(9)
  })

  test.for(dumps)('chains of $name, and the rules in them, are still of their owner', ({ text, family }) => {
    const tell = (file: SnapshotFile) => {
      const { rulesets, docker } = snapshotFromFile(file, 'x')
      const owners = assignOwners(rulesets, [...otherRecognisers, dockerRecogniser(docker)])
      return rulesets.flatMap((ruleset) =>
        ruleset.tables.map(({ name, chains }) =>
          chains
            .map((chain) => {
              const { owner, part } = owners.ofChain(ruleset, name, chain.name)
              return `${owner} ${part} ${chain.rules.length}`
            })
            .sort(),
        ),
      )
    }
    const before = fileOf({ text, family })
    const [after] = redact([before])
    expect(tell(after as SnapshotFile)).toEqual(tell(before))
  })

  // Names of native tables, chains and sets as the programs' own sources form them, with a word of the user's in them.
  test.for([
    { table: 'firewalld-acmecorp', chain: 'filter_IN_acmecorp_allow', set: 'acmecorp' },
    { table: 'wg-quick-acmecorp', chain: 'preraw', set: 'x' },
    { table: 'seawall-acmecorp', chain: 'filter-acmecorp__br-0123456789ab', set: 'crowdsec-blacklists-acmecorp' },
    { table: 'docker-bridges', chain: 'filter-forward-in__br-acmecorp', set: 'KUBE-LOOP-BACK-ACMECORP' },
    { table: 'f2b-table', chain: 'f2b-acmecorp', set: 'addr-set-acmecorp' },
    { table: 'calico', chain: 'cali-pri-acmecorp.default', set: 'cali40s:acmecorp-and-22-letters' },
    { table: 'fw4', chain: 'zone_acmecorp_input', set: 'docker-ext-bridges-v4-acmecorp' },
  ])('of native tables neither: $table, $chain, $set', ({ table, chain, set }) => {
    const nftables = [
      { table: { family: 'inet', name: table } },
      { chain: { family: 'inet', table, name: chain } },
      { set: { family: 'inet', table, name: set, type: 'ipv4_addr' } },
      { rule: { family: 'inet', table, chain, expr: [{ jump: { target: chain } }] } },
    ]
    const text = '*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n'
    const [after] = redact([{ ...fileOf({ text, family: 'ipv4' }), nft: { nftables } }])
    expect(JSON.stringify(after?.nft)).not.toMatch(/acmecorp/i)
    expect(ownerOfNftTable(tableIn(after?.nft))).toBe(ownerOfNftTable(table))
  })
})

function tableIn(nft: unknown): string {
  return /"table":\{"family":"inet","name":"([^"]*)"/.exec(JSON.stringify(nft))?.[1] ?? ''
}
