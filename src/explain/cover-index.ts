import { covers, intersect } from '#base/intervals.ts'
import type { Condition, Field } from '#model/condition.ts'
import type { Effect } from '#model/effect.ts'
import type { Phrase } from '#model/explanation.ts'
import type { LoweredChain, LoweredRule } from '#model/lowered.ts'

/** Which rules no packet can come to, or none can match that comes, as far as it is exact. */
export interface CoverIndex {
  /** Why no packet meets the rule: a message with the rule that is the reason; undefined: some packet may. */
  reason(rule: LoweredRule): Phrase | undefined
}

const mostSteps = 200

/** Finds covers on demand. Sets of packets are not compared, but equal conditions are. */
export function coverIndex(): CoverIndex {
  const scope: Scope = { ends: new Map(), covers: new Map() }
  return { reason: (rule) => reasonOf(scope, rule, new Set()) }
}

interface Scope {
  readonly ends: Map<LoweredChain, boolean>
  readonly covers: Map<LoweredChain, Covers>
}

function reasonOf(scope: Scope, rule: LoweredRule, seen: Set<string>): Phrase | undefined {
  const { chain } = rule
  const cover = coverIn(scope, rule)
  if (cover !== undefined) return { id: cover.everything ? 'note/covered' : 'note/covered-equal', args: cover.args }
  if (chain.policy !== undefined || seen.size > mostSteps || seen.has(chain.path)) return undefined
  seen.add(chain.path)
  return callerReason(scope, rule, seen)
}

interface Cover {
  readonly everything: boolean
  readonly args: { readonly by: string; readonly does: string }
}

/** What the rules of a chain take for good: the first rule that asks for just these conditions, by their keys. */
interface Covers {
  readonly first: ReadonlyMap<string, { readonly index: number; readonly asked: readonly Condition[] }>
  /** How many rules before each position change what later ones may ask for. */
  readonly changes: readonly number[]
}

// A rule with more conditions than that is only compared with rules that ask for all of them, or for nothing.
const mostSubsets = 64

/** The first earlier rule of the chain that takes for good every packet that this one asks for. */
function coverIn(scope: Scope, rule: LoweredRule): Cover | undefined {
  const { chain, position } = rule
  const { first, changes } = scope.covers.get(chain) ?? coversOf(scope, chain)
  const keys = askedOf(rule).map(keyOf)
  let best: number | undefined
  for (const key of subsets([...new Set(keys)].sort())) {
    const found = first.get(key)
    if (found === undefined || found.index >= position - 1 || (best !== undefined && found.index >= best)) continue
    const changed = (changes[position - 1] ?? 0) > (changes[found.index + 1] ?? 0)
    if (found.asked.every((condition) => isStable(condition, changed))) best = found.index
  }
  const cover = best === undefined ? undefined : chain.rules[best]
  if (cover === undefined) return undefined
  return { everything: askedOf(cover).length === 0, args: { by: cover.id, does: doesOf(cover.effect) } }
}

function coversOf(scope: Scope, chain: LoweredChain): Covers {
  const first = new Map<string, { index: number; asked: readonly Condition[] }>()
  const changes = [0]
  chain.rules.forEach((rule, index) => {
    const { effect } = rule
    const asked = askedOf(rule)
    const key = [...new Set(asked.map(keyOf))].sort().join(' ')
    if (!first.has(key) && endsHere(scope, rule)) first.set(key, { index, asked })
    const isQuiet =
      effect.kind === 'verdict' || effect.kind === 'return' || effect.kind === 'nat' || effect.kind === 'queue'
    changes.push((changes[index] ?? 0) + (isQuiet && rule.parts.length === 1 ? 0 : 1))
  })
  const covers = { first, changes }
  scope.covers.set(chain, covers)
  return covers
}

function askedOf(rule: LoweredRule): readonly Condition[] {
  return rule.clauses.map(({ condition }) => condition).filter((condition) => !isAlways(condition))
}

function subsets(keys: readonly string[]): readonly string[] {
  if (2 ** keys.length > mostSubsets) return ['', keys.join(' ')]
  return Array.from({ length: 2 ** keys.length }, (_, bits) => keys.filter((__, at) => bits & (1 << at)).join(' '))
}

function doesOf(effect: Effect): string {
  switch (effect.kind) {
    case 'verdict':
      return effect.error === undefined ? effect.verdict : 'REJECT'
    case 'return':
      return 'RETURN'
    case 'jump':
      return effect.chain
    case 'nat':
    case 'continue':
    case 'mark':
    case 'rewrite':
    case 'untrack':
    case 'queue':
    case 'unknown':
      return effect.kind
  }
}

// Whether no packet that the rule takes comes to the next rule of its chain.
function endsHere(scope: Scope, { parts }: LoweredRule): boolean {
  const [only, ...more] = parts
  if (only === undefined || more.length > 0) return false
  const { effect, target } = only
  switch (effect.kind) {
    case 'verdict':
    case 'return':
    case 'nat':
    case 'queue':
      return true
    case 'jump':
      return target !== undefined && (effect.goto || endsAll(scope, target))
    case 'continue':
    case 'mark':
    case 'rewrite':
    case 'untrack':
    case 'unknown':
      return false
  }
}

/** Whether no packet that enters the chain comes back from it. */
function endsAll(scope: Scope, chain: LoweredChain): boolean {
  const known = scope.ends.get(chain)
  if (known !== undefined) return known
  // A circle of jumps ends nothing.
  scope.ends.set(chain, false)
  const found = chain.unread.length === 0 && findEnd(scope, chain)
  scope.ends.set(chain, found)
  return found
}

function findEnd(scope: Scope, chain: LoweredChain): boolean {
  for (const rule of chain.rules) {
    if (rule.parts.some(({ effect }) => mayLeave(effect))) return false
    if (rule.clauses.every(({ condition }) => isAlways(condition)) && endsHere(scope, rule)) return true
  }
  return false
}

function mayLeave(effect: Effect): boolean {
  return effect.kind === 'return' || effect.kind === 'unknown' || (effect.kind === 'jump' && effect.goto)
}

/** Why nothing that jumps to the chain brings a packet to the rule: each of the jumps is itself never met, or asks for the contrary. */
function callerReason(scope: Scope, rule: LoweredRule, seen: Set<string>): Phrase | undefined {
  let first: Phrase | undefined
  for (const caller of rule.chain.table.chains.values()) {
    for (const jump of caller.rules) {
      if (!jump.parts.some(({ target }) => target === rule.chain)) continue
      const why = contradiction(jump, rule) ? 'note/contradicts' : undefined
      if (why === undefined && reasonOf(scope, jump, seen) === undefined) return undefined
      first ??= { id: why ?? 'note/caller-covered', args: { by: jump.id } }
    }
  }
  return first
}

function contradiction(jump: LoweredRule, rule: LoweredRule): boolean {
  return jump.clauses.some((a) => rule.clauses.some((b) => excludes(a.condition, b.condition)))
}

const fixed: ReadonlySet<Field> = new Set(['src', 'dst', 'protocol', 'sport', 'dport'])

// Whether no packet is both, of what does not change between two rules of a table.
function excludes(a: Condition, b: Condition): boolean {
  if (a.kind === 'interface' && b.kind === 'interface')
    return a.field === b.field && !a.prefix && !b.prefix && a.name !== b.name
  if (a.kind === 'not') return includes(a.of, b)
  if (b.kind === 'not') return includes(b.of, a)
  return (
    a.kind === 'in' &&
    b.kind === 'in' &&
    a.field === b.field &&
    fixed.has(a.field) &&
    intersect(a.set, b.set).length === 0
  )
}

// Whether every packet that the second asks for is one that the first asks for.
function includes(a: Condition, b: Condition): boolean {
  if (a.kind === 'in' && b.kind === 'in') return a.field === b.field && fixed.has(a.field) && covers(a.set, b.set)
  return a.kind === 'interface' && b.kind === 'interface' && keyOf(a) === keyOf(b)
}

function isAlways(condition: Condition): boolean {
  if (condition.kind === 'all') return condition.of.every(isAlways)
  return condition.kind === 'interface' && condition.prefix && condition.name === ''
}

/** Whether a condition has one answer for a packet. `changed`: a rule between may have changed marks and fields that targets rewrite. */
function isStable(condition: Condition, changed: boolean): boolean {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.every((part) => isStable(part, changed))
    case 'not':
      return isStable(condition.of, changed)
    case 'in':
    case 'bits':
      return !changed || fixed.has(condition.field)
    case 'interface':
      return true
    case 'member':
      return !changed
    case 'unknown':
      return condition.cause === 'packet' || condition.cause === 'host'
  }
}

function keyOf(condition: Condition): string {
  return JSON.stringify(condition, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))
}
