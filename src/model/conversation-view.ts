import type { Conversation } from './conversation.ts'
import type { NearMiss } from './trace.ts'
import type { TraceView } from './trace-view.ts'

/** A packet's trace with what its page shows. */
export interface PacketPage {
  readonly view: TraceView
  readonly near: readonly NearMiss[]
}

/** A conversation with what its pages show. */
export interface ConversationView {
  readonly conversation: Conversation
  readonly first: PacketPage
  readonly answer: PacketPage | undefined
  /** The packet that decided, where that is not the first one. */
  readonly decided: PacketPage | undefined
  /** The program's own conversation, where one serves the client. */
  readonly second: ConversationView | undefined
}
