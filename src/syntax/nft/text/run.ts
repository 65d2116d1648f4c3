import type { Diagnostic } from '#model/diagnostic.ts'
import type { NftDraft } from './nft-draft.ts'
import type { Token } from './scan-tokens.ts'
import type { IncludedFiles } from './text-context.ts'

/** What the commands of a text and of the files it includes share. */
export interface Run {
  readonly draft: NftDraft
  readonly variables: Map<string, readonly Token[]>
  readonly files: IncludedFiles
  readonly diagnostics: Diagnostic[]
  /** How many files include each other. */
  readonly depth: number
}
