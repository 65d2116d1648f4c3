import { type Condition, type Field, withoutNot } from '#model/condition.ts'
import { message } from '#model/diagnostic.ts'
import type { LoweredRule } from '#model/lowered.ts'
import { asksForEstablished, forwardedRules, isContainerTraffic, mayBeEstablished } from '../forwarded-rules.ts'
import { placeOfClause, textOf } from '../places.ts'
import type { Found, LintRule } from '../rule.ts'
import type { Subject, View } from '../subject.ts'

/** A DROP by the original port without a direction: it also drops answers to connections that containers began to that port. */
export const originalPortHitsAnswers: LintRule = {
  id: 'lint/original-port-hits-answers',
  about: message('lint-about/original-port-hits-answers'),
  check: (subject) =>
    subject.views.flatMap((view) => forwardedRules(view).flatMap((rule) => findIn(rule, view, subject))),
}

function findIn(rule: LoweredRule, view: View, subject: Subject): readonly Found[] {
  const { effect, clauses, chain } = rule
  if (effect.kind !== 'verdict' || effect.verdict !== 'DROP' || isContainerTraffic(rule, subject)) return []
  const conditions = clauses.map(({ condition }) => condition)
  const clause = clauses.find(({ condition }) => condition.kind === 'in' && condition.field === 'ctorigdport')
  if (clause === undefined || !mayBeEstablished(conditions) || conditions.some((one) => asks(one, 'ctdir'))) return []
  // The address of this host, or of a container: no connection of a container has it.
  if (conditions.some((one) => asks(one, 'ctorigdst') || asks(one, 'dst') || asks(one, 'dport'))) return []
  if (chain.rules.slice(0, rule.position - 1).some(acceptsEstablished)) return []
  if (isAcceptedBefore(view, chain.name)) return []
  return [
    {
      said: message('lint/original-port-hits-answers', { chain: chain.name }),
      ...{ fails: 'closed', who: 'container' },
      places: [placeOfClause(rule, clause)],
      help: message('lint-help/original-port-hits-answers'),
      evidence: [chain.path, textOf(rule)],
    },
  ]
}

function acceptsEstablished({ clauses, effect }: LoweredRule): boolean {
  const ends = effect.kind === 'verdict' || effect.kind === 'return'
  return ends && asksForEstablished(clauses.map(({ condition }) => condition))
}

/** Whether FORWARD accepts what belongs to connections before it comes to the chain. */
function isAcceptedBefore({ lowered }: View, chain: string): boolean {
  return lowered.tables.some(({ chains }) =>
    [...chains.values()].some(({ base, rules }) => {
      if (base?.hook !== 'FORWARD') return false
      const jump = rules.findIndex(({ effect }) => effect.kind === 'jump' && effect.chain === chain)
      return jump > 0 && rules.slice(0, jump).some(acceptsEstablished)
    }),
  )
}

function asks(condition: Condition, field: Field): boolean {
  const plain = withoutNot(condition)
  if (plain.kind === 'all' || plain.kind === 'any') return plain.of.some((one) => asks(one, field))
  return (plain.kind === 'in' || plain.kind === 'bits') && plain.field === field
}
