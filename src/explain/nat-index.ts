import { conditionOf, meaning } from '#extensions/meaning.ts'
import type { Condition } from '#model/condition.ts'
import { ruleId } from '#model/rule-id.ts'
import type { Ruleset } from '#model/ruleset.ts'

/** A rewrite of the destination port that happens before routing, for one host port. */
export interface PortRewrite {
  readonly id: string
  readonly protocol: number | undefined
  readonly from: number
  readonly to: number
  /** The packet stays on this host, as after REDIRECT. */
  readonly local: boolean
}

/** Every DNAT and REDIRECT of the nat table that gives one destination port another number. */
export function portRewrites(ruleset: Ruleset, family: string): readonly PortRewrite[] {
  const table = ruleset.tables.find(({ name }) => name === 'nat')
  if (table === undefined) return []
  const chains = new Set(table.chains.map(({ name }) => name))
  return table.chains.flatMap((chain) =>
    chain.rules.flatMap((rule, index) => {
      if (rule.target?.name !== 'DNAT' && rule.target?.name !== 'REDIRECT') return []
      const meant = meaning(rule, ruleset.family, (name) => chains.has(name))
      if (meant.effect.kind !== 'nat' || meant.effect.range?.ports === undefined) return []
      const from = onlyNumber(conditionOf(meant), 'dport')
      const to = meant.effect.range.ports.from
      if (from === undefined || from === to) return []
      return [
        {
          id: ruleId(family, 'nat', chain.name, index + 1),
          protocol: rule.protocol?.value,
          from,
          to,
          local: meant.effect.change === 'redirect',
        },
      ]
    }),
  )
}

/** The one number a condition asks of a field, if it asks exactly one. */
export function onlyNumber(condition: Condition, field: 'dport'): number | undefined {
  const parts = condition.kind === 'all' ? condition.of : [condition]
  for (const part of parts) {
    if (part.kind !== 'in' || part.field !== field || part.set.length !== 1) continue
    const [only] = part.set
    if (only !== undefined && only.from === only.to) return Number(only.from)
  }
  return undefined
}
