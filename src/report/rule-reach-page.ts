import type { Say } from '#i18n/catalogue.ts'
import { type Message, message } from '#model/diagnostic.ts'
import type { MetPackets, RuleReach } from '#model/rule-reach.ts'
import { packetText } from './packet-text.ts'
import { type Block, gap, indented, type Page, ruleText, styled, verbatim } from './page.ts'
import { phraseText } from './phrase-text.ts'

/** The page of `reach --rule`: the verdict, the rules that take the packets before, the packets, one of them. */
export function ruleReachPage(say: Say, found: RuleReach): Page {
  const { verdict, text, covers, packets, more, example } = found
  const style = verdict === 'met' ? 'accept' : verdict === 'never' ? 'drop' : 'warning'
  return [
    indented(0, [styled(style, say(reachVerdict(found)))], 2),
    ...(text === undefined ? [] : [verbatim(2, [[ruleText('plain', text)]])]),
    ...(covers.length === 0 ? [] : [gap, indented(0, [say(message('rule-reach/covers', { count: covers.length }))])]),
    ...covers.map(({ id, text: rule }) =>
      indented(2, [styled('strong', id), ruleText('plain', rule ? `  ${rule}` : '')], 2),
    ),
    ...(packets.length === 0 ? [] : [gap, indented(0, [say(message('rule-reach/packets'))])]),
    ...packets.map((one) => packetsLine(say, one)),
    ...(more ? [indented(2, [styled('muted', say(message('rule-reach/more')))])] : []),
    ...(example === undefined ? [] : exampleBlocks(say, example)),
  ]
}

/** The first line of the answer. */
export function reachVerdict({ verdict, id, why, unread, covers }: RuleReach): Message {
  if (verdict === 'met') return message('rule-reach/met', { id })
  if (verdict === 'undecided') return message('rule-reach/undecided', { id })
  if (verdict === 'perhaps') return message(unread ? 'rule-reach/perhaps-unread' : 'rule-reach/perhaps', { id })
  if (why === 'no-jump') return message('rule-reach/no-jump', { id })
  return why === 'covered'
    ? message('rule-reach/covered', { id, count: covers.length })
    : message('rule-reach/asks-nothing', { id })
}

function packetsLine(say: Say, { is, surely, chain }: MetPackets): Block {
  const open = surely ? [] : [styled('warning', ` ${say(message('rule-reach/open'))}`)]
  return indented(2, [phraseText(say, is), styled('muted', `  (${chain})`), ...open], 2)
}

function exampleBlocks(say: Say, { packet, confirmed }: NonNullable<RuleReach['example']>): readonly Block[] {
  const id = confirmed ? 'rule-reach/confirmed' : 'rule-reach/not-confirmed'
  return [
    gap,
    indented(0, [say(message('rule-reach/example', { packet: packetText(say, packet) }))], 2),
    indented(2, [styled(confirmed ? 'muted' : 'warning', say(message(id)))], 2),
  ]
}
