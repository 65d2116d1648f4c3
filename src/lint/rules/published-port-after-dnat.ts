import { holds } from '#base/intervals.ts'
import { message } from '#model/diagnostic.ts'
import type { Family } from '#model/family.ts'
import type { LoweredRule } from '#model/lowered.ts'
import { forwardedRules, isContainerTraffic, mayBeFor } from '../forwarded-rules.ts'
import { clauseFor, placeIn, placeOfClause, textOf } from '../places.ts'
import type { Found, LintRule } from '../rule.ts'
import type { Published, Seen, Subject, View } from '../subject.ts'

/** A rule for forwarded packets that asks for a published port: DNAT has replaced it by the container's port before. */
export const publishedPortAfterDnat: LintRule = {
  id: 'lint/published-port-after-dnat',
  about: message('lint-about/published-port-after-dnat'),
  check: (subject) =>
    subject.views.flatMap((view) => forwardedRules(view).flatMap((rule) => findIn(rule, view, subject))),
}

type Does = 'closes' | 'opens'

function findIn(rule: LoweredRule, view: View, subject: Subject): readonly Found[] {
  const clause = clauseFor(rule, 'dport')
  const does = doesOf(rule)
  if (clause?.condition.kind !== 'in' || does === undefined || isContainerTraffic(rule, subject)) return []
  const { set } = clause.condition
  const meant = subject.published.filter((one) => holds(set, one.hostPort) && isFor(one, rule))
  const rewritten = meant.filter(({ containerPort }) => !holds(set, containerPort))
  // The rule matches a container's own port: it may be meant for that one.
  const isMatched = subject.published.some((one) => holds(set, one.containerPort) && isFor(one, rule))
  if (isMatched || rewritten.length < meant.length) return []
  const [first] = rewritten
  if (first !== undefined) return [findingFor(first, rewritten, rule, does, view, subject)]
  const isKnown = subject.docker !== undefined || subject.published.length > 0
  if (isKnown || rule.chain.name !== 'DOCKER-USER') return []
  const [range] = set
  if (range === undefined || set.length !== 1 || range.from !== range.to) return []
  const port = Number(range.from)
  return [
    {
      said: message('lint/published-port-after-dnat', { does, port, to: '', container: '', chain: rule.chain.name }),
      ...{ fails: does === 'closes' ? 'open' : 'closed', who: 'unknown', conditional: true },
      places: [placeOfClause(rule, clause, message('lint-place/container-port', { port }))],
      help: message('lint-help/original-port', { port }),
      evidence: [rule.chain.path, textOf(rule)],
    },
  ]
}

function findingFor(
  first: Published,
  all: readonly Published[],
  rule: LoweredRule,
  does: Does,
  view: View,
  subject: Subject,
): Found {
  const clause = clauseFor(rule, 'dport') ?? rule
  const { hostPort: port, containerPort: to, container, family, protocol } = first
  const seen = subject.ask.port((subject.host ?? view).snapshot, family, protocol, port)
  const rewrites = all.flatMap(({ place, hostPort, containerPort }) =>
    place === undefined
      ? []
      : [{ ...place, message: message('lint-place/rewritten', { port: hostPort, to: containerPort }) }],
  )
  const own = message('lint-place/container-port', { port: to })
  return {
    said: message('lint/published-port-after-dnat', { does, port, to, container, chain: rule.chain.name }),
    ...consequence(does, seen),
    packet: seen.packet,
    places: [placeIn(rule.origin, clause, own), ...rewrites.slice(0, 3)],
    help: message('lint-help/original-port', { port }),
    evidence: [rule.chain.path, textOf(rule)],
  }
}

function consequence(does: Does, { who }: Seen): Pick<Found, 'fails' | 'who'> {
  if (does === 'closes') return { fails: who === 'nobody' ? 'neither' : 'open', who }
  // What was to be opened is closed, or open for another reason.
  return who === 'nobody'
    ? { fails: 'closed', who: 'internet' }
    : { fails: who === 'unknown' ? 'closed' : 'neither', who }
}

function isFor(one: Published, rule: LoweredRule): boolean {
  const { families } = rule.chain.table
  return families.includes(one.family as Family) && mayBeFor(rule, one)
}

function doesOf({ effect }: LoweredRule): Does | undefined {
  if (effect.kind === 'verdict') return effect.verdict === 'DROP' ? 'closes' : 'opens'
  return effect.kind === 'return' ? 'opens' : undefined
}
