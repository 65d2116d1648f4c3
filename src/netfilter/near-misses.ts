import type { Effect } from '#model/effect.ts'
import type { NearMiss, Step, Trace, Verdict } from '#model/trace.ts'
import { fieldOf } from './record.ts'
import { writeIpv4, writeIpv6 } from '#base/address.ts'

/**
 * The rules on the way that would have made another verdict but for one condition. Rules whose jump would have led to such a rule
 * are not followed: only a verdict of the rule's own counts.
 */
export function nearMisses(trace: Trace): readonly NearMiss[] {
  const [way] = trace.ways
  if (way === undefined || trace.verdict === 'UNKNOWN') return []
  const found: NearMiss[] = []
  const rewrites = new Map<string, string>()
  for (const step of way.steps) {
    if (step.kind === 'rewrite') rewrites.set(step.field, step.by)
    if (step.kind !== 'rule' || step.matched !== 'no') continue
    const would = verdictOf(step.effect)
    if (would === undefined || would === trace.verdict) continue
    const miss = missOf(step, would, rewrites)
    if (miss !== undefined) found.push(miss)
  }
  return found
}

function verdictOf(effect: Effect): Verdict | undefined {
  if (effect.kind !== 'verdict') return undefined
  return effect.error === undefined ? effect.verdict : 'REJECT'
}

function missOf(
  step: Extract<Step, { kind: 'rule' }>,
  would: Verdict,
  rewrites: ReadonlyMap<string, string>,
): NearMiss | undefined {
  const failing = step.clauses.filter(({ answer }) => answer === 'no')
  const [only] = failing
  if (only === undefined || failing.length > 1 || step.clauses.some(({ answer }) => answer === 'perhaps'))
    return undefined
  const field = fieldOf(only.condition)
  // A rule for another network or another host is no near miss, unless the packet had that value before a rewrite.
  const since = field === undefined ? undefined : rewrites.get(field)
  const wanted = step.rule.origin.text.slice(only.start, only.end)
  if (since === undefined && (step.clauses.length < 2 || field === 'in' || field === 'out')) return undefined
  return { id: step.id, wanted, has: shown(only.has, field), since, would }
}

function shown(has: number | bigint | string | undefined, field: string | undefined): string {
  if (has === undefined) return 'none'
  if (typeof has === 'string') return has
  const isAddress =
    field !== undefined && ['src', 'dst', 'ctorigsrc', 'ctorigdst', 'ctreplsrc', 'ctrepldst'].includes(field)
  if (!isAddress) return String(has)
  return typeof has === 'bigint' ? writeIpv6(has) : writeIpv4(has)
}
