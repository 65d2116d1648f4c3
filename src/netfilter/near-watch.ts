import type { AddressNumber } from '#base/address.ts'
import { type FormerValues, NearSieve, type Wanted } from './near-sieve.ts'
import type { CompiledRule, MetChain, PacketState } from './packet-state.ts'
import type { World } from './world.ts'

/** Looks for near misses of many packets: each is asked only the rules that take it or almost do. */
export class NearWatch {
  readonly #world: World
  readonly #wantedOf: (rule: CompiledRule) => Wanted
  readonly #sieves = new Map<MetChain, NearSieve>()
  // A log only grows, so what was found in it stays.
  #log: PacketState['log']
  #read = 0
  #former = new Map<string, AddressNumber[]>()

  constructor(world: World, wantedOf: (rule: CompiledRule) => Wanted) {
    this.#world = world
    this.#wantedOf = wantedOf
  }

  /** The index of the next rule, from `start` on, that takes the packet or may be a near miss of it. */
  next(chain: MetChain, start: number, passage: PacketState): number {
    const sieve = this.#sieves.get(chain) ?? new NearSieve(chain.rules, this.#world.interfaces, this.#wantedOf)
    this.#sieves.set(chain, sieve)
    return Math.min(chain.sieve.next(start, passage), sieve.next(start, passage, this.#formerOf(passage)))
  }

  #formerOf({ log = [] }: PacketState): FormerValues {
    if (log !== this.#log) {
      this.#log = log
      this.#read = 0
      this.#former = new Map()
    }
    for (; this.#read < log.length; this.#read++) {
      const step = log[this.#read]
      if (step?.kind !== 'rewrite' || step.from === undefined || step.from === null) continue
      this.#former.set(step.field, [...(this.#former.get(step.field) ?? []), step.from])
    }
    return this.#former
  }
}
