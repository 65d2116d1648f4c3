import { type Message, message } from '#model/diagnostic.ts'
import type { Ruleset } from '#model/ruleset.ts'
import type { Snapshot } from '#model/snapshot.ts'

/**
 * The snapshot with one ruleset for each family and variant: a kernel has no more. Two tools may have told of the same rules.
 */
export function withDistinctRulesets(snapshot: Snapshot): {
  readonly snapshot: Snapshot
  readonly leftOut: readonly Message[]
} {
  const kept = new Map<string, Ruleset>()
  const leftOut: Message[] = []
  for (const ruleset of snapshot.rulesets) {
    const { family, variant } = ruleset
    const key = `${family} ${variant}`
    if (kept.has(key)) leftOut.push(message('kernel/left-twin', { family, variant: variant ?? '' }))
    else kept.set(key, ruleset)
  }
  return leftOut.length === 0
    ? { snapshot, leftOut }
    : { snapshot: { ...snapshot, rulesets: [...kept.values()] }, leftOut }
}
