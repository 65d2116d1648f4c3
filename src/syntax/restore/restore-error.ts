import type { MessageId } from '#model/messages.ts'
import type { Message } from '#model/diagnostic.ts'
import type { Span } from '#model/source.ts'

/**
 * Why iptables-restore stops. `exitCode`: 2 for what it cannot read, 1 for what it cannot do, 4 for what the kernel refuses it
 * (nft; legacy says 1), 139 where it crashes.
 */
export interface RestoreRefusal {
  readonly message: Message
  readonly span: Span
  readonly exitCode: 1 | 2 | 4 | 139
}

/** A refusal of a line, or of a part of it. */
export function refuse(
  id: MessageId,
  { start, end }: Span,
  exitCode: RestoreRefusal['exitCode'],
  args: Message['args'] = {},
): RestoreRefusal {
  return { message: { id, args: args }, span: { start, end }, exitCode }
}
