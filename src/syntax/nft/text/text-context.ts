import type { Diagnostic, Message } from '#model/diagnostic.ts'
import type { Source, Span } from '#model/source.ts'

/** The files that an `include` names; undefined: they were not read. */
export type IncludedFiles = (pattern: string) => readonly Source[] | undefined

/** What the reading of one text shares: where it comes from, and what could not be read. */
export class TextContext {
  readonly name: string
  readonly #text: string
  readonly #remarked: ReadonlySet<number>
  readonly #diagnostics: Diagnostic[]
  /** Where the line stands that includes this text; undefined: nothing does. */
  readonly #within: Span | undefined

  constructor(
    { name, text }: Source,
    remarked: ReadonlySet<number>,
    diagnostics: Diagnostic[],
    within: Span | undefined,
  ) {
    this.name = name
    this.#text = text
    this.#remarked = remarked
    this.#diagnostics = diagnostics
    this.#within = within
  }

  note(why: Message, span: Span, severity: Diagnostic['severity'] = 'error'): void {
    const { start, end } = this.spanOf(span)
    this.#diagnostics.push({ severity, ...why, span: { start, end } })
  }

  /** The place in the text that was given: of a file, the line that includes it. */
  spanOf(span: Span): Span {
    return this.#within ?? span
  }

  slice(start: number, end: number): string {
    return this.#text.slice(start, end).replace(/\s+/g, ' ').trim()
  }

  lineFrom(start: number): string {
    const newline = this.#text.indexOf('\n', start)
    return this.slice(start, newline < 0 ? this.#text.length : newline)
  }

  /** Whether a remark follows on the line. */
  isRemarked(end: number): boolean {
    return this.#remarked.has(end)
  }
}
