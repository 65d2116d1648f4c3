import { coverIndex } from '#explain/cover-index.ts'
import { reachIndex } from '#explain/reach-index.ts'
import { lowerSnapshot } from '#lowered/lower.ts'
import type { RuleChange } from '#model/difference.ts'
import type { Effect } from '#model/effect.ts'
import type { LoweredRule } from '#model/lowered.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { UnreachedRule } from '#model/unreached-rule.ts'
import { rulesetOf, withRules } from './changed-snapshot.ts'

type Added = Pick<RuleChange, 'id' | 'text' | 'kind' | 'sameAs' | 'positionAfter' | 'ownership'>

/** The rules that a change adds and that no packet reaches. A second copy of a rule is said to be one elsewhere. */
export function unreachedRules(after: Snapshot, changes: readonly Added[]): readonly UnreachedRule[] {
  const added = new Map(changes.filter(isNew).map((change) => [change.id, change]))
  if (added.size === 0) return []
  const moved: LoweredRule[] = []
  return reasonsIn(after, new Set(added.keys())).map(({ rule, reason, by }) => {
    const { text } = added.get(rule.id) as Added
    // Each rule that is inserted before moves the others down.
    const shift = moved.filter((one) => one.chain === by?.chain && one.position <= by.position).length
    const fix = by === undefined ? undefined : fixOf(rule, by, text, after, shift)
    if (by !== undefined && fix !== undefined) moved.push(by)
    return { id: rule.id, text, reason, fix }
  })
}

// Docker writes rules for networks that have no containers yet.
function isNew({ kind, sameAs, ownership }: Added): boolean {
  return kind === 'added' && sameAs === undefined && ownership.owner !== 'docker'
}

interface Found {
  readonly rule: LoweredRule
  readonly reason: UnreachedRule['reason']
  /** The rule of the same chain that takes the packets first. */
  readonly by: LoweredRule | undefined
}

function reasonsIn(snapshot: Snapshot, ids: ReadonlySet<string>): readonly Found[] {
  const reach = reachIndex()
  const covers = coverIndex(reach.callers)
  const chains = new Set([...ids].map((id) => id.slice(0, id.lastIndexOf('#'))))
  const rules = lowerSnapshot(snapshot).tables.flatMap((table) =>
    [...table.chains.values()].flatMap((chain) => (chains.has(chain.path) ? chain.rules : [])),
  )
  return rules.flatMap((rule): readonly Found[] => {
    if (!ids.has(rule.id)) return []
    const { chain } = rule
    if (reach.comes(chain) === 'no')
      return [{ rule, reason: { id: 'note/unreached', args: { chain: chain.name } }, by: undefined }]
    const reason = covers.reason(rule)
    if (reason === undefined) return []
    const isDirect = reason.id === 'note/covered' || reason.id === 'note/covered-equal'
    return [{ rule, reason, by: isDirect ? chain.rules.find(({ id }) => id === reason.args.by) : undefined }]
  })
}

/** The command that puts the rule before the one that takes its packets; only where it then does something else than that one. */
function fixOf(rule: LoweredRule, by: LoweredRule, text: string, after: Snapshot, shift: number): string | undefined {
  const ruleset = rulesetOf(after, rule.id)
  if (rule.written === undefined || ruleset === undefined || isEqual(rule.effect, by.effect)) return undefined
  const { chain } = rule
  const { table } = chain
  const insert = (position: number) =>
    `${table.name === 'filter' ? '' : `-t ${table.name} `}-I ${chain.name} ${position} ${text.replace(/^-A \S+ ?/, '')}`
  const changed = withRules(after, ruleset, [insert(by.position)])
  if (changed === undefined || reasonsIn(changed, new Set([`${chain.path}#${by.position}`])).length > 0)
    return undefined
  return `${ruleset.family === 'ipv6' ? 'ip6tables' : 'iptables'} ${insert(by.position + shift)}`
}

function isEqual(one: Effect, other: Effect): boolean {
  return JSON.stringify(one, exactly) === JSON.stringify(other, exactly)
}

function exactly(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value
}
