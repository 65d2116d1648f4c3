import { groupBy } from '#base/lists.ts'
import type { Reach } from '#model/explanation.ts'
import type { LoweredChain, LoweredRule, LoweredTable, RulePart } from '#model/lowered.ts'
import type { Hook } from '#model/packet.ts'
import { phraseOf } from './phrase.ts'

/** Who leads packets to chains. */
export interface ReachIndex {
  /** What leads directly to the chain. */
  reaches(chain: LoweredChain): readonly Reach[]
  /** Whether packets come to the chain: no hook leads to it, or the input shows too little to say. */
  comes(chain: LoweredChain): 'yes' | 'no' | 'not-shown'
  /** The hooks from which a packet can come to the chain. */
  hooks(chain: LoweredChain): ReadonlySet<Hook>
  /** The rules that jump to the chain. */
  callers(chain: LoweredChain): readonly LoweredRule[]
}

interface Caller {
  readonly rule: LoweredRule
  /** What the rule says of itself, in words: only asked of the callers of a chain that is shown. */
  reach(): Reach
}

/** The jumps of one table, and what follows from them for each of its chains. */
interface Jumps {
  readonly callers: ReadonlyMap<LoweredChain, readonly Caller[]>
  readonly hooks: ReadonlyMap<LoweredChain, ReadonlySet<Hook>>
  /** Chains that no hook leads to, as far as is shown, and that callers may reach that are not shown. */
  readonly notShown: ReadonlySet<LoweredChain>
  readonly reaches: Map<LoweredChain, readonly Reach[]>
}

/** Reads the jumps of each table once, when a chain of it is asked for. */
export function reachIndex(): ReachIndex {
  const known = new Map<LoweredTable, Jumps>()
  const jumpsOf = ({ table }: LoweredChain) => {
    const jumps = known.get(table) ?? jumpsIn(table)
    known.set(table, jumps)
    return jumps
  }
  const hooks = (chain: LoweredChain) => jumpsOf(chain).hooks.get(chain) ?? new Set<Hook>()
  return {
    reaches(chain) {
      const { callers, reaches } = jumpsOf(chain)
      const all = reaches.get(chain) ?? [
        ...(chain.base === undefined ? [] : [{ kind: 'hook' as const, hook: chain.base.hook }]),
        ...(callers.get(chain) ?? []).map((caller) => caller.reach()),
      ]
      reaches.set(chain, all)
      return all
    },
    comes(chain) {
      if (hooks(chain).size > 0) return 'yes'
      return jumpsOf(chain).notShown.has(chain) ? 'not-shown' : 'no'
    },
    hooks,
    callers: (chain) => [...new Set((jumpsOf(chain).callers.get(chain) ?? []).map(({ rule }) => rule))],
  }
}

function jumpsIn(table: LoweredTable): Jumps {
  const callers = callersIn(table)
  const jumps = [...callers].flatMap(([target, all]) => all.map(({ rule }) => ({ from: rule.chain, target })))
  const callees = groupBy(jumps, ({ from }) => from)
  const hooks = new Map<LoweredChain, Set<Hook>>()
  for (const chain of table.chains.values()) {
    const hook = chain.base?.hook
    if (hook === undefined) continue
    spread([chain], callees, (next) => {
      const own = hooks.get(next) ?? new Set()
      hooks.set(next, own)
      return own.size < own.add(hook).size
    })
  }
  return { callers, hooks, notShown: chainsNotShown(table, callers, callees, hooks), reaches: new Map() }
}

type Callees = ReadonlyMap<LoweredChain, readonly { readonly target: LoweredChain }[]>

/** Visits chains and those that they lead to, as long as a chain is new. */
function spread(from: Iterable<LoweredChain>, callees: Callees, isNew: (chain: LoweredChain) => boolean): void {
  const queue = [...from].filter(isNew)
  for (let next = queue.pop(); next !== undefined; next = queue.pop())
    for (const { target } of callees.get(next) ?? []) if (isNew(target)) queue.push(target)
}

/** Of a chain whose callers are all shown, what is true of those is true. */
function chainsNotShown(
  table: LoweredTable,
  callers: Jumps['callers'],
  callees: Callees,
  hooks: Jumps['hooks'],
): ReadonlySet<LoweredChain> {
  const written = new Map(table.written?.table.chains.map((chain) => [chain.name, chain]))
  const references = (chain: LoweredChain) => written.get(chain.name)?.references
  const whole = isWhole(table)
  const allShown = (chain: LoweredChain) => (callers.get(chain)?.length ?? 0) >= (references(chain) ?? Infinity)
  const mayBeCalled = (chain: LoweredChain) =>
    !whole || references(chain) !== undefined || written.get(chain.name)?.madeElsewhere === true
  const isHidden = (chain: LoweredChain) => !hooks.has(chain) && !allShown(chain) && mayBeCalled(chain)
  const found = new Set<LoweredChain>()
  const add = (chain: LoweredChain) => !hooks.has(chain) && found.size < found.add(chain).size
  spread(
    [...table.chains.values()].filter(isHidden),
    callees,
    (chain) => (isHidden(chain) || allShown(chain)) && add(chain),
  )
  return found
}

// An excerpt without the built-in chains, or with lines that could not be read, may leave out what jumps to a chain.
function isWhole({ written, chains }: LoweredTable): boolean {
  if (written === undefined) return true
  if (written.table.unread !== undefined) return false
  const all = [...chains.values()]
  return all.some(({ policy }) => policy !== undefined) && all.every(({ unread }) => unread.length === 0)
}

function callersIn({ chains }: LoweredTable): Jumps['callers'] {
  const callers = new Map<LoweredChain, Caller[]>()
  for (const chain of chains.values()) {
    for (const rule of chain.rules) {
      if (!mayJump(rule)) continue
      for (const part of rule.parts) {
        if (part.target === undefined) continue
        const known = callers.get(part.target)
        const caller = callerOf(rule, part)
        if (known === undefined) callers.set(part.target, [caller])
        else known.push(caller)
      }
    }
  }
  return callers
}

// What a rule of iptables means takes longer to find out than whether it can lead to a chain.
function mayJump({ written, chain }: LoweredRule): boolean {
  return written === undefined || (written.target !== undefined && chain.table.chains.has(written.target.name))
}

function callerOf(rule: LoweredRule, { clauses, effect }: RulePart): Caller {
  let reach: Reach | undefined
  const say = (): Reach => ({
    kind: 'rule',
    id: rule.id,
    goto: effect.kind === 'jump' && effect.goto,
    when: clauses.map(({ condition }) => phraseOf(condition)),
  })
  return { rule, reach: () => (reach ??= say()) }
}
