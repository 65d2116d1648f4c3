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
}

interface Caller {
  readonly chain: LoweredChain
  /** What the rule says of itself, in words: only asked of the callers of a chain that is shown. */
  reach(): Reach
}

type Callers = ReadonlyMap<LoweredChain, readonly Caller[]>

/** Reads the jumps of each table once, when a chain of it is asked for. */
export function reachIndex(): ReachIndex {
  const known = new Map<LoweredTable, Callers>()
  const direct = (chain: LoweredChain) => {
    const callers = known.get(chain.table) ?? callersIn(chain.table)
    known.set(chain.table, callers)
    return callers.get(chain) ?? []
  }
  // Of a chain whose callers are all shown: as of those.
  const comesToAny = (chain: LoweredChain) =>
    direct(chain).every((caller) => caller.chain === chain || index.comes(caller.chain) === 'no')
      ? ('no' as const)
      : ('not-shown' as const)
  const index: ReachIndex = {
    reaches(chain) {
      const hook = chain.base === undefined ? [] : [{ kind: 'hook' as const, hook: chain.base.hook }]
      return [...hook, ...direct(chain).map((caller) => caller.reach())]
    },
    comes(chain) {
      if (index.hooks(chain).size > 0) return 'yes'
      const written = chain.table.written?.table.chains.find(({ name }) => name === chain.name)
      const references = written?.references
      const callers = direct(chain).length
      if (references !== undefined && callers >= references) return callers === 0 ? 'no' : comesToAny(chain)
      return references === undefined && isWhole(chain.table) ? 'no' : 'not-shown'
    },
    hooks(chain) {
      const seen = new Set([chain])
      const queue = [chain]
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
        for (const caller of direct(next)) {
          if (seen.has(caller.chain)) continue
          seen.add(caller.chain)
          queue.push(caller.chain)
        }
      }
      return new Set([...seen].flatMap(({ base }) => base?.hook ?? []))
    },
  }
  return index
}

// An excerpt without the built-in chains, or with lines that could not be read, may leave out what jumps to a chain.
function isWhole({ written, chains }: LoweredTable): boolean {
  if (written === undefined) return true
  if (written.table.unread !== undefined) return false
  const all = [...chains.values()]
  return all.some(({ policy }) => policy !== undefined) && all.every(({ unread }) => unread.length === 0)
}

function callersIn({ chains }: LoweredTable): Callers {
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
  return { chain: rule.chain, reach: () => (reach ??= say()) }
}
