import type { Say } from '#i18n/catalogue.ts'
import type { SetExplanation } from '#model/explanation.ts'
import type { Block } from './page.ts'
import { gap, indented, styled } from './page.ts'

const mostElements = 8

/** A set or map of nftables: whose it is (`about`), what it is for (`purpose`), and its first elements. */
export function setBlocks(
  say: Say,
  { id, text, elements }: SetExplanation,
  about: string,
  purpose: readonly Block[],
): readonly Block[] {
  const head = indented(0, [styled('strong', id), `  ${text}`, styled('muted', `  ${about}`)], 2)
  const left = (elements?.length ?? 0) - mostElements
  const more = left > 0 ? [indented(2, [say({ id: 'explain/more-elements', args: { count: left } })], 2)] : []
  const lines = (elements ?? []).slice(0, mostElements).map((one) => indented(2, [one], 4))
  return [gap, head, ...purpose, ...lines, ...more]
}
