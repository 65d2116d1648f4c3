import { say } from '#i18n/catalogue.ts'
import type { Cause, ChainChange, ChangeGroup, Difference, RuleChange } from '#model/difference.ts'
import type { Density } from './explain-page.ts'
import { ownerName, partName } from './explain-page.ts'
import type { Block, Page, Style } from './page.ts'
import { gap, indented, line, ruleText, styled } from './page.ts'

const signs: Readonly<Record<RuleChange['kind'] | ChainChange['kind'], readonly [string, Style]>> = {
  added: ['+', 'accept'],
  removed: ['-', 'drop'],
  moved: ['~', 'nat'],
  made: ['+', 'accept'],
  policy: ['~', 'warning'],
}

/** The page of a comparison: how much changed and whose, then one block a cause. */
export function diffPage(difference: Difference, density: Density): Page {
  const blocks: Block[] = [conclusion(difference)]
  for (const group of difference.groups) blocks.push(...groupBlocks(group, density))
  const { onlyBefore, onlyAfter, ignored } = difference
  const tables = (names: Difference['onlyBefore']) =>
    [...new Set(names.map(({ family, table }) => `${family}/${table}`))].join(', ')
  if (onlyAfter.length > 0)
    blocks.push(
      gap,
      indented(0, [styled('muted', say({ id: 'diff/only-after', args: { tables: tables(onlyAfter) } }))]),
    )
  if (onlyBefore.length > 0)
    blocks.push(
      gap,
      indented(0, [styled('muted', say({ id: 'diff/only-before', args: { tables: tables(onlyBefore) } }))]),
    )
  if (ignored > 0) blocks.push(gap, line(styled('muted', say({ id: 'diff/ignored', args: { count: ignored } }))))
  return blocks
}

function conclusion(difference: Difference): Block {
  const count = (kind: RuleChange['kind']) =>
    difference.groups.flatMap(({ rules }) => rules).filter((rule) => rule.kind === kind).length
  const chains = difference.groups.flatMap((group) => group.chains)
  const args = {
    added: count('added'),
    removed: count('removed'),
    moved: count('moved'),
    made: chains.filter(({ kind }) => kind === 'made').length,
    gone: chains.filter(({ kind }) => kind === 'removed').length,
    policies: chains.filter(({ kind }) => kind === 'policy').length,
    unchanged: difference.unchanged,
  }
  const same = difference.groups.length === 0
  return indented(0, [styled('strong', say({ id: same ? 'diff/same' : 'diff/changed', args }))], 2)
}

function groupBlocks({ cause, chains, rules }: ChangeGroup, density: Density): readonly Block[] {
  const blocks: Block[] = [
    gap,
    indented(0, [styled('strong', causeText(cause)), styled('muted', `: ${countText(chains, rules)}`)], 2),
  ]
  for (const chain of chains) blocks.push(chainLine(chain))
  let place = ''
  for (const rule of rules) {
    const here = `${rule.family} ${rule.table} ${rule.chain}`
    if (density === 'concise') blocks.push(ruleLine(rule, `${rule.id} `, density))
    else {
      if (here !== place) blocks.push(indented(2, [styled('muted', here)]))
      blocks.push(ruleLine(rule, '', density))
    }
    place = here
  }
  return blocks
}

/** `container web published 10000 -> 6379/tcp`. */
export function causeText({ kind, owner, args }: Cause): string {
  return say({ id: `cause/${kind}`, args: { owner: ownerName({ owner, part: '', args: {} }), ...args } })
}

function countText(chains: readonly ChainChange[], rules: readonly RuleChange[]): string {
  const parts = [
    rules.length > 0 ? say({ id: 'diff/rules', args: { count: rules.length } }) : '',
    chains.length > 0 ? say({ id: 'diff/chains', args: { count: chains.length } }) : '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}

function chainLine(change: ChainChange): Block {
  const [sign, style] = signs[change.kind]
  const args = {
    chain: `${change.family}/${change.table}/${change.chain}`,
    before: change.before ?? '',
    after: change.after ?? '',
  }
  return indented(2, [styled(style, `${sign} `), say({ id: `diff/chain-${change.kind}`, args })], 2)
}

function ruleLine(change: RuleChange, prefix: string, density: Density): Block {
  const [sign, style] = signs[change.kind]
  const where = say({
    id: `diff/place-${change.kind}`,
    args: { before: change.positionBefore ?? 0, after: change.positionAfter ?? 0, standing: change.standing },
  })
  const part = density === 'full' ? `; ${partName(change.ownership)}` : ''
  return indented(
    4,
    [styled(style, `${sign} `), prefix, ruleText('plain', change.text), styled('muted', `  ${where}${part}`)],
    4,
  )
}
