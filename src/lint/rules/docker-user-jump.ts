import { reachIndex } from '#explain/reach-index.ts'
import { message } from '#model/diagnostic.ts'
import type { LoweredChain, LoweredRule, LoweredTable } from '#model/lowered.ts'
import { isDockerBridge, isOwn } from '../forwarded-rules.ts'
import { mayBegin, mayLeadToContainers } from '../new-connections.ts'
import { usesNftables } from '../nftables-engine.ts'
import { placeIn, placeOf, textOf } from '../places.ts'
import type { Found, LintRule } from '../rule.ts'
import type { Subject, View } from '../subject.ts'

/** The jump from FORWARD to DOCKER-USER is missing, or a rule before it decides about packets for containers. */
export const dockerUserJump: LintRule = {
  id: 'lint/docker-user-jump',
  about: message('lint-about/docker-user-jump'),
  check: (subject) =>
    usesNftables(subject)
      ? []
      : subject.views
          .filter(({ text }) => text === undefined || text.kind === 'dump')
          .flatMap((view) =>
            view.lowered.tables
              .filter(({ name, written }) => name === 'filter' && written !== undefined)
              .flatMap((table) => findIn(table, view, subject)),
          ),
}

function findIn(table: LoweredTable, view: View, subject: Subject): readonly Found[] {
  const user = table.chains.get('DOCKER-USER')
  const forward = table.chains.get('FORWARD')
  const all = user?.rules.filter((rule) => isOwn(rule, view) && decides(rule)) ?? []
  const own = all.find(closes) ?? all[0]
  if (user === undefined || forward?.base === undefined || own === undefined) return []
  const comes = reachIndex().comes(user)
  if (comes === 'no') return [findingFor(own, { state: 'missing', place: own }, user)]
  const jump = forward.rules.find(({ effect }) => effect.kind === 'jump' && effect.chain === 'DOCKER-USER')
  if (jump === undefined) return []
  const before = forward.rules.slice(0, jump.position - 1).find((rule) => isBefore(rule, view, subject))
  return before === undefined ? [] : [findingFor(own, { state: 'late', place: before }, user)]
}

interface Fault {
  readonly state: 'missing' | 'late'
  readonly place: LoweredRule
}

function findingFor(own: LoweredRule, { state, place }: Fault, { path }: LoweredChain): Found {
  return {
    said: message('lint/docker-user-jump', { state, count: own.chain.rules.length }),
    ...{ fails: closes(own) ? 'open' : 'closed', who: 'unknown' },
    places: state === 'missing' ? [placeOf(place)] : [placeOf(place), placeIn(own.origin, own)],
    help: message('lint-help/docker-user-jump', { state }),
    evidence: [path, state, state === 'late' ? textOf(place) : ''],
  }
}

function closes({ effect }: LoweredRule): boolean {
  return effect.kind === 'verdict' && effect.verdict === 'DROP'
}

function decides({ effect, parts }: LoweredRule): boolean {
  const isDead = parts.length === 1 && effect.kind === 'return'
  return !isDead && effect.kind !== 'continue'
}

/** A rule of somebody's own that takes new connections to containers for good, before DOCKER-USER is asked. */
function isBefore(rule: LoweredRule, view: View, subject: Subject): boolean {
  if (!isOwn(rule, view) || rule.effect.kind !== 'verdict') return false
  const conditions = rule.clauses.map(({ condition }) => condition)
  const sees = mayBegin(conditions) && mayLeadToContainers(conditions, subject)
  // What asks for addresses of its own may be about other hosts.
  const isNarrow = conditions.some(
    (one) => one.kind !== 'interface' && one.kind !== 'bits' && !(one.kind === 'not' && one.of.kind === 'interface'),
  )
  const leaves = conditions.some(
    (one) => one.kind === 'interface' && one.field === 'out' && !isDockerBridge(one.name, subject),
  )
  return sees && !isNarrow && !leaves
}
