import { expect, test } from 'vitest'
import { lower } from '#lowered/lower.ts'
import type { Facts } from '#model/facts.ts'
import type { Lowered } from '#model/lowered.ts'
import { buildProgram } from '#netfilter/program.ts'
import { differencesOf } from '#netfilter/set-diff.ts'
import { type ChainList, chainList } from '#netfilter/set-list.ts'
import { setFields } from '#netfilter/set-names.ts'
import { traceWitness, witnessOf } from '#netfilter/set-witness.ts'
import type { Chance } from '#space/sample.ts'
import { readText } from '#syntax/text/read-text.ts'
import { chanceFrom, randomConditions, randomRules } from './random-rules.ts'

// SEAWALL_RULES=10000: the long run.
const size = Number(process.env.SEAWALL_RULES ?? 200)
const facts = { sysctls: { 'net.ipv4.ip_forward': '1' } } as unknown as Facts

function lowered(text: string): Lowered {
  return lower(readText({ name: 'rules', text }).rulesets)
}

function compare(before: string, after: string) {
  const sides = [lowered(before), lowered(after)] as const
  const fields = setFields('ipv4', ...sides)
  const programs = sides.map((side) => buildProgram(side, facts))
  const lists = sides.map((side, index) => {
    const chain = side.tables[0]?.chains.get('FORWARD')
    if (chain === undefined) throw new Error('no chain')
    return chainList(chain, fields, programs[index] as ReturnType<typeof buildProgram>)
  }) as [ChainList, ChainList]
  const found = differencesOf(lists[0], lists[1], fields, { steps: 5_000_000 })
  const verdicts = found.rows.map(({ box }) => {
    const witness = witnessOf(box, 'FORWARD', fields, programs[0] as ReturnType<typeof buildProgram>)
    return witness === undefined ? undefined : programs.map((program) => traceWitness(witness, program).verdict)
  })
  const tried = () =>
    lists.flatMap(({ places }) =>
      places.flatMap(({ box }) => {
        const witness = witnessOf(box, 'FORWARD', fields, programs[0] as ReturnType<typeof buildProgram>)
        return witness === undefined ? [] : [programs.map((program) => traceWitness(witness, program).verdict)]
      }),
    )
  return { ...found, verdicts, tried }
}

function table(rules: readonly string[], chains: Readonly<Record<string, readonly string[]>>): string {
  return [
    '*filter',
    ':INPUT ACCEPT [0:0]',
    ':FORWARD DROP [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ...Object.keys(chains).map((name) => `:${name} - [0:0]`),
    ...rules.map((rule) => `-A FORWARD ${rule}`),
    ...Object.entries(chains).flatMap(([name, all]) => all.map((rule) => `-A ${name} ${rule}`)),
    'COMMIT',
    '',
  ].join('\n')
}

function flatRules(chance: Chance, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const own = `-s 10.${index % 200}.${Math.floor(index / 200)}.0/${22 + Math.floor(chance() * 10)}`
    const target = `-j ${chance() < 0.5 ? 'ACCEPT' : 'DROP'}`
    if (chance() < 0.1) return `${randomConditions(chance)} ${target}`.trim()
    return chance() < 0.5 ? `${own} -p tcp -m tcp --dport ${Math.floor(chance() * 1000)} ${target}` : `${own} ${target}`
  })
}

const targetOf = (rule: string) => rule.slice(rule.lastIndexOf('-j'))

/** The same rules, written in another way. */
function rewritten(rules: readonly string[], chance: Chance, steps: number): string {
  const all = [...rules]
  const chains: Record<string, readonly string[]> = {}
  for (let step = 0; step < steps; step++) {
    const at = Math.floor(chance() * (all.length - 1))
    const [one, next] = [all[at] as string, all[at + 1] as string]
    const kind = chance()
    if (kind < 0.3 && targetOf(one) === targetOf(next)) all.splice(at, 2, next, one)
    // What an earlier rule takes.
    else if (kind < 0.5 && !one.includes('-j C')) all.splice(Math.floor(chance() * (all.length - at)) + at + 1, 0, one)
    else if (kind < 0.7) all.splice(at, 0, `${randomConditions(chance)} -j LOG`.trim())
    else if (kind < 0.9 && /^-s 10\.\d+\.\d+\.0\/2[2-9]/.test(one)) {
      const [, network = '', last = ''] = /^-s (10\.\d+\.\d+)\.0\/(\d+)/.exec(one) ?? []
      const longer = Number(last) + 1
      const [first, second, third] = network.split('.').map(Number) as [number, number, number]
      const half = 2 ** (32 - longer)
      const upper = half >= 256 ? `${first}.${second}.${third + half / 256}.0` : `${network}.${half}`
      const rest = one.slice(one.indexOf('/') + 1 + last.length)
      all.splice(at, 1, `-s ${network}.0/${longer}${rest}`, `-s ${upper}/${longer}${rest}`)
    } else if (!one.includes('-j C') && !next.includes('-j C')) {
      const name = `C${step}`
      chains[name] = [one, next]
      all.splice(at, 2, `-j ${name}`)
    }
  }
  return table(all, chains)
}

test('rules rewritten in ways that mean the same are proved equal', () => {
  const chance = chanceFrom(11)
  for (let round = 0; round < (size > 1000 ? 1 : 12); round++) {
    const rules = flatRules(chance, size)
    const { rows, whole } = compare(table(rules, {}), rewritten(rules, chance, Math.min(60, size)))
    expect({ rows: rows.map(({ before, after }) => `${before?.id} ${after?.id}`), whole }).toEqual({
      rows: [],
      whole: true,
    })
  }
}, 600_000)

test('one bit of a prefix, a port or a verdict changed is found, and both traces of the witness say so', () => {
  const chance = chanceFrom(12)
  let found = 0
  for (let round = 0; round < 12; round++) {
    const rules = flatRules(chance, size)
    // The first rule has nothing before it that could take all its packets.
    const at = round % 2 === 0 ? 0 : Math.floor(chance() * size)
    const changed = rules.map((rule, index) => {
      if (index !== at) return rule
      return /ACCEPT$/.test(rule) ? rule.replace('ACCEPT', 'DROP') : rule.replace(/DROP$/, 'ACCEPT')
    })
    const { rows, verdicts } = compare(table(rules, {}), table(changed, {}))
    if (at === 0) expect(rows.length).toBe(1)
    // Addresses that no packet may have (0.0.0.0/8) have no route in either.
    for (const pair of verdicts) if (pair !== undefined && !pair.includes('NO ROUTE')) expect(pair[0]).not.toBe(pair[1])
    found += rows.length
  }
  expect(found > 5).toBe(true)
}, 600_000)

test('of two rulesets made by chance each sure difference is one in a trace, and where there is none, traces agree', () => {
  const chance = chanceFrom(13)
  let differ = 0
  for (let round = 0; round < 150; round++) {
    const before = randomRules(chance, 4)
    const lines = before.split('\n')
    const rule = lines.findIndex((line) => line.startsWith('-A'))
    const at = rule + Math.floor(chance() * (lines.length - rule - 2))
    const after = chance() < 0.5 ? lines.toSpliced(at, 1) : lines.toSpliced(at, 2, lines[at + 1] ?? '', lines[at] ?? '')
    const text = after
      .filter((line) => line !== 'COMMIT')
      .concat('COMMIT', '')
      .join('\n')
    const { rows, verdicts, whole, tried } = compare(before, text)
    expect(whole).toBe(true)
    for (const [index, pair] of verdicts.entries())
      if (pair !== undefined && rows[index]?.surely && !pair.includes('NO ROUTE')) expect(pair[0]).not.toBe(pair[1])
    if (rows.length > 0) differ++
    else for (const pair of tried()) expect(pair[0]).toBe(pair[1])
  }
  expect(differ > 10 && differ < 140).toBe(true)
}, 600_000)
