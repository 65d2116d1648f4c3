import type { Message } from './diagnostic.ts'

/** Why a question has no answer. Not thrown: it is about what was asked, or about what the input does not hold. */
export interface Refusal {
  readonly kind: 'refusal'
  readonly message: Message
}

/** What a question of the library returns. */
export type Answer<T> = { readonly kind: 'answer'; readonly value: T } | Refusal

/** The answer in its tagged form: what is no message is the value. */
export function answered<T extends object>(found: T | Message): Answer<T> {
  return isMessage(found) ? { kind: 'refusal', message: found } : { kind: 'answer', value: found }
}

function isMessage(found: object): found is Message {
  return 'id' in found && 'args' in found
}
