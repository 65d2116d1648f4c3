import type { Conversation } from '#model/conversation.ts'
import type { ConversationView, PacketPage } from '#model/conversation-view.ts'
import type { Owners } from '#model/owner.ts'
import type { Packet } from '#model/packet.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Trace } from '#model/trace.ts'
import { beginsConversation, converse } from '#netfilter/conversation.ts'
import type { Program } from '#netfilter/program.ts'
import { judge } from '#netfilter/trace.ts'
import { relayOf } from './docker-proxy.ts'
import { answerNearMisses } from './near-miss-answer.ts'
import { viewTrace } from './trace-answer.ts'

/** The whole conversation that a packet begins, step by step; undefined where it begins none. */
export function answerConversation(first: Trace, program: Program, { docker }: Snapshot): Conversation | undefined {
  if (!beginsConversation(first.packet)) return undefined
  return converse(first, { program, detail: 'steps', relayFor: (one) => relayOf(one, docker) })
}

/** What becomes of a packet and of the conversation that it begins, without steps: for many packets. */
export function judgeConversation(
  wanted: Packet,
  program: Program,
  { docker }: Snapshot,
): { readonly first: Trace; readonly conversation: Conversation | undefined } {
  const first = judge(wanted, program, 'rules')
  if (!beginsConversation(wanted)) return { first, conversation: undefined }
  const relayFor = (one: Trace) => relayOf(one, docker)
  return { first, conversation: converse(first, { program, detail: 'rules', relayFor }) }
}

/** A packet with what its page shows. */
export function viewPacket(one: Trace, program: Program, snapshot: Snapshot, owners: Owners): PacketPage {
  return { view: viewTrace(one, snapshot, owners), near: answerNearMisses(one, program, snapshot) }
}

/** A conversation with what its pages show of each packet. */
export function viewConversation(
  conversation: Conversation,
  program: Program,
  snapshot: Snapshot,
  owners: Owners,
): ConversationView {
  const view = (one: Trace) => viewPacket(one, program, snapshot, owners)
  const { first, answer, trace, relayed } = conversation
  return {
    conversation,
    first: view(first),
    answer: answer === undefined ? undefined : view(answer),
    decided: trace === first ? undefined : view(trace),
    second: relayed?.second === undefined ? undefined : viewConversation(relayed.second, program, snapshot, owners),
  }
}
