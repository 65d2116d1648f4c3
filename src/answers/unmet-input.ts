import type { Field } from '#model/condition.ts'
import { fieldOf } from '#model/condition.ts'
import { findChain } from '#model/ruleset.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { ClauseAnswer, NearMiss, Step, Trace } from '#model/trace.ts'
import { fixOf, writtenRule } from '#netfilter/near-miss-fix.ts'
import type { Program } from '#netfilter/program.ts'
import { trace as follow } from '#netfilter/trace.ts'
import { rulesetOf } from './changed-snapshot.ts'
import { untranslated } from './untranslated.ts'

type RuleStep = Extract<Step, { kind: 'rule' }>

/**
 * The rule of INPUT that would have stopped the packet if DNAT had not sent it on through FORWARD. A rule that names neither a port nor a sender
 * is about every service of the host, and was not written for this one.
 */
export function unmetInput(traced: Trace, program: Program, snapshot: Snapshot): NearMiss | undefined {
  const since = forwardedBy(traced)
  if (since === undefined || traced.packet.tracked !== undefined) return undefined
  const asHost = follow({ ...traced.packet, tracked: untranslated(traced.packet) }, program)
  const { verdict, by } = asHost
  const path = by === undefined ? undefined : pathTo(asHost, by)
  const last = path?.at(-1)
  if (last === undefined || path === undefined || (verdict !== 'DROP' && verdict !== 'REJECT')) return undefined
  if (!path.some((step) => asks(step, ['dport', 'src']))) return undefined
  return {
    ...{ id: last.id, wanted: '', has: '', since, was: undefined, publishedOn: undefined, would: verdict },
    hook: 'INPUT',
    with: undefined,
    fix: forwardRule(path, snapshot),
  }
}

/** The DNAT before routing after which the packet was forwarded. */
function forwardedBy({ verdict, ways, packet }: Trace): string | undefined {
  const [way] = ways
  if (verdict !== 'ACCEPT' || packet.local || way?.end.kind !== 'out' || way.end.bridged) return undefined
  const change = way.steps.find((step) => step.kind === 'rewrite' && (step.field === 'dst' || step.field === 'dport'))
  return change?.kind === 'rewrite' ? change.by : undefined
}

/** The rule of INPUT that decided, after the jumps that lead to it. */
function pathTo({ ways }: Trace, by: string): readonly RuleStep[] | undefined {
  const path: RuleStep[] = []
  let isInput = false
  for (const step of ways[0]?.steps ?? []) {
    if (step.kind === 'chain') {
      path.length = 0
      isInput = step.hook === 'INPUT'
    }
    if (step.kind === 'return') path.pop()
    if (step.kind !== 'rule' || step.matched !== 'yes') continue
    if (step.effect.kind === 'jump') path.push(step)
    if (step.id === by) return isInput ? [...path, step] : undefined
  }
  return undefined
}

function asks({ clauses }: RuleStep, fields: readonly Field[]): boolean {
  return clauses.some(({ condition }) => (fields as readonly (string | undefined)[]).includes(fieldOf(condition)))
}

/** The rule, or the one jump to it that asks for something, for packets that are forwarded: by what the connection began with. */
function forwardRule(path: readonly RuleStep[], snapshot: Snapshot): NearMiss['fix'] {
  const last = path.at(-1) as RuleStep
  const asking = path.filter(({ clauses }) => clauses.length > 0)
  const [first] = asking
  // Of two jumps that ask, the rule would need what both of them ask.
  const step = asking.length === 2 && asking[1] === last ? first : asking.length === 1 ? last : undefined
  const ruleset = rulesetOf(snapshot, last.id)
  if (step === undefined || ruleset === undefined) return undefined
  const replaced = step.clauses.filter((clause) => asksDestination(clause))
  const was = writtenRule(step)
  const now = replaced.length === 0 ? was : fixOf(step, replaced)?.now
  if (was === undefined || now === undefined) return undefined
  const place = findChain(ruleset, 'filter', 'DOCKER-USER') === undefined ? 'FORWARD' : 'DOCKER-USER'
  return { was, now: now.replaceAll(/^-[AI] \S+(?: \d+)?/gm, `-I ${place} 1`) }
}

function asksDestination({ condition }: ClauseAnswer): boolean {
  const asked = condition.kind === 'any' ? condition.of.map(fieldOf) : [fieldOf(condition)]
  return asked.includes('dport') || asked.includes('dst')
}
