import { append } from '#base/lists.ts'
import type { Say } from '#i18n/catalogue.ts'
import type {
  Cause,
  ChainChange,
  ChangeGroup,
  Difference,
  ObjectChange,
  RuleChange,
  SysctlChange,
} from '#model/difference.ts'
import type { Density } from './explain-page.ts'
import { nextLine, ownerName, partName, sourceWord } from './explain-page.ts'
import type { Block, Line, Page, Style } from './page.ts'
import { gap, indented, line, ruleText, styled, wholeText } from './page.ts'

type ChangeKind = RuleChange['kind'] | ChainChange['kind'] | ObjectChange['kind']

const signs: Readonly<Record<ChangeKind, readonly [string, Style]>> = {
  added: ['+', 'accept'],
  removed: ['-', 'drop'],
  moved: ['~', 'nat'],
  made: ['+', 'accept'],
  policy: ['~', 'warning'],
  changed: ['~', 'warning'],
}

/** The page of a comparison: how much changed, the policies, then one block a cause. */
export function diffPage(say: Say, difference: Difference, density: Density): Page {
  const blocks: Block[] = [conclusion(say, difference)]
  for (const { chains } of difference.groups)
    append(
      blocks,
      chains.filter(isPolicy).map((one) => policyLine(say, one)),
    )
  append(
    blocks,
    difference.sysctls.map((one) => sysctlLine(say, one)),
  )
  for (const group of difference.groups) append(blocks, groupBlocks(say, group, density))
  const { onlyBefore, onlyAfter, same, ignored } = difference
  const tables = (names: Difference['onlyBefore']) =>
    [...new Set(names.map(({ family, table }) => `${family}/${table}`))].join(', ')
  if (difference.groups.length > 0 && same.length > 0)
    blocks.push(gap, indented(0, [styled('muted', say({ id: 'diff/tables-same', args: { tables: tables(same) } }))]))
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

/** The command that tells of the first rule that came; nothing where none came or the second side has no name. */
export function diffNext(say: Say, { groups, after }: Difference): Page {
  const rule = groups.flatMap(({ rules }) => rules).find(({ kind }) => kind === 'added')
  if (rule === undefined) return []
  return [gap, nextLine(say, `seawall explain ${sourceWord(after)}--rule '${rule.id}'`)]
}

function conclusion(say: Say, difference: Difference): Block {
  const count = (kind: RuleChange['kind']) =>
    difference.groups.flatMap(({ rules }) => rules).filter((rule) => rule.kind === kind).length
  const chains = difference.groups.flatMap((group) => group.chains)
  const args = {
    added: count('added'),
    again: difference.groups.flatMap(({ rules }) => rules).filter(({ sameAs }) => sameAs !== undefined).length,
    removed: count('removed'),
    moved: count('moved'),
    made: chains.filter(({ kind }) => kind === 'made').length,
    gone: chains.filter(({ kind }) => kind === 'removed').length,
    policies: chains.filter(({ kind }) => kind === 'policy').length,
    objects: difference.groups.flatMap(({ objects }) => objects).length,
    unchanged: difference.unchanged,
    sysctls: difference.sysctls.length,
  }
  const same = difference.groups.length === 0
  return indented(0, [styled('strong', say({ id: same ? 'diff/same' : 'diff/changed', args }))], 2)
}

function isPolicy({ kind }: ChainChange): boolean {
  return kind === 'policy'
}

function sysctlLine(say: Say, { name, before, after }: SysctlChange): Block {
  const words = say({ id: 'diff/sysctl', args: { name, before, after } })
  return indented(2, [styled('warning', '~ '), words], 2)
}

/** A policy decides about everything that no rule names: it stands before all causes. */
function policyLine(say: Say, change: ChainChange): Block {
  const { owner } = change.ownership
  const whose = owner === 'system' ? [] : [styled('muted', `  ${ownerName(change.ownership)}`)]
  return indented(2, [...chainWords(say, change), ...whose], 2)
}

function groupBlocks(
  say: Say,
  { cause, chains: all, objects, rules }: ChangeGroup,
  density: Density,
): readonly Block[] {
  const chains = all.filter((change) => !isPolicy(change))
  if (chains.length + objects.length + rules.length === 0) return []
  const blocks: Block[] = [
    gap,
    indented(
      0,
      [styled('strong', causeText(say, cause)), styled('muted', `: ${countText(say, { chains, objects, rules })}`)],
      2,
    ),
  ]
  for (const one of objects) append(blocks, objectBlocks(say, one))
  for (const chain of chains) blocks.push(indented(2, chainWords(say, chain), 2))
  let place = ''
  for (const rule of rules) {
    const here = `${rule.family} ${rule.table} ${rule.chain}`
    if (density === 'concise') blocks.push(ruleLine(say, rule, `${rule.id} `, density))
    else {
      if (here !== place) blocks.push(indented(2, [styled('muted', here)]))
      blocks.push(ruleLine(say, rule, '', density))
    }
    place = here
  }
  return blocks
}

/** `container web published 10000 -> 6379/tcp`. */
export function causeText(say: Say, { kind, owner, args }: Cause): string {
  return say({ id: `cause/${kind}`, args: { owner: ownerName({ owner, part: '', args: {} }), ...args } })
}

function countText(say: Say, { chains, objects, rules }: Omit<ChangeGroup, 'cause'>): string {
  const parts = [
    rules.length > 0 ? say({ id: 'diff/rules', args: { count: rules.length } }) : '',
    chains.length > 0 ? say({ id: 'diff/chains', args: { count: chains.length } }) : '',
    objects.length > 0 ? say({ id: 'diff/objects', args: { count: objects.length } }) : '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}

const mostElements = 20

/** A table, set or map: what it is declared as, and the elements that came and went. */
function objectBlocks(say: Say, { kind, what, id, before, after, added, removed }: ObjectChange): readonly Block[] {
  const [sign, style] = signs[kind]
  const said = say({ id: `diff/object-${kind}`, args: { what, name: id, before: before ?? '', after: after ?? '' } })
  const elements = (texts: readonly string[], of: 'added' | 'removed') => {
    const shown = texts.slice(0, mostElements).map((text) => elementLine(of, text))
    const more = texts.length - shown.length
    return more > 0
      ? [...shown, indented(4, [styled('muted', say({ id: `diff/more-${of}`, args: { count: more } }))], 2)]
      : shown
  }
  return [
    indented(2, [styled(style, `${sign} `), said], 2),
    ...elements(removed, 'removed'),
    ...elements(added, 'added'),
  ]
}

function elementLine(of: 'added' | 'removed', text: string): Block {
  const [sign, style] = signs[of]
  return indented(4, [styled(style, `${sign} `), ruleText('plain', text)], 4)
}

function chainWords(say: Say, change: ChainChange): Line {
  const [sign, style] = signs[change.kind]
  const args = {
    chain: `${change.family}/${change.table}/${change.chain}`,
    before: change.before ?? '',
    after: change.after ?? '',
  }
  return [styled(style, `${sign} `), say({ id: `diff/chain-${change.kind}`, args })]
}

function ruleLine(say: Say, change: RuleChange, prefix: string, density: Density): Block {
  const [sign, style] = signs[change.kind]
  const part = density === 'full' ? `; ${partName(say, change.ownership)}` : ''
  const where = placeText(say, change, density)
  return indented(
    4,
    [
      styled(style, `${sign} `),
      prefix,
      ruleText('plain', change.text),
      ...(where === '' ? [] : [wholeText('muted', `  ${where}${part}`)]),
    ],
    4,
  )
}

/** Where a rule stands; on a concise line its id has said the place already. */
function placeText(
  say: Say,
  { kind, positionBefore, positionAfter, standing, sameAs }: RuleChange,
  density: Density,
): string {
  const id = density === 'concise' && kind !== 'moved' ? 'diff/place-besides' : (`diff/place-${kind}` as const)
  const args = { before: positionBefore ?? 0, after: positionAfter ?? 0, standing, same: sameAs ?? '' }
  return say({ id, args })
}
