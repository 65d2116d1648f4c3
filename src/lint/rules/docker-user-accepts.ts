import { type Condition, withoutNot } from '#model/condition.ts'
import { message } from '#model/diagnostic.ts'
import type { LoweredRule } from '#model/lowered.ts'
import { isContainerTraffic, isOwn } from '../forwarded-rules.ts'
import { mayBegin, mayLeadToContainers } from '../new-connections.ts'
import { placeOf, textOf } from '../places.ts'
import type { Found, LintRule } from '../rule.ts'
import type { Subject, View } from '../subject.ts'
import { dockerUserRules } from '../view-rules.ts'

/** An ACCEPT in DOCKER-USER that asks for no container and no port: it also opens ports that are not published. */
export const dockerUserAccepts: LintRule = {
  id: 'lint/docker-user-accepts',
  about: message('lint-about/docker-user-accepts'),
  check: (subject) => subject.views.flatMap((view) => findIn(view, subject)),
}

function findIn(view: View, subject: Subject): readonly Found[] {
  return dockerUserRules(view)
    .filter((rule) => isOwn(rule, view) && isBroad(rule, subject))
    .map((rule) => findingFor(rule))
}

function isBroad(rule: LoweredRule, subject: Subject): boolean {
  const { effect, clauses, parts } = rule
  if (parts.length !== 1 || effect.kind !== 'verdict' || effect.verdict !== 'ACCEPT') return false
  if (isContainerTraffic(rule, subject)) return false
  const conditions = clauses.map(({ condition }) => condition)
  return conditions.every((one) => isOrigin(one)) && mayBegin(conditions) && mayLeadToContainers(conditions, subject)
}

/** Whether a condition asks only where a packet comes from, and by which protocol. */
function isOrigin(condition: Condition): boolean {
  const plain = withoutNot(condition)
  if (plain.kind === 'interface') return plain.field === 'in' || plain.field === 'out'
  if (plain.kind === 'in') return plain.field === 'src' || plain.field === 'protocol'
  return plain.kind === 'member' || (plain.kind === 'bits' && plain.field === 'ctstate')
}

function findingFor(rule: LoweredRule): Found {
  const narrow = rule.clauses.some(({ condition }) => condition.kind === 'in' && condition.field === 'src')
  return {
    said: message('lint/docker-user-accepts', { all: rule.clauses.length === 0 ? 1 : 0 }),
    ...{ fails: 'open', who: narrow ? 'zone' : 'unknown' },
    // Who is named by an address was meant to be trusted with something.
    ...(narrow || rule.clauses.some(({ condition }) => condition.kind === 'member') ? { most: 'note' } : {}),
    places: [placeOf(rule)],
    help: message('lint-help/docker-user-accepts'),
    evidence: [rule.chain.path, textOf(rule)],
  }
}
