import type { OptionUse } from '#model/ruleset.ts'
import type { Value } from '#model/value.ts'

/** The use of the option of that name, if it was given. */
export function findUse(uses: readonly OptionUse[], name: string): OptionUse | undefined {
  return uses.find((use) => use.name === name)
}

/** All uses but those of the options named. */
export function withoutUses(uses: readonly OptionUse[], names: readonly string[]): readonly OptionUse[] {
  return uses.filter(({ name }) => !names.includes(name))
}

/** An option that nobody wrote but iptables-save prints; it lies where the options beside it lie. */
export function impliedUse(uses: readonly OptionUse[], name: string, value: Value): OptionUse {
  return { name, negated: false, value, start: uses[0]?.start ?? 0, end: uses.at(-1)?.end ?? 0 }
}
