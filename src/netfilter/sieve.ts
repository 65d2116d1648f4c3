import type { Condition } from '#model/condition.ts'
import { boundsOf, metOf, needsOf, plain, rangeFields } from './sieve-bounds.ts'
import { type Indexed, SieveIndex } from './sieve-index.ts'

/** What is looked at of a packet; undefined: not known, null: it has none. */
export interface Sifted extends Indexed {
  readonly protocol: number
}

const width = 2 * rangeFields.length

// A chain of fewer rules is passed over faster one by one.
const fewRules = 32

/**
 * Passes quickly over rules of a chain that certainly do not take a packet. It asks necessary conditions only and nothing that may
 * be open, so what it lets through is still to be asked.
 */
export class Sieve {
  readonly #length: number
  readonly #ranges: Float64Array
  readonly #in: readonly (string | undefined)[]
  readonly #out: readonly (string | undefined)[]
  readonly #next: readonly number[]
  readonly #index: SieveIndex | undefined
  /** Whether the index holds a place: all that are met when no rule takes the packet. */
  readonly #isMet: readonly boolean[]

  /** `condition`: all that the rule asks; `otherwise`: the rule to ask next where it does not take the packet. */
  constructor(rules: readonly { readonly condition: Condition; readonly otherwise: number }[]) {
    const all = rules.map(({ condition }) => boundsOf(condition))
    this.#next = rules.map(({ otherwise }) => otherwise)
    this.#length = rules.length
    this.#ranges = new Float64Array(rules.length * width)
    all.forEach(({ ranges }, index) => {
      rangeFields.forEach((field, at) => {
        this.#ranges.set(ranges[field], index * width + 2 * at)
      })
    })
    this.#in = all.map((bounds) => bounds.in)
    this.#out = all.map((bounds) => bounds.out)
    this.#isMet = metOf(this.#next)
    this.#index =
      rules.length < fewRules
        ? undefined
        : new SieveIndex(all.map((bounds, index) => (this.#isMet[index] ? needsOf(bounds) : undefined)))
  }

  /** The index of the next rule, from `start` on, that may take the packet; the number of rules where there is none. */
  next(start: number, packet: Sifted): number {
    const passes = this.#testFor(packet)
    for (let index = start; index < this.#length; index = this.#next[index] as number) {
      if (this.#index !== undefined && this.#isMet[index]) return this.#index.next(index, this.#length, packet, passes)
      if (passes(index)) return index
    }
    return this.#length
  }

  #testFor(packet: Sifted): (index: number) => boolean {
    const ranges = this.#ranges
    const { protocol, in: device, out } = packet
    const src = plain(packet.src)
    const dst = plain(packet.dst)
    const sport = plain(packet.sport)
    const dport = plain(packet.dport)
    return (index) => {
      const at = index * width
      // A comparison with NaN is false: what is not known passes.
      if (protocol < (ranges[at] as number) || protocol > (ranges[at + 1] as number)) return false
      if (src < (ranges[at + 2] as number) || src > (ranges[at + 3] as number)) return false
      if (dst < (ranges[at + 4] as number) || dst > (ranges[at + 5] as number)) return false
      if (sport < (ranges[at + 6] as number) || sport > (ranges[at + 7] as number)) return false
      if (dport < (ranges[at + 8] as number) || dport > (ranges[at + 9] as number)) return false
      return !isOther(this.#in[index], device) && !isOther(this.#out[index], out)
    }
  }
}

function isOther(wanted: string | undefined, has: string | undefined): boolean {
  return wanted !== undefined && has !== undefined && wanted !== has
}
