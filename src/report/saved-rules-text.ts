import type { Say } from '#i18n/catalogue.ts'
import type { LeftOut, SavedRules, SavedTable } from '#model/saved-rules.ts'
import { ownerName } from './explain-page.ts'

/** The file: comments on how to load it, the tables, and what was left out and why. */
export function savedRulesText(say: Say, saved: SavedRules): string {
  const { tables, left } = saved
  const leftWords =
    left.length === 0 ? [] : [say({ id: 'save/left', args: {} }), ...left.map((one) => leftText(say, one))]
  return [
    ...comments([...headOf(say, saved), ...leftWords]),
    ...tables.flatMap(({ name, lines }) => ['', `*${name}`, ...lines, 'COMMIT']),
    '',
  ].join('\n')
}

function comments(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => text.split('\n')).map((line) => `# ${line}`.trimEnd())
}

function headOf(say: Say, { family, variant, all, tables, sets }: SavedRules): readonly string[] {
  const tool = family === 'ipv4' ? 'iptables-restore' : 'ip6tables-restore'
  const setting = family === 'ipv4' ? 'IPTABLES_RESTORE_NOFLUSH' : 'IP6TABLES_RESTORE_NOFLUSH'
  const facts = { family, variant: variant ?? '', tool, setting }
  const shared = all ? [] : tables.filter(({ others }) => Object.keys(others).length > 0)
  return [
    say({ id: all ? 'save/head-all' : 'save/head', args: facts }),
    ...(shared.length === 0
      ? []
      : [say({ id: 'save/flushes', args: { tool, tables: shared.map((one) => tableText(say, one)).join(', ') } })]),
    ...(tables.length === 0 ? [say({ id: 'save/nothing', args: {} })] : []),
    ...(sets.length === 0 ? [] : [say({ id: 'save/sets', args: { sets: sets.join(', ') } })]),
  ]
}

function tableText(say: Say, { name, others }: SavedTable): string {
  const theirs = Object.entries(others)
    .map(([owner, count]) =>
      say({ id: 'save/others', args: { owner: ownerName({ owner: owner as never, part: '', args: {} }), count } }),
    )
    .join(', ')
  return `${name} (${theirs})`
}

function leftText(say: Say, one: LeftOut): string {
  const { table, chain, count, why, commands } = one
  const owner = 'owner' in why ? ownerName({ owner: why.owner, part: '', args: {} }) : ''
  const to = why.kind === 'needs-chain' ? why.chain : ''
  const head = say({ id: `save/left-${why.kind}`, args: { table, chain, count, owner, to } })
  return [head, ...commands.map((command) => `  ${command}`)].join('\n')
}
