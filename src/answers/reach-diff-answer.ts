import type { Family } from '#model/family.ts'
import type { BasePlace, Lowered, LoweredChain } from '#model/lowered.ts'
import type { ReachDiff, ReachEnd, ReachRow } from '#model/reach-diff.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { lowerSnapshot } from '#lowered/lower.ts'
import type { Program } from '#netfilter/program.ts'
import { differencesOf, type SetDifference } from '#netfilter/set-diff.ts'
import type { SetFields } from '#netfilter/set-fields.ts'
import { chainList, type Place } from '#netfilter/set-list.ts'
import { setFields } from '#netfilter/set-names.ts'
import { traceWitness, type Witness, witnessOf } from '#netfilter/set-witness.ts'
import { boxPhrase } from './box-phrase.ts'
import { prepare } from './trace-answer.ts'

// Two rulesets of 10,000 rules with hundreds of changes need less.
const mostSteps = 3_000_000

interface Side {
  readonly lowered: Lowered
  readonly program: Program
}

/** Which packets two rulesets treat differently, base chain by base chain. No rows: none, proved for all packets. */
export function answerReachDiff(before: Snapshot, after: Snapshot): ReachDiff {
  const sides = [before, after].map((snapshot) => ({ lowered: lowerSnapshot(snapshot), program: prepare(snapshot) }))
  const [old, fresh] = sides as [Side, Side]
  const budget = { steps: mostSteps }
  const rows: ReachRow[] = []
  let isWhole = true
  let chains = 0
  for (const family of ['ipv4', 'ipv6'] as const) {
    const pairs = pairsOf(old.lowered, fresh.lowered, family)
    const fields = setFields(family, old.lowered, fresh.lowered)
    for (const [first, second] of pairs) {
      chains++
      const [list, other] = [chainList(first, fields, old.program), chainList(second, fields, fresh.program)]
      const found = differencesOf(list, other, fields, budget)
      isWhole &&= found.whole
      for (const row of found.rows)
        rows.push(rowOf(row, { family, fields, old, fresh, chain: first, start: list.start }))
    }
  }
  const unread = sides.some(({ lowered }) => isUnread(lowered))
  const base = { before: before.name, after: after.name, rows, chains, unread }
  if (rows.some(({ surely }) => surely)) return { ...base, verdict: 'different' }
  if (!isWhole) return { ...base, verdict: 'undecided' }
  return { ...base, verdict: rows.length > 0 || unread ? 'perhaps' : 'same' }
}

function isUnread({ tables, unread }: Lowered): boolean {
  const hasLines = tables.some(
    ({ chains, written }) =>
      written?.table.unread !== undefined || [...chains.values()].some((chain) => chain.unread.length > 0),
  )
  return hasLines || unread.ipv4.length > 0 || unread.ipv6.length > 0
}

// A base chain that only one side has is compared with one that accepts everything.
function pairsOf(before: Lowered, after: Lowered, family: Family): readonly (readonly [LoweredChain, LoweredChain])[] {
  const [old, fresh] = [basesOf(before, family), basesOf(after, family)]
  const paths = [...new Set([...old.keys(), ...fresh.keys()])]
  return paths.flatMap((path): (readonly [LoweredChain, LoweredChain])[] => {
    const [first, second] = [old.get(path), fresh.get(path)]
    if (first !== undefined && second !== undefined && isSamePlace(first.base, second.base)) return [[first, second]]
    return [
      ...(first === undefined ? [] : [[first, emptyOf(first)] as const]),
      ...(second === undefined ? [] : [[emptyOf(second), second] as const]),
    ]
  })
}

function basesOf({ tables }: Lowered, family: Family): ReadonlyMap<string, LoweredChain> {
  const own = tables.filter(({ families }) => families.includes(family)).flatMap(({ chains }) => [...chains.values()])
  return new Map(own.filter(({ base }) => base !== undefined).map((chain) => [chain.path, chain]))
}

function isSamePlace(a: BasePlace | undefined, b: BasePlace | undefined): boolean {
  return a?.hook === b?.hook && a?.priority === b?.priority && a?.kind === b?.kind
}

function emptyOf(chain: LoweredChain): LoweredChain {
  const { path, name, table, base } = chain
  const empty = base === undefined ? base : { ...base, policy: 'ACCEPT' as const }
  return { path, name, table, base: empty, policy: 'ACCEPT', rules: [], unread: [] }
}

interface Where {
  readonly family: Family
  readonly fields: SetFields
  readonly old: Side
  readonly fresh: Side
  readonly chain: LoweredChain
  readonly start: SetDifference['box']
}

function rowOf({ before, after, box, surely }: SetDifference, where: Where): ReachRow {
  const { family, fields, old, fresh, chain, start } = where
  const hook = chain.base?.hook
  const witness = hook === undefined ? undefined : witnessOf(box, hook, fields, old.program)
  return {
    family,
    chain: chain.path,
    before: endOf(before),
    after: endOf(after),
    is: boxPhrase(box, start, fields),
    surely,
    example: witness && { packet: witness.packet, confirmed: differs(witness, old.program, fresh.program) },
  }
}

function endOf(place: Place | undefined): ReachEnd | undefined {
  if (place === undefined) return undefined
  const { id, label, rule } = place
  const known = /^(?:ACCEPT|DROP|REJECT)/.exec(label)?.[0]
  return { id, does: known ?? rule?.written?.target?.name ?? rule?.effect.kind ?? 'ACCEPT' }
}

// Whether a rule of NAT or a verdict makes the two ends different.
function differs(witness: Witness, before: Program, after: Program): boolean {
  const [one, other] = [before, after].map((program) => {
    const { verdict, final } = traceWitness(witness, program)
    return `${verdict} ${final.src} ${final.dst} ${final.sport} ${final.dport} ${final.mark}`
  })
  return one !== other
}
