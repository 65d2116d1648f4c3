import type { Message } from './diagnostic.ts'
import type { Trace, Verdict } from './trace.ts'

/**
 * How a conversation ends, in closed words: the verdict of its first packet, or what becomes of the answer.
 * ANSWER ASTRAY: the answer leaves by another interface than the client is at. NO ANSWER: none comes to the client, or one that it
 * refuses. REFUSED: nobody listens. LATER DROPPED: first packet and answer arrive, what comes after them does not. PROXY BLOCKED:
 * docker-proxy takes the packet, and its own connection to the container fails.
 */
export type ConversationVerdict =
  | Verdict
  | 'ANSWER DROPPED'
  | 'ANSWER REJECTED'
  | 'ANSWER ASTRAY'
  | 'NO ANSWER'
  | 'REFUSED'
  | 'LATER DROPPED'
  | 'PROXY BLOCKED'

/** A packet of a conversation, by its place in it. */
export type ConversationPart = 'first' | 'answer' | 'next' | 'next-answer'

/** A conversation that a program of the host carries on with another, for its client. */
export interface Relayed {
  /** The container that is served, by name. */
  readonly container: string
  /** The published port as Docker lists it: `0.0.0.0:8080->80/tcp`. */
  readonly port: string
  /** Why the packet came to the program and was not led on by DNAT. */
  readonly why: Message
  /** The program's own conversation with the container; undefined where the client's failed before. */
  readonly second: Conversation | undefined
}

/** What becomes of a packet, of the answer to it, and of what comes after. */
export interface Conversation {
  readonly verdict: ConversationVerdict
  /** The rule or policy that decided. */
  readonly by: string | undefined
  /** The packet that decided: the first one where the conversation works. */
  readonly part: ConversationPart
  readonly trace: Trace
  readonly first: Trace
  /** undefined: nobody answers, or the answer does not come by this host. */
  readonly answer: Trace | undefined
  /** What is wrong, where no rule decided. */
  readonly why: Message | undefined
  readonly relayed: Relayed | undefined
  /** What was not read, or cannot be seen from here, and was taken as it usually is. */
  readonly presumed: readonly Message[]
}
