import type { WrittenRule } from '#docker/engines/book.ts'
import type { Prediction } from '#docker/predict.ts'
import type { Owners } from '#model/owner.ts'
import type { DockerRuleStatus, RepairPlan, RepairStep } from '#model/repair.ts'
import type { Ruleset } from '#model/ruleset.ts'
import { builtinChains, findChain } from '#model/ruleset.ts'
import { chainTexts, dockerStatus } from './docker-status.ts'

/** `prune`: also take away rules of Docker's that nothing is there for any more. */
export interface RepairOptions {
  readonly prune: boolean
}

/** What puts Docker's rules back into a ruleset, and nothing else: no rule of another owner moves against another of its own. */
export function planRepair(
  ruleset: Ruleset,
  prediction: Prediction,
  owners: Owners,
  options: RepairOptions,
): RepairPlan {
  const rules = dockerStatus(ruleset, prediction, owners)
  const steps: RepairStep[] = []
  for (const [table, chains] of prediction.book.tables) {
    for (const chain of chains.keys()) {
      const missing = findChain(ruleset, table, chain) === undefined && !(builtinChains[table] ?? []).includes(chain)
      if (missing) steps.push({ kind: 'chain', table, chain })
    }
  }
  for (const [place, policy] of prediction.book.policies) {
    const [table = '', chain = ''] = place.split('/')
    if ((findChain(ruleset, table, chain)?.policy ?? 'ACCEPT') !== policy)
      steps.push({ kind: 'policy', table, chain, policy })
  }
  for (const place of places(prediction, rules)) steps.push(...repairChain(ruleset, prediction, rules, place, options))
  return { family: ruleset.family, variant: ruleset.variant, rules, steps }
}

interface Place {
  readonly table: string
  readonly chain: string
}

function places(prediction: Prediction, rules: readonly DockerRuleStatus[]): readonly Place[] {
  const found = new Map<string, Place>()
  for (const [table, chains] of prediction.book.tables) {
    for (const chain of chains.keys()) found.set(`${table}/${chain}`, { table, chain })
  }
  for (const { table, chain } of rules) found.set(`${table}/${chain}`, { table, chain })
  return [...found.values()]
}

function repairChain(
  ruleset: Ruleset,
  prediction: Prediction,
  rules: readonly DockerRuleStatus[],
  { table, chain }: Place,
  { prune }: RepairOptions,
): readonly RepairStep[] {
  const steps: RepairStep[] = []
  const current = [...chainTexts(ruleset, table, chain)]
  const here = rules.filter((rule) => rule.table === table && rule.chain === chain)
  const goes = ({ standing }: DockerRuleStatus) =>
    standing === 'doubled' || standing === 'out-of-place' || (prune && (standing === 'stale' || standing === 'altered'))
  for (const rule of here.filter(goes).sort((a, b) => (b.position ?? 0) - (a.position ?? 0))) {
    const position = rule.position ?? 0
    current.splice(position - 1, 1)
    steps.push({ kind: 'delete', table, chain, position, text: rule.text, because: rule.standing })
  }
  const expected = prediction.book.tables.get(table)?.get(chain) ?? []
  for (const [index, rule] of expected.entries()) {
    if (current.includes(rule.text)) continue
    const at = placeFor(expected, index, current)
    current.splice(at, 0, rule.text)
    steps.push({ kind: 'insert', table, chain, position: at + 1, text: rule.text })
  }
  return steps
}

/**
 * Where a missing rule belongs: behind the nearest expected rule before it that is there, else before the nearest one after it,
 * else where the engine would put it.
 */
function placeFor(expected: readonly WrittenRule[], index: number, current: readonly string[]): number {
  const rule = expected[index] as WrittenRule
  if (rule.place === 'top' && index === 0) return 0
  for (let before = index - 1; before >= 0; before--) {
    const other = expected[before] as WrittenRule
    if (other.place === 'end' && rule.place !== 'end') continue
    const at = current.indexOf(other.text)
    if (at >= 0 && (rule.place !== 'end' || other.place === 'end')) return at + 1
  }
  for (let after = index + 1; after < expected.length; after++) {
    const at = current.indexOf((expected[after] as WrittenRule).text)
    if (at >= 0) return at
  }
  return rule.place === 'end' ? current.length : 0
}
