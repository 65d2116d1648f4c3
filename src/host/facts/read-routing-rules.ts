import type { RoutingRule } from '#model/facts.ts'
import type { Family } from '#model/family.ts'

/** Reads what `ip rule` printed; other lines are passed over. */
export function readRoutingRules(text: string, family: Family): readonly RoutingRule[] {
  return text.split('\n').flatMap((line) => {
    const [, priority, rule] = /^(\d{1,10}):\s+(\S.*)$/.exec(line.trimEnd()) ?? []
    return priority === undefined || rule === undefined ? [] : [{ family, priority: Number(priority), text: rule }]
  })
}
