import type { AddressNumber } from '#base/address.ts'
import type { Condition } from '#model/condition.ts'
import { commonField } from '#model/condition.ts'
import type { ClauseAnswer, PacketView, Step } from '#model/trace.ts'
import { deviceReader, fieldReader } from './fields.ts'
import type { Answer, CompiledRule, PacketState } from './packet-state.ts'
import type { World } from './world.ts'

/** The packet as it is now, to keep. */
export function viewOf(passage: PacketState): PacketView {
  const { physin, physout, src, dst, sport, dport, ttl, tos, mark } = passage
  return { in: passage.in, out: passage.out, physin, physout, src, dst, sport, dport, ttl, tos, mark }
}

const words = ['no', 'yes', 'perhaps'] as const

/** Writes down that a rule was asked, with the answer to each of its clauses. */
export function noteRule(passage: PacketState, rule: CompiledRule, answer: Answer, world: World): void {
  if (passage.log === undefined) return
  const doubt = passage.doubt
  const clauses = (answer === 1 ? rule.clauses : rule.shown).map(({ clause, test }): ClauseAnswer => {
    const { condition, start, end } = clause
    return { condition, answer: words[test(passage)], has: shownValue(condition, passage, world), start, end }
  })
  passage.doubt = doubt
  passage.log.push({ kind: 'rule', id: rule.id, rule: rule.rule, matched: words[answer], clauses, effect: rule.effect })
}

function shownValue(condition: Condition, passage: PacketState, world: World): AddressNumber | string | undefined {
  switch (condition.kind) {
    case 'not':
      return shownValue(condition.of, passage, world)
    case 'in':
    case 'bits': {
      const value = fieldReader(condition.field, world)(passage)
      return value === null || Number.isNaN(value) ? undefined : value
    }
    case 'interface':
      return deviceReader(condition.field, world)(passage)
    case 'all':
    case 'any':
      return commonField(condition.of) === undefined
        ? undefined
        : shownValue(condition.of[0] as Condition, passage, world)
    case 'member':
    case 'unknown':
      return undefined
  }
}

type Changing = (Step & { kind: 'rewrite' })['field']

/** Gives a field of the packet another value, and writes it down. `by`: the rule, 'connection' (as its first packet) or 'forward' (a router). */
export function change(
  passage: PacketState,
  field: Exclude<Changing, 'connmark'>,
  to: AddressNumber | undefined | null,
  by: string,
): void {
  const from = passage[field]
  if (from === to) return
  ;(passage as unknown as Record<string, unknown>)[field] = to
  passage.log?.push({ kind: 'rewrite', field, from, to, by })
}
