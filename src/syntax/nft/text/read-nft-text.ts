import { append } from '#base/lists.ts'
import type { Diagnostic } from '#model/diagnostic.ts'
import type { NftTable } from '#model/nft.ts'
import type { Source, Span } from '#model/source.ts'
import { NftDraft } from './nft-draft.ts'
import { runCommands } from './run-commands.ts'
import { scanTokens, type Token } from './scan-tokens.ts'
import { type IncludedFiles, TextContext } from './text-context.ts'

/** What a text in nft's language comes to. */
export interface NftText {
  readonly tables: readonly NftTable[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Reads what `nft list ruleset` prints, and files for `nft -f`: tables, and commands that change them, in their order.
 * `spans`: the parts of a page that are such text. Rules come in the same form as those of `nft -j`.
 */
export function readNftText(
  source: Source,
  spans: readonly Span[] = [{ start: 0, end: source.text.length }],
  files: IncludedFiles = () => undefined,
): NftText {
  const diagnostics: Diagnostic[] = []
  const tokens: Token[] = []
  const remarked = new Set<number>()
  for (const { start, end } of spans) {
    const scanned = scanTokens(source.text, start, end)
    append(tokens, scanned.tokens)
    tokens.push({ kind: 'line', text: '\n', start: end, end })
    for (const place of scanned.remarked) remarked.add(place)
  }
  const draft = new NftDraft()
  const context = new TextContext(source, remarked, diagnostics, undefined)
  runCommands(tokens, { draft, variables: new Map(), files, diagnostics, depth: 0 }, context)
  return { tables: draft.tables, diagnostics }
}
