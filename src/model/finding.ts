import type { Message, Severity } from './diagnostic.ts'
import type { Source, Span } from './source.ts'

/** A place in one of the texts that a finding is about, and what is true of that place. */
export interface FindingPlace {
  readonly source: Source
  readonly span: Span
  readonly message?: Message
}

/**
 * What was found in one text or in several seen together. The first place is the one to mend; the others share the blame. A
 * `Diagnostic` is the finding of a reader, which knows one text only.
 */
export interface Finding extends Message {
  readonly severity: Severity
  readonly places: readonly [FindingPlace, ...FindingPlace[]]
  readonly help?: Message
}
