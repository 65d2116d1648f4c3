import { append } from '#base/lists.ts'
import type { WrittenRule } from '#docker/engines/book.ts'
import type { Prediction } from '#docker/predict.ts'
import type { Owners } from '#model/owner.ts'
import type { DockerRuleStatus, Placed, RepairPlan, RepairStep, Standing } from '#model/repair.ts'
import { stepKey } from '#model/repair.ts'
import type { Ruleset } from '#model/ruleset.ts'
import { findChain } from '#model/ruleset.ts'
import { isBaseChain } from '#lowered/iptables-places.ts'
import { chainTexts, dockerStatus } from '#compare/docker-status.ts'
import { shadowsAmong } from '#compare/shadowing.ts'
import type { ChainPlace, ChainPositions } from './chain-positions.ts'
import { chainPositions } from './chain-positions.ts'

/**
 * `prune`: also take away rules of Docker's that nothing is there for any more. `placed`: those that the repair itself put there,
 * which go anyway. `forwardingGuessed`: nobody knows whether the engine switched forwarding on, and so set a policy.
 */
export interface RepairOptions {
  readonly prune: boolean
  readonly placed?: Placed
  readonly forwardingGuessed?: boolean
}

/** What puts Docker's rules back into a ruleset, and nothing else: no rule of another owner moves against another of its own. */
export function planRepair(
  ruleset: Ruleset,
  prediction: Prediction,
  owners: Owners,
  options: RepairOptions,
): RepairPlan {
  const rules = dockerStatus(ruleset, prediction, owners)
  const policies = policiesToSet(ruleset, prediction)
  // Where its rules are all there, nobody flushed: then the policy is somebody's choice, or was never the engine's.
  const isLeft = ({ table }: PolicyStep) =>
    options.forwardingGuessed === true && !rules.some((rule) => rule.table === table && rule.standing === 'missing')
  const steps: RepairStep[] = [...missingChains(ruleset, prediction), ...policies.filter((step) => !isLeft(step))]
  for (const place of places(prediction, rules)) append(steps, repairChain(ruleset, prediction, rules, place, options))
  return { family: ruleset.family, variant: ruleset.variant, rules, steps, policiesLeft: policies.filter(isLeft) }
}

type PolicyStep = Extract<RepairStep, { kind: 'policy' }>

function missingChains(ruleset: Ruleset, { book }: Prediction): readonly RepairStep[] {
  return [...book.tables].flatMap(([table, chains]) =>
    [...chains.keys()]
      .filter((chain) => findChain(ruleset, table, chain) === undefined)
      .filter((chain) => !isBaseChain(table, chain))
      .map((chain): RepairStep => ({ kind: 'chain', table, chain })),
  )
}

function policiesToSet(ruleset: Ruleset, { book }: Prediction): readonly PolicyStep[] {
  return [...book.policies].flatMap(([place, policy]) => {
    const [table = '', chain = ''] = place.split('/')
    const now = findChain(ruleset, table, chain)?.policy ?? 'ACCEPT'
    return now === policy ? [] : [{ kind: 'policy' as const, table, chain, policy }]
  })
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
  options: RepairOptions,
): readonly RepairStep[] {
  const steps: RepairStep[] = []
  const texts = chainTexts(ruleset, table, chain)
  const current = chainPositions(texts)
  const expected = prediction.book.tables.get(table)?.get(chain) ?? []
  const here = rules.filter((rule) => rule.table === table && rule.chain === chain)
  const present = new Map<string, number>()
  for (const text of texts) present.set(text, (present.get(text) ?? 0) + 1)
  for (const { text, standing } of rulesToDelete(here, expected, options)) {
    const at = current.remove(text) ?? -1
    present.set(text, (present.get(text) ?? 0) - 1)
    const because = standing === 'expected' ? 'doubled' : standing
    steps.push({ kind: 'delete', table, chain, position: at + 1, text, because })
  }
  const isThere = (text: string) => (present.get(text) ?? 0) > 0
  const shadowing = shadowsAmong(
    here.filter(({ standing }) => isSuperfluous(standing)),
    ({ text }) => text,
  )
  const places = placesFor(expected, current, isThere)
  for (const [index, rule] of expected.entries()) {
    if (!isThere(rule.text)) {
      // Before those that lead its packets elsewhere and that nobody asked to take away.
      const above = shadowing(rule.text).flatMap(({ text }) => current.before(text) ?? [])
      const place = above.reduce(firstOf, places.of(rule, index))
      const at = current.insert(rule.text, place)
      present.set(rule.text, 1)
      steps.push({ kind: 'insert', table, chain, position: at + 1, text: rule.text })
    }
    places.passed(rule)
  }
  return steps
}

function firstOf(one: ChainPlace, other: ChainPlace): ChainPlace {
  return other.gap < one.gap || (other.gap === one.gap && other.behind < one.behind) ? other : one
}

function isSuperfluous(standing: Standing): boolean {
  return standing === 'stale' || standing === 'altered'
}

/**
 * The rules that go from a chain, one entry a copy. A text takes the first copy away; where that is the one that stands right, all
 * of them go, and one comes back to its place.
 */
function rulesToDelete(
  here: readonly DockerRuleStatus[],
  expected: readonly WrittenRule[],
  { prune, placed }: RepairOptions,
): readonly DockerRuleStatus[] {
  const goes = (rule: DockerRuleStatus): boolean => {
    const { standing } = rule
    if (standing === 'doubled' || standing === 'out-of-place') return true
    if (!isSuperfluous(standing) || rule.byHand === true) return false
    return prune || placed?.has(stepKey(rule.family, rule)) === true
  }
  const appended = new Set(expected.flatMap(({ place, text }) => (place === 'end' ? [text] : [])))
  const twice = new Set(here.flatMap(({ standing, text }) => (standing === 'doubled' ? [text] : [])))
  const isFirstOfMany = ({ standing, text }: DockerRuleStatus) =>
    standing === 'expected' && twice.has(text) && !appended.has(text)
  const isWritable = ({ text }: DockerRuleStatus) => !/[\n\r]/.test(text)
  return here.filter((rule) => (goes(rule) || isFirstOfMany(rule)) && isWritable(rule))
}

/**
 * Where a missing rule belongs: behind the nearest expected rule before it, else before the nearest one after it that is there,
 * else where the engine would put it. Rules are asked for in their order, so that all before one are there.
 */
function placesFor(expected: readonly WrittenRule[], current: ChainPositions, isThere: (text: string) => boolean) {
  let lastAtEnd: string | undefined
  let lastOther: string | undefined
  return {
    passed({ place, text }: WrittenRule): void {
      if (place === 'end') lastAtEnd = text
      else lastOther = text
    },
    of({ place }: WrittenRule, index: number): ChainPlace {
      if (place === 'top' && index === 0) return current.start
      const before = place === 'end' ? lastAtEnd : lastOther
      const behind = before === undefined ? undefined : current.after(before)
      if (behind !== undefined) return behind
      for (let after = index + 1; after < expected.length; after++) {
        const { text } = expected[after] as WrittenRule
        const found = isThere(text) ? current.before(text) : undefined
        if (found !== undefined) return found
      }
      return place === 'end' ? current.end : current.start
    },
  }
}
