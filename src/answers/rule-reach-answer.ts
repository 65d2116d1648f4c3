import { isRefusal, type Refusal, refusal } from '#model/answer.ts'
import type { Family } from '#model/family.ts'
import type { Lowered, LoweredChain, LoweredRule } from '#model/lowered.ts'
import { readRuleId, type RuleId } from '#model/rule-id.ts'
import type { MetPackets, RuleReach } from '#model/rule-reach.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { reachIndex } from '#explain/reach-index.ts'
import { lowerSnapshot } from '#lowered/lower.ts'
import type { Program } from '#netfilter/program.ts'
import type { SetFields } from '#netfilter/set-fields.ts'
import { chainList } from '#netfilter/set-list.ts'
import { setFields } from '#netfilter/set-names.ts'
import { type ChainReach, reachOf } from '#netfilter/set-reach.ts'
import { traceWitness, witnessOf } from '#netfilter/set-witness.ts'
import { boxPhrase } from './box-phrase.ts'
import { ruleTexts } from './rule-texts.ts'
import { prepare } from './trace-answer.ts'

// Rulesets as people write them need a few hundred.
const mostSteps = 2_000_000

/** Which packets ever meet the rule with the id, by every base chain that leads to it. */
export function answerRuleReach(snapshot: Snapshot, id: string): RuleReach | Refusal {
  const lowered = lowerSnapshot(snapshot)
  const rule = findRule(lowered, id)
  if (isRefusal(rule)) return rule
  const program = prepare(snapshot)
  const budget = { steps: mostSteps }
  const found = rule.chain.table.families.flatMap((family): readonly Asked[] => {
    const bases = basesOf(rule.chain)
    const fields = bases.length === 0 ? undefined : setFields(family, lowered)
    return bases.flatMap((base) => {
      if (fields === undefined) return []
      const list = chainList(base, fields, program)
      return [{ family, fields, reach: reachOf(rule.id, list, fields, budget) }]
    })
  })
  return assemble(snapshot, lowered, rule, found, program)
}

interface Asked {
  readonly family: Family
  readonly fields: SetFields
  readonly reach: ChainReach
}

function findRule({ tables }: Lowered, text: string): LoweredRule | Refusal {
  const id = readRuleId(text)
  const rules = tables.flatMap((table) => [...table.chains.values()].filter((chain) => fits(id, chain)))
  const found = rules.flatMap(({ rules: all }) =>
    typeof id?.position === 'number' ? (all[id.position - 1] ?? []) : [],
  )
  return found[0] ?? refusal('explain/no-such-rule', { id: text })
}

function fits(id: RuleId | undefined, { name, table }: LoweredChain): boolean {
  if (id === undefined || id.chain !== name) return false
  return (id.family === undefined || id.family === table.prefix) && (id.table === undefined || id.table === table.name)
}

// The base chains from which jumps lead to the chain.
function basesOf(chain: LoweredChain): readonly LoweredChain[] {
  const leads = (from: LoweredChain, seen: Set<LoweredChain>): boolean => {
    if (from === chain) return true
    if (seen.has(from)) return false
    seen.add(from)
    return from.rules.some(({ parts }) => parts.some(({ target }) => target !== undefined && leads(target, seen)))
  }
  return [...chain.table.chains.values()].filter((one) => one.base !== undefined && leads(one, new Set()))
}

function assemble(
  snapshot: Snapshot,
  lowered: Lowered,
  rule: LoweredRule,
  found: readonly Asked[],
  program: Program,
): RuleReach {
  const unread = isUnread(rule, lowered)
  const isCut = found.some(({ reach }) => reach.list.cut)
  const isSpent = isCut || found.some(({ reach }) => reach.end === 'spent')
  const packets = found.flatMap((one) => packetsOf(one))
  const example = exampleOf(rule.id, found, program)
  const texts = ruleTexts(snapshot)
  const covers = uniqueBy(found.flatMap(({ reach }) => reach.covers)).map(({ id, label }) => ({
    id,
    does: label === '' ? 'RETURN' : (label.split(' ')[0] ?? ''),
    text: texts.get(id)?.text,
  }))
  const none = { source: snapshot.name, id: rule.id, text: texts.get(rule.id)?.text, covers, packets, unread }
  const more = found.some(({ reach }) => reach.end === 'cut')
  if (packets.length > 0) {
    const isSure = packets.some(({ surely }) => surely) && example?.confirmed === true
    return { ...none, verdict: isSure ? 'met' : 'perhaps', why: undefined, more, example }
  }
  if (isSpent) return { ...none, verdict: 'undecided', why: undefined, more: false, example: undefined }
  const why = found.length === 0 ? 'no-jump' : covers.length > 0 ? 'covered' : 'asks-nothing'
  const isOpen = unread && (why === 'no-jump' || rule.chain.base === undefined)
  return { ...none, verdict: isOpen ? 'perhaps' : 'never', why, more: false, example: undefined }
}

function packetsOf({ family, fields, reach }: Asked): readonly MetPackets[] {
  const { chain, start } = reach.list
  return reach.met.map(({ box, surely }) => ({
    family,
    chain: chain.path,
    is: boxPhrase(box, start, fields),
    surely,
  }))
}

function uniqueBy<T extends { readonly id: string }>(all: readonly T[]): readonly T[] {
  return [...new Map(all.map((one) => [one.id, one])).values()]
}

// A line or chain that is not shown may lead to the rule.
function isUnread({ chain }: LoweredRule, { unread }: Lowered): boolean {
  const { table } = chain
  const lines = [...table.chains.values()].some((one) => one.unread.length > 0)
  const isHidden = reachIndex().comes(chain) === 'not-shown'
  return (
    lines ||
    isHidden ||
    table.written?.table.unread !== undefined ||
    table.families.some((one) => unread[one].length > 0)
  )
}

// The first packet of which a trace says the same, or any.
function exampleOf(id: string, found: readonly Asked[], program: Program): RuleReach['example'] {
  let first: RuleReach['example']
  for (const { fields, reach } of found) {
    const hook = reach.list.chain.base?.hook
    if (hook === undefined) continue
    for (const { box } of reach.met) {
      const witness = witnessOf(box, hook, fields, program)
      if (witness === undefined) continue
      const confirmed = traceWitness(witness, program).ways.some(({ rules }) => rules.includes(id))
      if (confirmed) return { packet: witness.packet, confirmed }
      first ??= { packet: witness.packet, confirmed }
    }
  }
  return first
}
