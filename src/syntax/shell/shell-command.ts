import type { Span } from '#model/source.ts'
import type { ShellField } from './shell-fields.ts'
import type { HereDocument } from './shell-tokens.ts'

/** A command with its words expanded as far as the script tells. */
export interface ShellCommand extends Span {
  readonly fields: readonly ShellField[]
  /** The text of the here-document at its input. */
  readonly document: HereDocument | undefined
  /** The lines that its words hold: `echo "…"`, `printf '%s\\n' …`, `<<< "…"`. */
  readonly quoted?: HereDocument | undefined
  /** The files it reads and writes: `<`, `>`, with the name as written. */
  readonly files: readonly { readonly operator: string; readonly name: string }[]
  /** The command whose output it reads. */
  readonly input: ShellCommand | undefined
}
