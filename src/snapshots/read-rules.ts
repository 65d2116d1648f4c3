import type { Diagnostic } from '#model/diagnostic.ts'
import type { Family, Variant } from '#model/family.ts'
import type { NftTable } from '#model/nft.ts'
import type { Ruleset } from '#model/ruleset.ts'
import type { Source } from '#model/source.ts'
import type { ToolOutput } from '#syntax/facts/tool-output.ts'
import { withElsewhere } from '#syntax/text/rules-elsewhere.ts'
import type { IncludedFiles } from '#syntax/nft/text/text-context.ts'
import { readText } from '#syntax/text/read-text.ts'

/** What is known of a text before it is read; what the text says itself goes first. */
export interface ReadOptions {
  readonly family?: Family | undefined
  readonly variant?: Variant | undefined
  /** Which of a script's alternatives is read (`start`, `stop`); without it the one that sets rules up. */
  readonly as?: string | undefined
  /** The files that `include` names in nft's language. */
  readonly files?: IncludedFiles | undefined
}

/** The rules of a text of any form, and what could not be read in it. */
export interface RulesReading {
  readonly rulesets: readonly Ruleset[]
  /** Tables in nft's language; undefined: the text holds none of it. */
  readonly native?: readonly NftTable[] | undefined
  readonly diagnostics: readonly Diagnostic[]
  readonly forms: readonly string[]
  /** What other programs said of the host. */
  readonly outputs: readonly ToolOutput[]
}

/** Reads the rules of a text in whatever form they are. */
export function readRules(source: Source, options: ReadOptions = {}): RulesReading {
  const { rulesets, native, diagnostics, forms, outputs } = readText(source, options)
  return { rulesets, native, diagnostics, forms, outputs }
}

/** Reads what iptables-save said of one family: a dump that says nothing says that there are no rules. */
export function readDump(source: Source, options: ReadOptions & { readonly family: Family }): RulesReading {
  if (/^[^#\s]/m.test(source.text)) return readRules(source, options)
  const { family, variant } = options
  return {
    rulesets: [withElsewhere({ family, variant, tables: [] }, source.text)],
    diagnostics: [],
    forms: ['save'],
    outputs: [],
  }
}
