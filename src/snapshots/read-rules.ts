import type { Diagnostic } from '#model/diagnostic.ts'
import type { Family, Variant } from '#model/family.ts'
import { defaultDialect } from '#model/family.ts'
import type { Ruleset } from '#model/ruleset.ts'
import type { Source } from '#model/source.ts'
import { buildRuleset } from '#syntax/build-ruleset.ts'
import { readSave } from '#syntax/read-save.ts'

/** What is known of a text before it is read. */
export interface ReadOptions {
  readonly family?: Family | undefined
  readonly variant?: Variant | undefined
}

/** The rules of a text of any form, and what could not be read in it. */
export interface RulesReading {
  readonly rulesets: readonly Ruleset[]
  readonly diagnostics: readonly Diagnostic[]
  readonly forms: readonly string[]
}

/** Reads the rules of a text. */
export function readRules(source: Source, options: ReadOptions = {}): RulesReading {
  const diagnostics: Diagnostic[] = []
  const family = options.family ?? 'ipv4'
  const context = { origin: source, family, dialect: defaultDialect, diagnostics }
  const ruleset = buildRuleset(readSave(context, 0, source.text.length), { family, variant: options.variant })
  return { rulesets: ruleset.tables.length === 0 ? [] : [ruleset], diagnostics, forms: ['save'] }
}
