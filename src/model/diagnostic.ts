import type { FactsByName } from './fact.ts'
import type { FactsOf, MessageId } from './messages.ts'
import type { Span } from './source.ts'

/** What a message says, in no language: an id of the catalogue and its facts. */
export interface Message {
  readonly id: MessageId
  readonly args: FactsByName
}

/** How much it matters. `error`: the line could not be accepted. */
export type Severity = 'error' | 'warning' | 'note'

/** A finding about a text we were given: data, returned, many at once. */
export interface Diagnostic extends Message {
  readonly severity: Severity
  readonly span: Span
  /** Other places that share the blame, each with its own short message. */
  readonly labels?: readonly { readonly span: Span; readonly message: Message }[]
  readonly help?: Message
}

/** A message of the catalogue. */
export function message<K extends MessageId>(
  id: K,
  ...[facts]: Record<never, never> extends FactsOf<K> ? [facts?: FactsOf<K>] : [facts: FactsOf<K>]
): Message {
  return { id, args: (facts ?? {}) as FactsByName }
}
