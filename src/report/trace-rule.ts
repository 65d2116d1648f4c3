import type { Say } from '#i18n/catalogue.ts'
import type { ClauseAnswer, NearMiss, Step } from '#model/trace.ts'
import type { TraceView } from '#model/trace-view.ts'
import type { Density } from './explain-page.ts'
import { ownerName, partName } from './explain-page.ts'
import type { Block, Piece, Style } from './page.ts'
import { indented, ruleText, styled } from './page.ts'
import { addressText } from './packet-text.ts'

/** Columns for the id of a rule; longer ones push what follows. */
export const idWidth = 24

/** The id as a trace shows it: all its rules are of one family, and `filter/FORWARD#1` names them wherever a rule is asked for. */
export function shortId(id: string): string {
  return id.replace(/^ipv[46]\//, '')
}

const glyphs: Readonly<Record<string, readonly [string, Style]>> = {
  verdict: ['+', 'accept'],
  jump: ['>', 'route'],
  return: ['<', 'route'],
  nat: ['~', 'nat'],
  continue: ['.', 'muted'],
  mark: ['.', 'muted'],
  rewrite: ['.', 'muted'],
  untrack: ['.', 'muted'],
  queue: ['?', 'unknown'],
  unknown: ['?', 'unknown'],
}

/** A rule that was asked: what it is, and of a near miss (or in full) the answer to each of its clauses. */
export function ruleBlocks(
  say: Say,
  view: TraceView,
  step: Extract<Step, { kind: 'rule' }>,
  near: NearMiss | undefined,
  density: Density,
): readonly Block[] {
  const { effect, matched, id } = step
  const drops = effect.kind === 'verdict' && effect.verdict === 'DROP'
  const [glyph, style] =
    matched === 'no'
      ? (['-', near === undefined ? 'muted' : 'warning'] as const)
      : drops
        ? (['x', 'drop'] as const)
        : (glyphs[effect.kind] ?? ['.', 'muted'])
  const known = view.rules.get(id)
  const owner = known === undefined ? '' : `  ${ownerName(known.ownership)}: ${partName(say, known.ownership)}`
  const head: (Piece | string)[] = [
    styled(near ? 'warning' : style, `${near ? '!' : matched === 'perhaps' ? '?' : glyph} `),
    styled('strong', shortId(id).padEnd(idWidth)),
    near === undefined ? ' ' : styled('warning', `  ${say({ id: 'trace/near-mark', args: {} })}`),
    ruleText(matched === 'no' ? 'muted' : 'plain', ` ${known?.text ?? ''}`),
    styled('muted', near === undefined && density === 'full' ? owner : ''),
  ]
  const blocks: Block[] = [indented(2, head, idWidth + 4)]
  if (near === undefined && density !== 'full') return blocks
  for (const clause of step.clauses.filter(isShown)) {
    const text = step.rule.origin.text.slice(clause.start, clause.end)
    const has =
      clause.has === undefined ? (near?.has ?? '') : typeof clause.has === 'string' ? clause.has : String(clause.has)
    const shown = hasText(clause.condition, clause.has) ?? has
    const answer = clause.answer === 'no' ? noText(say, near, text, shown) : clause.answer
    blocks.push(indented(8, [text.padEnd(24), styled(clause.answer === 'no' ? 'warning' : 'muted', ` ${answer}`)]))
  }
  return blocks
}

// Words that ask for several things are shown once: with the first answer that is no, or as the last of them.
function isShown(clause: ClauseAnswer, index: number, all: readonly ClauseAnswer[]): boolean {
  const same = (one: ClauseAnswer | undefined) => one?.start === clause.start && one.end === clause.end
  const own = all.filter(same)
  const failing = own.find(({ answer }) => answer !== 'yes')
  return failing === undefined ? !same(all[index + 1]) : clause === failing
}

// Of a rule that one rewriting undid, what it asked for was there before.
function noText(say: Say, near: NearMiss | undefined, wanted: string, has: string): string {
  if (near?.was === undefined || near.since === undefined || near.wanted !== wanted)
    return say({ id: 'trace/clause-no', args: { has } })
  return say({ id: 'trace/clause-was', args: { has, was: near.was, since: shortId(near.since) } })
}

function hasText(
  condition: { readonly kind: string; readonly field?: string },
  has: number | bigint | string | undefined,
): string | undefined {
  if (has === undefined || typeof has === 'string') return has
  const addresses = ['src', 'dst', 'ctorigsrc', 'ctorigdst', 'ctreplsrc', 'ctrepldst']
  return condition.field !== undefined && addresses.includes(condition.field) ? addressText(has) : String(has)
}
