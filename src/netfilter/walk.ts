import type { Effect } from '#model/effect.ts'
import type { Policy } from '#model/ruleset.ts'

/** A rule as the walk sees it. `target`: the chain that a jump leads to, if there is one of that name. */
export interface WalkRule {
  readonly effect: Effect
  readonly target: WalkChain<WalkRule> | undefined
  /** The jump closes a circle of chains: the kernel refuses such rules, and nobody can follow them. */
  readonly closesCircle: boolean
  /** Which rule of the chain is asked next: when this one has taken something and lets it go on, when it has not, when a jump is over. */
  readonly next: number
  readonly otherwise: number
  readonly after: number
}

/** A chain as the walk sees it. `policy` undefined: a chain of somebody's own. */
export interface WalkChain<R extends WalkRule> {
  readonly policy: Policy | undefined
  readonly rules: readonly R[]
}

/** Where a chain that ends goes on. */
export interface Frame<R extends WalkRule> {
  readonly chain: WalkChain<R>
  readonly index: number
  readonly up: Frame<R> | undefined
}

/** Where a walk stands: `index` is that of the next rule of `chain`. Copy it to come back to the place. */
export interface Cursor<R extends WalkRule> {
  readonly base: WalkChain<R>
  chain: WalkChain<R>
  index: number
  up: Frame<R> | undefined
}

/** What happens when a rule that neither ends nor calls has taken something. 'end': the base chain is over, as with ACCEPT. */
export type Applied = 'next' | 'end' | 'queue' | 'unknown'

/** What a reading says when the walk need not go on. */
export const stop: unique symbol = Symbol('stop')

/** How one kind of thing (a packet, a set of packets) goes through rules. */
export interface Reading<S, R extends WalkRule> {
  /** Moves the cursor over rules that take nothing of the state, and says over how many. */
  skip?(state: S, cursor: Cursor<R>): number
  /**
   * The part of the state that the rule takes, undefined for none. When it takes only a part, the reading keeps the rest and a
   * copy of the cursor, and walks the rest on from there later.
   */
  take(rule: R, state: S, cursor: Cursor<R>): S | typeof stop | undefined
  /** Does what the rule does. Not called for jumps, returns and verdicts. */
  apply(rule: R, state: S, cursor: Cursor<R>): Applied
  /** Told when a chain ends by itself or by RETURN and its caller goes on; true: it need not go on. */
  back?(state: S, cursor: Cursor<R>): boolean
}

/**
 * How a base chain ends. 'ENDLESS': a circle of chains, or more rules than anybody can mean; 'STOPPED': the reading needs no
 * more. `by` undefined: the policy.
 */
export interface Outcome<S, R extends WalkRule> {
  readonly verdict: 'ACCEPT' | 'DROP' | 'QUEUE' | 'UNKNOWN' | 'ENDLESS' | 'STOPPED'
  readonly by: R | undefined
  readonly state: S
}

// So many rules no packet meets in good faith: jumps that double at every level would take for ever.
const mostRules = 5_000_000

/** The place before the first rule of a base chain. */
export function startOf<R extends WalkRule>(base: WalkChain<R>): Cursor<R> {
  return { base, chain: base, index: 0, up: undefined }
}

/** Takes a state through a base chain from where the cursor stands to the verdict. */
export function walk<S, R extends WalkRule>(cursor: Cursor<R>, start: S, reading: Reading<S, R>): Outcome<S, R> {
  let state = start
  for (let met = 0; met < mostRules; met++) {
    if (reading.skip !== undefined) met += reading.skip(state, cursor)
    const rule = cursor.chain.rules[cursor.index]
    if (rule === undefined) {
      if (!comeBack(cursor)) return { verdict: policyOf(cursor.base), by: undefined, state }
      if (reading.back?.(state, cursor) === true) return { verdict: 'STOPPED', by: undefined, state }
      continue
    }
    const taken = reading.take(rule, state, cursor)
    if (taken === undefined) {
      cursor.index = rule.otherwise
      continue
    }
    cursor.index = rule.effect.kind === 'jump' ? rule.after : rule.next
    if (taken === stop) return { verdict: 'STOPPED', by: undefined, state }
    state = taken
    const { effect } = rule
    switch (effect.kind) {
      case 'verdict':
        return { verdict: effect.verdict, by: rule, state }
      case 'return':
        // Behind the last rule: the chain ends here.
        cursor.index = cursor.chain.rules.length
        if (cursor.up === undefined) return { verdict: policyOf(cursor.base), by: undefined, state }
        continue
      case 'jump':
        if (rule.closesCircle) return { verdict: 'ENDLESS', by: rule, state }
        if (rule.target === undefined) return { verdict: 'UNKNOWN', by: rule, state }
        enter(cursor, rule.target, effect.goto)
        continue
      case 'continue':
      case 'nat':
      case 'mark':
      case 'rewrite':
      case 'untrack':
      case 'queue':
      case 'unknown': {
        const applied = reading.apply(rule, state, cursor)
        if (applied === 'next') continue
        return { verdict: verdictOf[applied], by: rule, state }
      }
    }
  }
  return { verdict: 'ENDLESS', by: undefined, state }
}

const verdictOf = { end: 'ACCEPT', queue: 'QUEUE', unknown: 'UNKNOWN' } as const

// A goto leaves no way back to its own chain: when the new chain ends, whoever called this one goes on.
function enter<R extends WalkRule>(cursor: Cursor<R>, chain: WalkChain<R>, goto: boolean): void {
  if (!goto) cursor.up = { chain: cursor.chain, index: cursor.index, up: cursor.up }
  cursor.chain = chain
  cursor.index = 0
}

function comeBack<R extends WalkRule>(cursor: Cursor<R>): boolean {
  const { up } = cursor
  if (up === undefined) return false
  cursor.chain = up.chain
  cursor.index = up.index
  cursor.up = up.up
  return true
}

function policyOf<R extends WalkRule>(base: WalkChain<R>): 'ACCEPT' | 'DROP' | 'QUEUE' {
  const { policy } = base
  return policy === 'DROP' || policy === 'QUEUE' ? policy : 'ACCEPT'
}
