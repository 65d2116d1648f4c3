import type { Effect } from '#model/effect.ts'
import type { MetChain } from './packet-state.ts'
import type { Program } from './program.ts'

const chains = new WeakMap<Program, ReadonlyMap<string, MetChain>>()

/** What a chain does with every packet that comes into it: its first verdict without a condition; undefined where it depends. */
export function chainVerdict(program: Program, caller: string, chain: string): Effect | undefined {
  const known = chains.get(program) ?? reachableChains(program)
  chains.set(program, known)
  const table = caller.slice(0, caller.indexOf('/', caller.indexOf('/') + 1))
  for (const { effect, clauses, unread } of known.get(`${table}/${chain}`)?.rules ?? []) {
    // What only counts or logs lets the packet go on; anything else that may take it makes the end uncertain.
    if (effect.kind === 'continue') continue
    if (unread !== undefined) return undefined
    return effect.kind === 'verdict' && clauses.length === 0 ? effect : undefined
  }
  return undefined
}

function reachableChains({ hooks }: Program): ReadonlyMap<string, MetChain> {
  const found = new Map<string, MetChain>()
  const visit = (chain: MetChain) => {
    if (found.has(chain.path)) return
    found.set(chain.path, chain)
    for (const { target } of chain.rules) if (target !== undefined) visit(target)
  }
  for (const family of Object.values(hooks)) {
    for (const steps of Object.values(family)) {
      for (const step of steps) {
        if (step.kind === 'chain') visit(step.base.chain)
        if (step.kind === 'nat') for (const base of step.chains) visit(base.chain)
      }
    }
  }
  return found
}
