import type { Say } from '#i18n/catalogue.ts'
import type { Difference, RuleChange } from '#model/difference.ts'
import type { Phrase } from '#model/explanation.ts'
import type { ReachChange } from '#model/reach-change.ts'
import type { UnreachedRule } from '#model/unreached-rule.ts'
import { diffPage } from './diff-page.ts'
import { type Density, ownerName } from './explain-page.ts'
import type { Block, Page } from './page.ts'
import { gap, indented, ruleText, styled } from './page.ts'
import { phraseText } from './phrase-text.ts'
import { reachLines } from './reach-lines.ts'

/** What the page shows of a preview. `stops`: the script is refused. */
export interface PreviewShown {
  readonly difference: Difference
  readonly reach: readonly ReachChange[]
  readonly notAsked: number
  readonly lostDrops: readonly RuleChange[]
  readonly unreached: readonly UnreachedRule[]
  readonly tested: boolean | undefined
  readonly stops: boolean
}

/** The page of what a script would change: what nobody wants of a reload first, then the difference. */
export function previewPage(say: Say, shown: PreviewShown, density: Density): Page {
  const { difference, stops } = shown
  const changes = difference.groups.length > 0
  const refused = stops ? refusalPhrases(changes, shown.tested) : []
  const head = refused.map((phrase) => indented(0, [styled('drop', phraseText(say, phrase))], 2))
  if (stops && !changes) return head
  const named = new Set(shown.reach.flatMap(({ asked }) => (asked.kind === 'port' ? [String(asked.port)] : [])))
  const findings = [...policiesOpened(difference), portsLost(difference, named), rulesTwice(difference)]
  const warnings = [
    ...reachLines(say, shown.reach),
    ...(shown.notAsked > 0 ? [say({ id: 'reach/not-asked', args: { count: shown.notAsked } })] : []),
    ...findings.flatMap((phrase) => (phrase === undefined ? [] : [phraseText(say, phrase)])),
  ]
  const blocks: Block[] = [
    ...head,
    ...warnings.map((text) => indented(0, [styled('warning', `! ${text}`)], 2)),
    ...dropsLost(say, shown.lostDrops),
    ...unreachedBlocks(say, shown.unreached),
    ...existing(say, shown.reach),
  ]
  return [...blocks, ...(warnings.length > 3 ? [gap] : []), ...diffPage(say, difference, density)]
}

function refusalPhrases(changes: boolean, tested: boolean | undefined): readonly Phrase[] {
  const first: Phrase = { id: changes ? 'preview/stops-later' : 'preview/stops', args: {} }
  const state = tested === undefined ? '' : tested ? 'yes' : 'no'
  return changes ? [first, { id: 'preview/tested-first', args: { tested: state } }] : [first]
}

function policiesOpened({ groups }: Difference): readonly Phrase[] {
  return groups
    .flatMap(({ chains }) => chains)
    .filter(({ kind, before, after }) => kind === 'policy' && before === 'DROP' && after !== 'DROP')
    .map(({ family, table, chain }) => ({
      id: 'preview/policy-opened',
      args: { chain: `${family}/${table}/${chain}` },
    }))
}

const most = 8

function dropsLost(say: Say, lost: readonly RuleChange[]): readonly Block[] {
  if (lost.length === 0) return []
  const head = say({ id: 'preview/drops-lost', args: { count: lost.length } })
  const more =
    lost.length > most ? [indented(4, [say({ id: 'preview/more', args: { count: lost.length - most } })])] : []
  return [
    indented(0, [styled('warning', `! ${head}`)], 2),
    ...lost
      .slice(0, most)
      .map((rule) => indented(4, [ruleText('plain', rule.text), styled('muted', `  ${ownerName(rule.ownership)}`)], 4)),
    ...more,
  ]
}

/** Added rules that do nothing, the rule that is the reason, and the commands that put them where packets come. */
function unreachedBlocks(say: Say, unreached: readonly UnreachedRule[]): readonly Block[] {
  if (unreached.length === 0) return []
  const shown = unreached.slice(0, most)
  const more = unreached.length - shown.length
  const fixes = shown.flatMap(({ fix }) => (fix === undefined ? [] : [fix]))
  const title = say({ id: 'preview/unreached-fix', args: { count: fixes.length } })
  return [
    indented(0, [styled('warning', `! ${say({ id: 'preview/unreached', args: { count: unreached.length } })}`)], 2),
    ...shown.flatMap(({ id, text, reason }) => [
      indented(4, [ruleText('plain', text), styled('muted', `  ${id}`)], 4),
      indented(6, [styled('muted', phraseText(say, reason))], 6),
    ]),
    ...(more > 0 ? [indented(4, [say({ id: 'preview/more', args: { count: more } })])] : []),
    ...(fixes.length > 0 ? [indented(2, [title], 2)] : []),
    ...fixes.map((fix) => indented(4, [styled('accept', '+ '), ruleText('plain', fix)], 8)),
  ]
}

/** What a change of nat or of the first rule for ESTABLISHED packets does not change. */
function existing(say: Say, reach: readonly ReachChange[]): readonly Block[] {
  if (!reach.some(({ kind }) => kind === 'elsewhere' || kind === 'closes')) return []
  return [indented(2, [styled('muted', say({ id: 'preview/existing', args: {} }))])]
}

/** Published ports that lose rules and get none, of which no trace says more. */
function portsLost({ groups }: Difference, named: ReadonlySet<string>): Phrase | undefined {
  const lost = groups.filter(
    ({ cause, rules }) =>
      cause.kind === 'port' &&
      !named.has(String(cause.args.hostPort)) &&
      rules.length > 0 &&
      rules.every(({ kind }) => kind === 'removed'),
  )
  if (lost.length === 0) return undefined
  const parts: Phrase[] = lost.slice(0, most).map(({ cause }) => ({ id: 'cause/port', args: cause.args }))
  if (lost.length > most) parts.push({ id: 'preview/more', args: { count: lost.length - most } })
  return { id: 'preview/ports-lost', args: { count: lost.length }, parts }
}

function rulesTwice({ groups }: Difference): Phrase | undefined {
  const count = groups.flatMap(({ rules }) => rules).filter(({ sameAs }) => sameAs !== undefined).length
  return count === 0 ? undefined : { id: 'preview/twice', args: { count } }
}
