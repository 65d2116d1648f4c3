import { append } from '#base/lists.ts'
import type { Say } from '#i18n/catalogue.ts'
import type { Conversation, ConversationPart } from '#model/conversation.ts'
import { type Message, message } from '#model/diagnostic.ts'
import type { MessageId } from '#model/messages.ts'
import type { ConversationView, PacketPage } from '#model/conversation-view.ts'
import type { Density } from './explain-page.ts'
import type { Block, Page } from './page.ts'
import { gap, indented, line, styled } from './page.ts'
import { endText } from './packet-text.ts'
import { conciseText, conclusion, endSentence, packetBlocks, whoText } from './trace-page.ts'

/** The page of a conversation: one verdict for all of it, the way of its first packet, and of the packet that decided. */
export function conversationPage(say: Say, view: ConversationView, density: Density, whole: boolean): Page {
  const { conversation, first } = view
  const { relayed, presumed } = conversation
  if (density === 'concise')
    return [line(`${conciseText(say, first.view, first.near, conversation)}${conciseWhy(say, view)}`)]
  const blocks: Block[] = [headline(say, view)]
  if (relayed !== undefined) {
    const args = { container: relayed.container, port: relayed.port, why: say(relayed.why) }
    blocks.push(indented(2, [say({ id: 'conversation/proxy', args })], 2))
  }
  for (const one of presumed) blocks.push(indented(2, [styled('muted', say(one))], 2))
  append(blocks, packetBlocks(say, first.view, first.near, density))
  for (const { id, page } of laterPages(view, whole)) {
    blocks.push(gap, line(styled('strong', say({ id, args: {} }))))
    append(blocks, withVerdict(say, page, density))
  }
  return blocks
}

function conciseWhy(say: Say, { conversation: { why, relayed } }: ConversationView): string {
  const served = relayed === undefined ? '' : ` proxy=${relayed.container}`
  return `${served}${why === undefined ? '' : `  ${whyText(say, why)}`}`
}

function withVerdict(say: Say, page: PacketPage, density: Density): readonly Block[] {
  return [gap, conclusion(say, page.view), ...packetBlocks(say, page.view, page.near, density)]
}

interface LaterPage {
  readonly id: `conversation/part-${ConversationPart}` | 'conversation/second-first'
  readonly page: PacketPage
}

/** The packets to show below the first one: those that decided, or all that were followed. */
function laterPages({ conversation, answer, decided, second }: ConversationView, whole: boolean): readonly LaterPage[] {
  const pages: LaterPage[] = []
  const own = second === undefined || second.conversation.verdict === 'ACCEPT'
  if (whole && answer !== undefined) pages.push({ id: 'conversation/part-answer', page: answer })
  if (own && decided !== undefined && !(whole && conversation.part === 'answer' && answer !== undefined))
    pages.push({ id: `conversation/part-${conversation.part}`, page: decided })
  if (second === undefined || (own && !whole)) return pages
  pages.push({ id: 'conversation/second-first', page: second.first })
  return [...pages, ...laterPages(second, whole)]
}

function headline(say: Say, view: ConversationView): Block {
  const { conversation, first } = view
  const { verdict, by, part, relayed } = conversation
  const decider = view.decided ?? first
  const who = by === undefined ? '' : whoText(decider.view, by)
  if (verdict === 'ACCEPT') return conclusion(say, first.view, acceptedMore(say, conversation))
  if (part === 'first' && verdict !== 'REFUSED' && relayed?.second === undefined) return conclusion(say, first.view)
  const blocked = blockedArgs(view)
  const text = say({
    id: sentenceId(conversation),
    args: { end: endSentence(say, first.view), ...whatWent(say, view), ...blocked },
  })
  const decided = who === '' ? '' : ` ${say({ id: 'conversation/by', args: { by: who } })}`
  const style = verdict === 'UNKNOWN' ? 'unknown' : 'drop'
  return indented(0, [styled(style, verdict), styled('muted', decided), `   ${text}`], 9)
}

function acceptedMore(say: Say, { answer, relayed }: Conversation): string {
  const id = relayed?.second !== undefined ? 'conversation/relayed' : 'conversation/answered'
  return answer === undefined ? '' : `; ${say({ id, args: { container: relayed?.container ?? '' } })}`
}

function sentenceId({ verdict, part, relayed }: Conversation) {
  if (relayed?.second !== undefined && relayed.second.verdict !== 'ACCEPT') return 'conversation/end-proxy'
  switch (verdict) {
    case 'UNKNOWN':
      return 'conversation/end-unknown'
    case 'ANSWER DROPPED':
      return 'conversation/end-dropped'
    case 'ANSWER REJECTED':
      return 'conversation/end-rejected'
    case 'REFUSED':
      return 'conversation/end-refused'
    case 'LATER DROPPED':
      return part === 'next' ? 'conversation/end-next' : 'conversation/end-next-answer'
    case 'NO ANSWER':
    case 'ANSWER ASTRAY':
    case 'PROXY BLOCKED':
    case 'ACCEPT':
    case 'DROP':
    case 'REJECT':
    case 'NO ROUTE':
      return 'conversation/end-lost'
  }
}

function whatWent(say: Say, { conversation, first, decided }: ConversationView): Record<string, string> {
  const { packet, ways } = first.view.trace
  const why = conversation.why === undefined ? '' : whyText(say, conversation.why)
  const answers = ways[0]?.final
  const doubts = decided === undefined ? '' : endSentence(say, decided.view)
  return {
    why,
    doubts,
    client: endText(conversation.answer?.packet.dst ?? packet.src, conversation.answer?.packet.dport ?? packet.sport),
    server: answers === undefined ? '' : endText(answers.dst, answers.dport),
  }
}

function blockedArgs({ conversation: { relayed }, second }: ConversationView): Record<string, string> {
  if (relayed === undefined || second === undefined) return {}
  const { final } = second.first.view.trace
  const { verdict, part } = second.conversation
  return { container: relayed.container, target: endText(final.dst, final.dport), fate: verdict, part }
}

/** Why a conversation fails, in words. */
export function whyText(say: Say, { id, args }: Message): string {
  return id === 'conversation/dead'
    ? say(message(id, { why: say({ id: `trace/dead-${String(args.why)}` as MessageId, args: {} }) }))
    : say({ id, args })
}
