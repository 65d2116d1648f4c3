import { groupBy } from '#base/lists.ts'
import { coverIndex } from '#explain/cover-index.ts'
import { reachIndex } from '#explain/reach-index.ts'
import { message } from '#model/diagnostic.ts'
import type { LoweredRule } from '#model/lowered.ts'
import { coveringRule } from '../covering.ts'
import { placeOf, textOf } from '../places.ts'
import type { Failure } from '#model/check.ts'
import { isDockerChain } from '../restore-files.ts'
import type { Found, LintRule } from '../rule.ts'
import type { View } from '../subject.ts'

/** Rules that no packet reaches, because a rule before them takes all their packets. */
export const ruleNeverReached: LintRule = {
  id: 'lint/rule-never-reached',
  about: message('lint-about/rule-never-reached'),
  check: ({ views }) => views.flatMap(findIn),
}

// The two rules may be in branches of which the shell takes one only.
const branches = /^\s*(if|case|else|elif|for|while|until)\b|\(\)\s*\{/m

interface Covered {
  readonly rule: LoweredRule
  readonly by: LoweredRule
}

function findIn(view: View): readonly Found[] {
  const covers = coverIndex(reachIndex().callers)
  const all = view.lowered.tables.flatMap(({ chains }) =>
    [...chains.values()].flatMap((chain) =>
      chain.rules.flatMap((rule): readonly Covered[] => {
        if (isDockerChain(chain.table.name, chain.name) || !isByUser(rule, view) || decisionOf(rule) === undefined)
          return []
        const reason = covers.reason(rule)
        const isDirect = reason?.id === 'note/covered' || reason?.id === 'note/covered-equal'
        const by = isDirect ? chain.rules.find(({ id }) => id === reason.args.by) : coveringRule(rule)
        return by === undefined || decisionOf(by) === undefined ? [] : [{ rule, by }]
      }),
    ),
  )
  return [...groupBy(all, ({ by }) => by.id).values()].map((group) => findingFor(group, view))
}

function findingFor(group: readonly Covered[], { text }: View): Found {
  const worst = group.find((one) => failureOf(one) === 'open') ?? group.find((one) => failureOf(one) !== 'neither')
  const { rule, by } = worst ?? (group[0] as Covered)
  const fails = worst === undefined ? 'neither' : failureOf(worst)
  const others = group.filter((one) => one.rule !== rule).slice(0, 3)
  return {
    said: message('lint/rule-never-reached', {
      ...{ count: group.length, chain: rule.chain.name, does: decisionOf(rule) ?? '', by: decisionOf(by) ?? '' },
      same: fails === 'neither' ? 1 : 0,
    }),
    ...{ fails, who: fails === 'neither' ? 'nobody' : 'unknown' },
    conditional: text?.kind === 'script' && branches.test(text.source.text),
    places: [placeOf(rule), placeOf(by, message('lint-place/takes-first')), ...others.map((one) => placeOf(one.rule))],
    help: message('lint-help/rule-never-reached', { same: fails === 'neither' ? 1 : 0 }),
    evidence: [rule.chain.path, textOf(rule), textOf(by)],
  }
}

function failureOf({ rule, by }: Covered): Failure {
  const [own, first] = [decisionOf(rule), decisionOf(by)]
  const isShut = (word: string | undefined) => word === 'DROP' || word === 'REJECT'
  if (isShut(own) === isShut(first)) return 'neither'
  return isShut(own) ? 'open' : 'closed'
}

/** What a rule decides; undefined: nothing that another rule could contradict. */
function decisionOf({ effect, parts }: LoweredRule): string | undefined {
  if (parts.length !== 1) return undefined
  if (effect.kind === 'verdict') return effect.error === undefined ? effect.verdict : 'REJECT'
  return effect.kind === 'return' ? 'RETURN' : undefined
}

function isByUser({ written }: LoweredRule, { owners }: View): boolean {
  return written === undefined || owners.ofRule(written).owner === 'user'
}
