import { say } from '#i18n/catalogue.ts'
import type { ChainExplanation, Explanation, Reach, RuleExplanation } from '#model/explanation.ts'
import type { Ownership } from '#model/owner.ts'
import type { Block, Line, Page } from './page.ts'
import { gap, indented, line, ruleText, styled, table } from './page.ts'
import { phraseText } from './phrase-text.ts'

/** How much a page says: one line an item, the normal page, everything. */
export type Density = 'concise' | 'normal' | 'full'

/** The page of an explanation: the conclusion first, the next command last. */
export function explainPage(explanation: Explanation, density: Density): Page {
  const { rulesets, asked } = explanation
  const blocks: Block[] = explanation.conclusion.map((phrase) => indented(0, [phraseText(phrase)], 2))
  const rules = rulesets.flatMap(({ chains }) => chains.flatMap((chain) => chain.rules))
  if (asked === 'rule') blocks.push(...rules.flatMap((rule, index) => rulePage(rule, density, index > 0)))
  else if (asked === 'policy') blocks.push(...rulesets.flatMap(({ chains }) => chains.flatMap(policyBlocks)))
  else {
    const chains = rulesets.flatMap((ruleset) => ruleset.chains)
    const quiet = density === 'normal' && asked !== 'chain' ? chains.filter((chain) => chain.rules.length === 0) : []
    for (const chain of chains)
      if (!quiet.includes(chain)) blocks.push(...chainBlocks(chain, density, asked === 'chain'))
    if (quiet.length > 0) blocks.push(gap, quietLine(quiet))
  }
  const first = rules[0]
  if (density !== 'concise' && first !== undefined) blocks.push(gap, nextLine(asked, first))
  return blocks
}

function policyBlocks(chain: ChainExplanation): readonly Block[] {
  return [gap, ...purposeBlocks(chain.ownership), ...reachedBlocks(chain.reachedFrom)]
}

function quietLine(chains: readonly ChainExplanation[]): Block {
  const names = chains.map(({ id, policy }) => (policy === undefined ? id : `${id} (${policy})`)).join(', ')
  return indented(0, [styled('muted', say({ id: 'explain/quiet-chains', args: { count: chains.length, names } }))], 2)
}

function nextLine(asked: Explanation['asked'], rule: RuleExplanation): Block {
  const command =
    asked === 'rule' ? `seawall explain --chain ${rule.table}/${rule.chain}` : `seawall explain --rule '${rule.id}'`
  return line(styled('muted', 'Next: '), command)
}

function chainBlocks(chain: ChainExplanation, density: Density, alone: boolean): readonly Block[] {
  if (density === 'concise') return chain.rules.map((rule) => conciseRule(rule))
  const policy =
    chain.policy === undefined ? [] : ['  policy ', styled(chain.policy === 'DROP' ? 'drop' : 'accept', chain.policy)]
  const blocks: Block[] = [
    gap,
    line(styled('strong', chain.id), ...policy, styled('muted', `  ${describe(chain.ownership)}`)),
  ]
  if (alone || density === 'full') blocks.push(...reachedBlocks(chain.reachedFrom))
  if (chain.rules.length === 0)
    blocks.push(indented(2, [styled('muted', say({ id: 'explain/empty-chain', args: {} }))]))
  for (const rule of chain.rules) {
    if (density === 'full') blocks.push(gap, ...rulePage(rule, density, true))
    else blocks.push(ruleLine(rule))
  }
  return blocks
}

function conciseRule(rule: RuleExplanation): Block {
  return indented(
    0,
    [`${rule.id} `, styled('strong', ownerName(rule.ownership)), ` ${partName(rule.ownership)}: ${rule.text}`],
    2,
  )
}

function ruleLine(rule: RuleExplanation): Block {
  const number = `#${rule.position}`.padEnd(5)
  const owner = ownerName(rule.ownership).padEnd(8)
  const text = rule.text.slice(rule.chain.length + 4)
  const marks = rule.notes.some(({ id }) => id === 'note/port-rewritten') ? [styled('warning', ' !')] : []
  return indented(
    2,
    [
      number,
      styled('strong', owner),
      ruleText(rule.effectStyle, text),
      ...marks,
      styled('muted', `  ${partName(rule.ownership)}`),
    ],
    13,
  )
}

/** Everything about one rule. */
function rulePage(rule: RuleExplanation, density: Density, titled: boolean): readonly Block[] {
  if (density === 'concise') return [conciseRule(rule)]
  const { ownership } = rule
  const title = [styled('strong', rule.id), '   ', `${ownerName(ownership)}: ${partName(ownership)}`]
  const blocks: Block[] = [
    ...(titled ? [indented(0, title, 2)] : []),
    indented(2, [ruleText(rule.effectStyle, rule.text)], 4),
    gap,
    indented(2, [sentence(rule)], 0),
  ]
  if (rule.clauses.length > 0) blocks.push(gap, clauseTable(rule))
  blocks.push(gap, ...purposeBlocks(ownership))
  blocks.push(...reachedBlocks(rule.reachedFrom))
  for (const note of rule.notes) blocks.push(indented(2, [styled('warning', '! '), phraseText(note)], 2))
  if (rule.counters !== undefined) {
    const { packets, bytes } = rule.counters
    blocks.push(indented(2, [say({ id: 'explain/hits', args: { packets: String(packets), bytes: String(bytes) } })]))
  }
  return blocks
}

function sentence(rule: RuleExplanation): string {
  const protocol = rule.clauses.find(({ phrase }) => phrase.id === 'phrase/protocol' && phrase.args.not === 0)
  const asked = rule.clauses.filter((clause) => clause !== protocol).map(({ phrase }) => phraseText(phrase))
  const args = { protocol: protocol === undefined ? '' : phraseText(protocol.phrase), asked: asked.join(', ') }
  const subject = say({ id: rule.clauses.length === 0 ? 'explain/every-packet' : 'explain/packets', args })
  return `${subject} ${phraseText(rule.effect)}.`
}

function clauseTable(rule: RuleExplanation): Block {
  const rows: Line[][] = rule.clauses.map(({ text, phrase }) => [[styled('strong', text)], [phraseText(phrase)]])
  if (rule.effectText !== '') rows.push([[styled(rule.effectStyle, rule.effectText)], [phraseText(rule.effect)]])
  return table(4, 'lL', rows)
}

function purposeBlocks(ownership: Ownership): readonly Block[] {
  const blocks: Block[] = []
  for (const kind of ['purpose', 'breaks'] as const) {
    const text = say({ id: `${kind}/${ownership.owner}/${ownership.part}`, args: ownership.args })
    if (text !== '')
      blocks.push(indented(2, [styled('strong', say({ id: `explain/${kind}`, args: {} })), ' ', text], 11))
  }
  return blocks
}

function reachedBlocks(reaches: readonly Reach[]): readonly Block[] {
  const label = styled('strong', say({ id: 'explain/reached', args: {} }))
  const shown = reaches.slice(0, 8).map((reach, index) => {
    const text = reach.kind === 'hook' ? say({ id: 'explain/hook', args: { hook: reach.hook } }) : reachText(reach)
    return indented(2, [index === 0 ? label : ' '.repeat(10), ' ', text], 11)
  })
  const more = reaches.length - shown.length
  return more > 0 ? [...shown, indented(13, [say({ id: 'explain/more', args: { count: more } })])] : shown
}

function reachText(reach: Extract<Reach, { kind: 'rule' }>): string {
  const when = reach.when.map((phrase) => phraseText(phrase)).join(', ')
  return when === '' ? reach.id : `${reach.id}  (${when})`
}

/** The owner as people say it: `you` for the user. */
export function ownerName({ owner }: Ownership): string {
  return owner === 'user' ? 'you' : owner
}

/** What part of the owner's work it is, in a few words. */
export function partName({ owner, part, args }: Ownership): string {
  return say({ id: `part/${owner}/${part}`, args })
}

function describe(ownership: Ownership): string {
  return `${ownerName(ownership)}: ${partName(ownership)}`
}
