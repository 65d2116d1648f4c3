import { describe, expect, test } from 'vitest'
import { dockerNftClaims } from '#docker/nftables/recognise-nft.ts'
import { ownershipTexts } from '#i18n/ownership.ts'
import type { DockerState } from '#model/docker.ts'
import type { NftRule, NftTable } from '#model/nft.ts'
import { parts } from '#model/parts.ts'
import type { Ownership } from '#model/owner.ts'
import { printNftRule } from '#syntax/nft/print-rule.ts'
import { readNftJson } from '#syntax/nft/read-nft-json.ts'
import { fileOf, haveEngines, listDumps } from './engine-dumps.ts'
import { told } from './predict-dumps.ts'

interface Host {
  readonly name: string
  readonly tables: readonly NftTable[]
  readonly state: DockerState
}

/** Hosts whose engine wrote nftables and answered; nobody put anything into its tables. */
function hosts(): readonly Host[] {
  return listDumps().flatMap((dump): readonly Host[] => {
    const one = told(dump)
    const text = fileOf(dump, 'nft-list-ruleset.json')
    if (one?.state.firewallBackend !== 'nftables' || !text.startsWith('{')) return []
    const tables = readNftJson(JSON.parse(text), dump.name) ?? []
    return [{ name: dump.name, tables: tables.filter(({ name }) => name === 'docker-bridges'), state: one.state }]
  })
}

const all = haveEngines ? hosts() : []

interface Owned {
  readonly id: string
  readonly text: string
  readonly own: Ownership | undefined
}

function owned(tables: readonly NftTable[], state?: DockerState): readonly Owned[] {
  const claim = dockerNftClaims(tables, state)
  return tables.flatMap(({ family, name, chains, sets }) => [
    ...sets.map((set) => `${family}/${name}/@${set.name}`).map((id) => ({ id, text: '', own: claim(id) })),
    ...chains.flatMap((chain) => {
      const path = `${family}/${name}/${chain.name}`
      const rules = chain.rules.map(({ printed }, index) => ({
        id: `${path}#${index + 1}`,
        text: printed.origin.text,
        own: claim(`${path}#${index + 1}`),
      }))
      return [{ id: path, text: '', own: claim(path) }, ...rules]
    }),
  ])
}

// Judge: nobody but the engine wrote into these tables.
describe("what is in the engine's tables of nftables", () => {
  test("is all the engine's, with a purpose and what breaks without it", (context) => {
    if (all.length === 0) return context.skip('../shared/engines is not here')
    const wrong: string[] = []
    for (const { name, tables, state } of all) {
      for (const { id, text, own } of owned(tables, state)) {
        if (own?.owner !== 'docker' || own.part === 'nft-table') wrong.push(`${name} ${id} ${text}: ${own?.part}`)
        for (const kind of ['part', 'purpose', 'breaks'] as const) {
          const said = ownershipTexts[`${kind}/docker/${own?.part}` as keyof typeof ownershipTexts]?.(own?.args ?? {})
          if (!said || /undefined|\bDOCKER\b|DOCKER-|FORWARD's policy/.test(said)) wrong.push(`${id} ${kind}: ${said}`)
        }
      }
    }
    expect(wrong).toEqual([])
    expect(all.length).toBeGreaterThan(70)
    const met = new Set(all.flatMap(({ tables, state }) => owned(tables, state).map(({ own }) => own?.part)))
    const own = parts.docker.filter((part) => /^nft-(?!table)|^container-replies$/.test(part))
    expect(own.filter((part) => !met.has(part))).toEqual([])
  })

  test("is recognised without Docker's state too, but for a port that no redirection leads to", (context) => {
    if (all.length === 0) return context.skip('../shared/engines is not here')
    const missed = all.flatMap(({ tables }) => owned(tables).filter(({ own }) => own?.owner !== 'docker'))
    const texts = missed.map(({ text }) => text.replace(/\d+\.\d+\.\d+\.\d+/g, 'A'))
    expect([...new Set(texts)]).toEqual(['ip daddr A tcp dport 80 counter accept'])
  })
})

/** What somebody may make of one of the engine's rules: a rule of his own that looks like it. '' where it does not apply. */
const variations: readonly ((rule: string) => string)[] = [
  (rule) => rule.replace(/"addr":"(\d+\.\d+\.\d+)\.\d+"/, '"addr":"$1.77"'),
  (rule) => rule.replace(/"right":"(\d+\.\d+\.\d+)\.\d+"/, '"right":"$1.77"'),
  (rule) => rule.replace(/"right":\d+/, '"right":4711'),
  (rule) => rule.replace(/"port":\d+/, '"port":4711'),
  (rule) => rule.replace(/"right":"(docker0|br-\w+)"/, '"right":"br-lan"'),
  (rule) => rule.replace(/"right":"(docker0|br-\w+)"/, '"right":"eth0"'),
  (rule) => rule.replace('"protocol":"tcp"', '"protocol":"udp"'),
  (rule) => rule.replace(/\{"counter":\{[^}]*\}\},?/, ''),
  (rule) => rule.replace('{"accept":null}', '{"drop":null}'),
  (rule) => rule.replace('{"drop":null}', '{"accept":null}'),
  (rule) => rule.replace('{"masquerade":null}', '{"snat":{"addr":"192.0.2.99"}}'),
  (rule) => rule.replace(/"comment":"[^"]+"/, '"comment":"mine"'),
  (rule) => rule.replace(/"len":\d+/, '"len":12'),
]

// JSON with a blank at its end is the same rule.
const copied = (text: string) => `${text} `

function ruleOf(text: string): NftRule {
  const { statements, comment } = JSON.parse(text) as Pick<NftRule, 'statements' | 'comment'>
  return { statements, comment, handle: undefined, printed: printNftRule(statements, comment, 'mine') }
}

describe("a rule of somebody's in the engine's tables", () => {
  test('is his: one that looks like a rule of the engine, and a second copy of one', (context) => {
    if (all.length === 0) return context.skip('../shared/engines is not here')
    const wrong: string[] = []
    let tried = 0
    for (const { name, tables, state } of all) {
      const texts = new Set(
        tables.flatMap(({ chains }) =>
          chains.flatMap((chain) => chain.rules.map(({ printed }) => `${chain.name} ${printed.origin.text}`)),
        ),
      )
      for (const table of tables)
        for (const chain of table.chains)
          for (const rule of chain.rules) {
            const written = JSON.stringify({ statements: rule.statements, comment: rule.comment })
            for (const vary of [...variations, copied]) {
              const changed = vary(written)
              if (changed === written) continue
              const mine = ruleOf(changed)
              const isCopy = changed.endsWith(' ')
              // Replaced by another rule that the engine writes there: then it is a copy, judged as such.
              if (!isCopy && texts.has(`${chain.name} ${mine.printed.origin.text}`)) continue
              const rules = [...chain.rules, mine]
              const chains = table.chains.map((one) => (one === chain ? { ...one, rules } : one))
              const claim = dockerNftClaims([{ ...table, chains }], state)
              const own = claim(`${table.family}/${table.name}/${chain.name}#${rules.length}`)
              tried++
              // What an option lets pass, no state tells.
              if (own?.owner !== 'user' && own?.part !== 'fwmark-accept')
                wrong.push(`${name} ${chain.name} ${mine.printed.origin.text}: ${own?.part}`)
            }
          }
    }
    expect(wrong).toEqual([])
    expect(tried).toBeGreaterThan(1000)
  }, 60_000)
})
