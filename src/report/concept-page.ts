import type { Say } from '#i18n/catalogue.ts'
import type { Block, Page } from './page.ts'
import { gap, line, styled, verbatim } from './page.ts'

/** What `explain --concepts` can tell of, in the order in which it is best read. */
export const conceptTopics = [
  'tables',
  'chains',
  'hooks',
  'order',
  'conntrack',
  'states',
  'addrtype',
  'masquerade',
  'dnat',
] as const

/** One of `conceptTopics`. */
export type ConceptTopic = (typeof conceptTopics)[number]

/** One topic as a page, or all of them. */
export function conceptPage(say: Say, topics: readonly ConceptTopic[]): Page {
  return topics.flatMap((topic, index) => [
    ...(index > 0 ? [gap] : []),
    line(styled('strong', topic)),
    gap,
    ...body(say, topic),
  ])
}

/** The text of a topic: paragraphs are wrapped, drawings (lines that stand in) are not. */
function body(say: Say, topic: ConceptTopic): readonly Block[] {
  const paragraphs = say({ id: `concept/${topic}`, args: {} }).split('\n\n')
  return paragraphs.flatMap((paragraph, index) => [...(index > 0 ? [gap] : []), ...paragraphBlocks(paragraph)])
}

function paragraphBlocks(paragraph: string): readonly Block[] {
  const lines = paragraph.split('\n')
  if (lines[0]?.startsWith('  '))
    return [
      verbatim(
        0,
        lines.map((text) => [text]),
      ),
    ]
  return [line(lines.join(' '))]
}
