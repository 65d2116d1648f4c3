import { append, largest } from '#base/lists.ts'
import type { Say } from '#i18n/catalogue.ts'
import { message } from '#model/diagnostic.ts'
import { partMessage } from '#model/part-message.ts'
import { displayWidth } from '#base/width.ts'
import type { ChainExplanation, Explanation, Phrase, Reach, RuleExplanation } from '#model/explanation.ts'
import type { Ownership } from '#model/owner.ts'
import type { Block, Line, Page } from './page.ts'
import { commandText, gap, indented, ruleText, styled, table, wholeText } from './page.ts'
import { phraseText } from './phrase-text.ts'
import { setBlocks } from './set-blocks.ts'

/** How much a page says: one line an item, the normal page, everything. */
export type Density = 'concise' | 'normal' | 'full'

/** The page of an explanation: the conclusion first, the next command last; `hasNext`: its source can be named on a command line. */
export function explainPage(say: Say, explanation: Explanation, density: Density, hasNext = true): Page {
  const { rulesets, asked } = explanation
  const blocks: Block[] = explanation.conclusion.map((phrase) => indented(0, [phraseText(say, phrase)], 2))
  const rules = rulesets.flatMap(({ chains }) => chains.flatMap((chain) => chain.rules))
  if (asked === 'rule')
    append(
      blocks,
      rules.flatMap((rule, index) => rulePage(say, rule, density, index > 0)),
    )
  else if (asked === 'policy')
    append(
      blocks,
      rulesets.flatMap(({ chains }) => chains.flatMap((one) => policyBlocks(say, one))),
    )
  else {
    const chains = rulesets.flatMap((ruleset) => ruleset.chains)
    const quiet = density === 'normal' && asked !== 'chain' ? chains.filter((chain) => chain.rules.length === 0) : []
    for (const chain of chains)
      if (!quiet.includes(chain)) append(blocks, chainBlocks(say, chain, density, asked === 'chain'))
    if (quiet.length > 0) blocks.push(gap, quietLine(say, quiet))
    for (const set of density === 'concise' ? [] : rulesets.flatMap(({ sets }) => sets)) {
      const purpose = density === 'full' ? purposeBlocks(say, set.ownership) : []
      append(blocks, setBlocks(say, set, describe(say, set.ownership), purpose))
    }
  }
  if (asked !== 'rule' && density === 'normal' && rules.some(isPartlyShown)) blocks.push(gap, hiddenLine(say, rules))
  if (density !== 'concise' && hasNext) append(blocks, nextBlocks(say, explanation, rules))
  return blocks
}

function policyBlocks(say: Say, chain: ChainExplanation): readonly Block[] {
  const purpose =
    chain.ownership.owner === 'system'
      ? [labelled(say, 'purpose', say({ id: 'explain/policy-of-kernel', args: {} }))]
      : purposeBlocks(say, chain.ownership)
  return [gap, ...purpose, ...reachedBlocks(say, chain.reachedFrom)]
}

function quietLine(say: Say, chains: readonly ChainExplanation[]): Block {
  const names = chains.map(({ id, policy }) => (policy === undefined ? id : `${id} (${policy})`)).join(', ')
  return indented(0, [styled('muted', say({ id: 'explain/quiet-chains', args: { count: chains.length, names } }))], 2)
}

/** What is missing in the text, once for all rules that carry the mark. */
function hiddenLine(say: Say, rules: readonly RuleExplanation[]): Block {
  const untold = rules.flatMap((rule) => [...rule.hidden.filter((what) => what !== 'counters'), ...rule.untold])
  const what = [...new Set(untold)].join('\n')
  return indented(0, [styled('unknown', '? '), say({ id: 'explain/hidden', args: { what } })], 2)
}

function nextBlocks(say: Say, { asked, source }: Explanation, rules: readonly RuleExplanation[]): readonly Block[] {
  const rule = rules.find(isWarned) ?? rules[0]
  if (rule === undefined) return []
  const wish = asked === 'rule' ? `--chain ${rule.table}/${rule.chain}` : `--rule '${rule.id}'`
  return [gap, nextLine(say, `seawall explain ${sourceWord(source)}${wish}`)]
}

/** The command that a reader may want next. */
export function nextLine(say: Say, command: string): Block {
  return indented(0, [styled('muted', `${say(message('explain/next'))}: `), commandText(command)], 6)
}

/** The source as a word of a command line, with a blank behind it; nothing for what cannot be named again. */
export function sourceWord(source: string): string {
  if (source === 'live' || source === 'rule') return ''
  return /^[\w./@:+,-]+$/.test(source) ? `${source} ` : `'${source.replaceAll("'", "'\\''")}' `
}

function chainBlocks(say: Say, chain: ChainExplanation, density: Density, alone: boolean): readonly Block[] {
  if (density === 'concise') return chain.rules.map((rule) => conciseRule(say, rule))
  const policy =
    chain.policy === undefined ? [] : ['  policy ', styled(chain.policy === 'DROP' ? 'drop' : 'accept', chain.policy)]
  const blocks: Block[] = [
    gap,
    indented(0, [styled('strong', chain.id), ...policy, styled('muted', `  ${describe(say, chain.ownership)}`)]),
  ]
  if (alone || density === 'full') {
    // Of a built-in chain the ownership tells whose the policy is, and that has an id of its own.
    if (chain.policy === undefined) append(blocks, purposeBlocks(say, chain.ownership))
    append(blocks, reachedBlocks(say, chain.reachedFrom))
    if (density !== 'full' || chain.rules.length === 0) blocks.push(gap)
  }
  if (chain.rules.length === 0)
    blocks.push(
      indented(2, [styled('muted', say({ id: 'explain/empty-chain', args: { policy: chain.policy ?? '' } }))]),
    )
  const ownerWidth = largest(chain.rules.map(({ ownership }) => ownerName(ownership).length))
  for (const rule of chain.rules) {
    if (density === 'full') blocks.push({ kind: 'later', blocks: () => [gap, ...rulePage(say, rule, density, true)] })
    else blocks.push(ruleLine(say, rule, ownerWidth))
  }
  return blocks
}

function conciseRule(say: Say, rule: RuleExplanation): Block {
  const { id, ownership, effectStyle, text } = rule
  return indented(
    0,
    [`${id} `, styled('strong', ownerName(ownership)), ` ${partName(say, ownership)}: `, ruleText(effectStyle, text)],
    2,
  )
}

function ruleLine(say: Say, rule: RuleExplanation, ownerWidth: number): Block {
  const number = `#${rule.position}`.padEnd(5)
  const owner = ownerName(rule.ownership).padEnd(ownerWidth)
  const text = rule.text.startsWith(`-A ${rule.chain}`) ? rule.text.slice(rule.chain.length + 4) : rule.text
  const marks = [
    ...(isWarned(rule) ? [styled('warning', ' !')] : []),
    ...(isPartlyShown(rule) ? [styled('unknown', ' ?')] : []),
  ]
  return indented(
    2,
    [
      number,
      styled('strong', owner),
      '  ',
      ruleText(rule.effectStyle, text),
      ...marks,
      wholeText('muted', `  ${partName(say, rule.ownership)}`),
    ],
    7 + ownerWidth,
  )
}

/** Notes that a reader must not miss; the others only tell more. */
const warnings: ReadonlySet<string> = new Set([
  'note/unreached',
  'note/covered',
  'note/covered-equal',
  'note/caller-covered',
  'note/port-rewritten',
  'note/port-forwarded',
  'note/port-of-container',
  'note/no-ctdir',
])

function isPartlyShown({ hidden, untold }: RuleExplanation): boolean {
  return hidden.some((what) => what !== 'counters') || untold.length > 0
}

/** Whether something about a rule must not be missed. */
export function isWarned({ notes, ownership }: RuleExplanation): boolean {
  return notes.some(({ id }) => warnings.has(id) || (id === 'note/contradicts' && ownership.owner !== 'docker'))
}

/** Everything about one rule. */
export function rulePage(say: Say, rule: RuleExplanation, density: Density, titled: boolean): readonly Block[] {
  if (density === 'concise') return [conciseRule(say, rule)]
  const { ownership } = rule
  const title = [styled('strong', rule.id), '   ', describe(say, ownership)]
  const blocks: Block[] = [
    ...(titled ? [indented(0, title, 2)] : []),
    indented(2, [ruleText(rule.effectStyle, rule.text)], 4),
    gap,
    indented(2, [sentence(say, rule)], 0),
  ]
  for (const note of rule.notes.filter(({ id }) => warnings.has(id)))
    blocks.push(indented(2, [styled('warning', '! '), phraseText(say, note)], 2))
  if (shownClauses(rule).length > 0) blocks.push(gap, clauseTable(say, rule))
  append(blocks, [gap, ...purposeBlocks(say, ownership)])
  append(blocks, reachedBlocks(say, rule.reachedFrom))
  const notes = rule.notes.filter(({ id }) => !warnings.has(id))
  append(
    blocks,
    notes.map((note, index) => labelled(say, index === 0 ? 'note' : '', phraseText(say, note))),
  )
  if (rule.counters !== undefined) blocks.push(hitsBlock(say, rule.counters))
  return blocks
}

function hitsBlock(say: Say, { packets, bytes }: NonNullable<RuleExplanation['counters']>): Block {
  return labelled(say, 'hits', say({ id: 'explain/counted', args: { packets: String(packets), bytes: String(bytes) } }))
}

/** What a form never shows is a note, not a thing the rule asks. */
function shownClauses({ clauses, hidden }: RuleExplanation) {
  return clauses.filter(({ phrase }) => !isUntold(phrase) || !hidden.includes(String(phrase.args.key)))
}

/** Something that the text does not tell: a column it lacks, the value of a variable. */
function isUntold({ id }: Phrase): boolean {
  return id === 'phrase/unknown-hidden'
}

function sentence(say: Say, rule: RuleExplanation): string {
  const clauses = shownClauses(rule)
  const protocol = clauses.find(({ phrase }) => phrase.id === 'phrase/protocol' && phrase.args.not === 0)
  const asked = clauses.filter((clause) => clause !== protocol).map(({ phrase }) => phrase)
  const args = { protocol: protocol === undefined ? '' : phraseText(say, protocol.phrase), asked: listed(say, asked) }
  const subject = say({ id: clauses.length === 0 ? 'explain/every-packet' : 'explain/packets', args })
  return `${subject} ${phraseText(say, rule.effect)}.`
}

/** Conditions in a row: what a packet must be, what it must not be, what is not decided; lists among them are kept apart by commas. */
function listed(say: Say, given: readonly Phrase[]): string {
  const rank = ({ id, args }: Phrase) => (id.startsWith('phrase/unknown-') ? 2 : args.not === 1 ? 1 : 0)
  const phrases = given.toSorted((a, b) => rank(a) - rank(b))
  const texts = phrases.map((phrase) => phraseText(say, phrase))
  const [last] = texts.slice(-1)
  if (last === undefined || texts.length === 1) return last ?? ''
  const id = phrases.some((phrase) => phrase.id === 'phrase/any') ? 'explain/list-of-lists' : 'explain/list'
  return say({ id, args: { first: texts.slice(0, -1).join(', '), last } })
}

function clauseTable(say: Say, rule: RuleExplanation): Block {
  const rows: Line[][] = shownClauses(rule).map(({ text, phrase }) => [
    [styled('strong', text)],
    [phraseText(say, phrase)],
  ])
  if (rule.effectText !== '') rows.push([[styled(rule.effectStyle, rule.effectText)], [phraseText(say, rule.effect)]])
  return table(4, 'LL', rows)
}

const labelWidth = 12

/** A line of facts under its label; further lines stand under the text. */
function labelled(say: Say, label: 'purpose' | 'breaks' | 'reached' | 'note' | 'hits' | '', text: string): Block {
  const word = label === '' ? '' : say({ id: `explain/${label}`, args: {} })
  return indented(
    2,
    [styled('strong', word), ' '.repeat(Math.max(1, labelWidth - displayWidth(word))), text],
    labelWidth,
  )
}

function purposeBlocks(say: Say, ownership: Ownership): readonly Block[] {
  return (['purpose', 'breaks'] as const).flatMap((kind) => {
    const text = say(partMessage(kind, ownership))
    return text === '' ? [] : [labelled(say, kind, text)]
  })
}

function reachedBlocks(say: Say, reaches: readonly Reach[]): readonly Block[] {
  const shown = reaches.slice(0, 8).map((reach, index) => {
    const text = reach.kind === 'hook' ? say({ id: 'explain/hook', args: { hook: reach.hook } }) : reachText(say, reach)
    return labelled(say, index === 0 ? 'reached' : '', text)
  })
  const more = reaches.length - shown.length
  return more > 0 ? [...shown, labelled(say, '', say({ id: 'explain/more', args: { count: more } }))] : shown
}

/** What a listing may lack of every rule: not worth a word about each jump. */
const columns: ReadonlySet<string> = new Set(['in', 'out', '-s', '-d', 'options'])

function reachText(say: Say, reach: Extract<Reach, { kind: 'rule' }>): string {
  const when = listed(
    say,
    reach.when.filter((phrase) => !isUntold(phrase) || !columns.has(String(phrase.args.key))),
  )
  return when === '' ? reach.id : `${reach.id}  (${when})`
}

/** The owner as people say it: `you` for the user. */
export function ownerName({ owner }: Ownership): string {
  return owner === 'user' ? 'you' : owner
}

/** What part of the owner's work it is, in a few words. */
export function partName(say: Say, ownership: Ownership): string {
  return say(partMessage('part', ownership))
}

/** Owner and part, the owner only where the part does not name it. */
export function describe(say: Say, ownership: Ownership): string {
  const part = partName(say, ownership)
  const { owner } = ownership
  return owner === 'user' || part.toLowerCase().includes(owner) ? part : `${owner}: ${part}`
}
