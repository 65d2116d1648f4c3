import { append, groupBy } from '#base/lists.ts'
import { covers, intersect } from '#base/intervals.ts'
import type { Condition, Field } from '#model/condition.ts'
import type { Effect } from '#model/effect.ts'
import type { Phrase } from '#model/explanation.ts'
import type { LoweredChain, LoweredRule } from '#model/lowered.ts'
import { SetTrie } from './set-trie.ts'

/** Which rules no packet can come to, or none can match that comes, as far as it is exact. */
export interface CoverIndex {
  /** Why no packet meets the rule: a message with the rule that is the reason; undefined: some packet may. */
  reason(rule: LoweredRule): Phrase | undefined
}

const mostSteps = 200

/** Finds covers on demand. Sets of packets are not compared, but equal conditions are. */
export function coverIndex(callers: Scope['callers']): CoverIndex {
  const scope: Scope = { ends: new Map(), covers: new Map(), jumps: new Map(), numbers: new Map(), callers }
  return { reason: (rule) => reasonOf(scope, rule, new Set()) }
}

interface Scope {
  readonly ends: Map<LoweredChain, boolean>
  readonly covers: Map<LoweredChain, Covers>
  readonly jumps: Map<LoweredChain, Jumps>
  /** Each different condition by its key. */
  readonly numbers: Map<string, number>
  /** The rules that jump to a chain. */
  readonly callers: (chain: LoweredChain) => readonly LoweredRule[]
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

/** What the rules of a chain take for good: the first rule that asks for just these conditions, by their numbers. */
interface Covers {
  readonly first: SetTrie<number>
  /** How many rules before each position change what later ones may ask for. */
  readonly changes: readonly number[]
  /** What each rule asks for: numbers of conditions, ascending. */
  readonly keys: readonly (readonly number[])[]
}

// A rule with more conditions than that is only compared with rules that ask for all of them, or for nothing.
const mostKeys = 6

/** The first earlier rule of the chain that takes for good every packet that this one asks for. */
function coverIn(scope: Scope, rule: LoweredRule): Cover | undefined {
  const { chain, position } = rule
  const { first, changes, keys } = scope.covers.get(chain) ?? coversOf(scope, chain)
  const own = keys[position - 1] ?? []
  let best: number | undefined
  const consider = (index: number) => {
    const earlier = chain.rules[index]
    if (earlier === undefined || index >= position - 1 || (best !== undefined && index >= best)) return
    const changed = (changes[position - 1] ?? 0) > (changes[index + 1] ?? 0)
    if (askedOf(earlier).every((condition) => isStable(condition, changed))) best = index
  }
  if (own.length <= mostKeys) first.subsets(own, consider)
  else for (const key of [[], own]) first.visit(key, consider)
  const cover = best === undefined ? undefined : chain.rules[best]
  if (cover === undefined) return undefined
  return { everything: askedOf(cover).length === 0, args: { by: cover.id, does: doesOf(cover.effect) } }
}

function coversOf(scope: Scope, chain: LoweredChain): Covers {
  const first = new SetTrie<number>()
  const changes = [0]
  const keys = chain.rules.map((rule, index) => {
    const { effect } = rule
    const own = [...new Set(askedOf(rule).map((condition) => numberOf(scope, condition)))].sort((a, b) => a - b)
    if (endsHere(scope, rule)) first.add(own, index)
    const isQuiet =
      effect.kind === 'verdict' || effect.kind === 'return' || effect.kind === 'nat' || effect.kind === 'queue'
    changes.push((changes[index] ?? 0) + (isQuiet && rule.parts.length === 1 ? 0 : 1))
    // A copy has no room for more.
    return own.slice()
  })
  const covers = { first, changes, keys }
  scope.covers.set(chain, covers)
  return covers
}

function numberOf({ numbers }: Scope, condition: Condition): number {
  const key = keyOf(condition)
  const number = numbers.get(key) ?? numbers.size
  numbers.set(key, number)
  return number
}

function askedOf(rule: LoweredRule): readonly Condition[] {
  return rule.clauses.map(({ condition }) => condition).filter((condition) => !isAlways(condition))
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

/** Whether no packet that enters the chain comes back from it. Chains may be nested deeper than calls may be. */
function endsAll(scope: Scope, chain: LoweredChain): boolean {
  const { ends } = scope
  const open = ends.has(chain) ? [] : [chain]
  for (let next = open.at(-1); next !== undefined; next = open.at(-1)) {
    // A circle of jumps ends nothing.
    const isNew = !ends.has(next)
    if (isNew) ends.set(next, false)
    const inner = isNew ? targetsIn(next).filter((target) => !ends.has(target)) : []
    append(open, inner)
    if (inner.length > 0) continue
    open.pop()
    ends.set(next, next.unread.length === 0 && findEnd(scope, next))
  }
  return ends.get(chain) ?? false
}

function targetsIn({ rules }: LoweredChain): readonly LoweredChain[] {
  const found = new Set<LoweredChain>()
  for (const { parts } of rules) for (const { target } of parts) if (target !== undefined) found.add(target)
  return [...found]
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
  const jumps = jumpsTo(scope, rule.chain)
  const [first] = jumps.all
  if (first === undefined) return undefined
  let why: Phrase | undefined
  for (const jump of fitting(jumps, rule)) {
    if (contradiction(jump, rule)) continue
    const reason = reasonOf(scope, jump, seen)
    if (reason === undefined) return undefined
    if (jump === first) why = { id: 'note/caller-covered', args: { by: jump.id } }
  }
  return why ?? { id: 'note/contradicts', args: { by: first.id } }
}

/** The rules that jump to one chain. A chain with many callers is most often called for one interface each. */
interface Jumps {
  readonly all: readonly LoweredRule[]
  /** By the name of the interface that the jump asks the packet to leave through; '' where it does not ask. */
  readonly byOut: ReadonlyMap<string, readonly LoweredRule[]>
}

function jumpsTo(scope: Scope, chain: LoweredChain): Jumps {
  const known = scope.jumps.get(chain)
  if (known !== undefined) return known
  const all = scope.callers(chain)
  const jumps = { all, byOut: groupBy(all, (jump) => outOf(jump) ?? '') }
  scope.jumps.set(chain, jumps)
  return jumps
}

/** The jumps that do not ask for another outgoing interface than the rule. */
function fitting({ all, byOut }: Jumps, rule: LoweredRule): readonly LoweredRule[] {
  const out = outOf(rule)
  return out === undefined ? all : [...(byOut.get(out) ?? []), ...(byOut.get('') ?? [])]
}

function outOf({ clauses }: LoweredRule): string | undefined {
  for (const { condition } of clauses)
    if (condition.kind === 'interface' && condition.field === 'out' && !condition.prefix && condition.name !== '')
      return condition.name
  return undefined
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
      return !changed || !condition.field.includes('route')
    case 'member':
      return !changed
    case 'unknown':
      return condition.cause === 'packet' || condition.cause === 'host'
  }
}

function keyOf(condition: Condition): string {
  if (condition.kind === 'interface') return `${condition.field} ${condition.prefix} ${condition.name}`
  const [only, ...more] = condition.kind === 'in' ? condition.set : []
  // Most conditions ask for one number: the rest is too seldom to be worth a short key.
  if (condition.kind === 'in' && only !== undefined && more.length === 0)
    return `${condition.field} ${only.from} ${only.to} ${typeof only.from}`
  return JSON.stringify(condition, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))
}
