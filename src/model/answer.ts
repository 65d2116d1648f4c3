import type { Message } from './diagnostic.ts'
import type { FactsByName } from './fact.ts'
import type { FactsOf, MessageId } from './messages.ts'

/** Why a question has no answer. Not thrown: it is about what was asked, or about what the input does not contain. */
export interface Refusal {
  readonly kind: 'refusal'
  readonly message: Message
}

/** What a question of the library returns. */
export type Answer<T> = { readonly kind: 'answer'; readonly value: T } | Refusal

/** A refusal with a message of the catalogue. */
export function refusal<K extends MessageId>(
  id: K,
  ...[facts]: Record<never, never> extends FactsOf<K> ? [facts?: FactsOf<K>] : [facts: FactsOf<K>]
): Refusal {
  return { kind: 'refusal', message: { id, args: (facts ?? {}) as FactsByName } }
}

/** Tells a refusal from what was asked for. */
export function isRefusal(found: object): found is Refusal {
  return 'kind' in found && found.kind === 'refusal'
}

/** The answer in its tagged form. */
export function answered<T extends object>(found: T | Refusal): Answer<T> {
  return isRefusal(found) ? found : { kind: 'answer', value: found }
}
