import type { Say } from '#i18n/catalogue.ts'
import { type Message, message } from '#model/diagnostic.ts'
import type { ReachDiff, ReachEnd, ReachRow } from '#model/reach-diff.ts'
import { packetText } from './packet-text.ts'
import { type Block, gap, indented, type Page, styled } from './page.ts'
import { phraseText } from './phrase-text.ts'

// What is not shown is counted.
const mostRows = 20

/** The page of `diff --reach`: the verdict, and a few lines for each pair of rules that treat packets differently. */
export function reachDiffPage(say: Say, found: ReachDiff): Page {
  const { verdict, rows } = found
  const style = verdict === 'same' ? 'accept' : 'warning'
  const more = rows.length - mostRows
  return [
    indented(0, [styled(style, say(reachDiffVerdict(found)))], 2),
    ...rows.slice(0, mostRows).flatMap((row) => rowBlocks(say, row)),
    ...(more > 0 ? [gap, indented(0, [say(message('reach-diff/more', { count: more }))])] : []),
  ]
}

/** The first line of the answer. */
export function reachDiffVerdict({ verdict, rows, unread, chains }: ReachDiff): Message {
  const count = rows.length
  switch (verdict) {
    case 'same':
      return message('reach-diff/same', { count: chains })
    case 'different':
      return message('reach-diff/different', { count: rows.filter(({ surely }) => surely).length })
    case 'perhaps':
      return unread ? message('reach-diff/unread', { count }) : message('reach-diff/perhaps', { count })
    case 'undecided':
      return message('reach-diff/undecided', { count })
  }
}

function rowBlocks(say: Say, { chain, before, after, is, surely, example }: ReachRow): readonly Block[] {
  const open = surely ? [] : [styled('warning', ` ${say(message('rule-reach/open'))}`)]
  return [
    gap,
    indented(0, [styled('strong', phraseText(say, is)), styled('muted', `  (${chain})`), ...open], 2),
    indented(2, [say(message('reach-diff/before', { end: endText(before) }))], 2),
    indented(2, [say(message('reach-diff/after', { end: endText(after) }))], 2),
    ...(example === undefined ? [] : exampleBlocks(say, example)),
  ]
}

function endText(end: ReachEnd | undefined): string {
  return end === undefined ? '?' : `${end.does} (${end.id})`
}

function exampleBlocks(say: Say, { packet, confirmed }: NonNullable<ReachRow['example']>): readonly Block[] {
  const text = say(message('rule-reach/example', { packet: packetText(say, packet) }))
  const id = confirmed ? 'reach-diff/confirmed' : 'reach-diff/not-confirmed'
  return [indented(2, [styled('muted', `${text}. ${say(message(id))}`)], 2)]
}
