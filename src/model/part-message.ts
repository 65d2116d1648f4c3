import type { Message } from './diagnostic.ts'
import type { PartMessageId } from './messages.ts'
import type { Ownership } from './owner.ts'

/** What there is to say of an ownership: its name, what it is for, or what breaks without it. */
export function partMessage(kind: 'part' | 'purpose' | 'breaks', { owner, part, args }: Ownership): Message {
  return { id: `${kind}/${owner}/${part}` as PartMessageId, args }
}
