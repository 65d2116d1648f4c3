import type { Say } from '#i18n/catalogue.ts'
import type { Cure } from '#model/cure.ts'
import type { Block } from './page.ts'
import { gap, indented, line, ruleText, styled } from './page.ts'

/** What would let a blocked conversation through, or that nothing was found. */
export function cureBlocks(say: Say, cures: readonly Cure[] | undefined): readonly Block[] {
  if (cures === undefined) return []
  if (cures.length === 0) return [gap, line(styled('muted', say({ id: 'trace/no-cure', args: {} })))]
  return [
    gap,
    ...cures.flatMap(({ kind, commands }) => [
      line(titleOf(say, kind, commands.length)),
      ...commands.map((command) => indented(2, [styled('accept', '+ '), ruleText('plain', command)], 6)),
    ]),
  ]
}

function titleOf(say: Say, kind: Cure['kind'], count: number): string {
  return kind === 'rule' ? say({ id: 'trace/cure-rule', args: { count } }) : say({ id: `trace/cure-${kind}`, args: {} })
}
