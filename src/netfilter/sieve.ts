import type { Intervals } from '#base/intervals.ts'
import type { Condition } from '#model/condition.ts'
import { type Indexed, leftOut, type Need, SieveIndex } from './sieve-index.ts'

/** What is looked at of a packet; undefined: not known, null: it has none. */
export interface Sifted extends Indexed {
  readonly protocol: number
}

/** What a packet must be at least for a rule to take it: the bounds of the fields that most rules ask for. */
interface Bounds {
  readonly ranges: Readonly<Record<RangeField, readonly [number, number]>>
  readonly in: string | undefined
  readonly out: string | undefined
  /** Addresses of IPv6 that it asks for, each a single one. */
  readonly long: Readonly<Record<'src' | 'dst', bigint | undefined>>
}

const rangeFields = ['protocol', 'src', 'dst', 'sport', 'dport'] as const
type RangeField = (typeof rangeFields)[number]

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

function metOf(next: readonly number[]): readonly boolean[] {
  const met = next.map(() => false)
  for (let index = 0; index < next.length; index = next[index] as number) met[index] = true
  return met
}

function needsOf({ ranges, in: device, out, long }: Bounds): readonly Need[] {
  const needs: Need[] = []
  if (device !== undefined) needs.push({ field: 'in', bits: 0, key: device })
  if (out !== undefined) needs.push({ field: 'out', bits: 0, key: out })
  for (const field of ['src', 'dst', 'sport', 'dport'] as const) {
    const [from, to] = ranges[field]
    const isAddress = field === 'src' || field === 'dst'
    const single = isAddress ? long[field] : undefined
    if (single !== undefined) needs.push({ field, bits: 0, key: single })
    for (const bits of isAddress ? leftOut : ([0] as const)) {
      const key = Math.floor(from / 2 ** bits)
      if (!Number.isFinite(key) || key !== Math.floor(to / 2 ** bits)) continue
      needs.push({ field, bits, key })
      break
    }
  }
  return needs
}

function isOther(wanted: string | undefined, has: string | undefined): boolean {
  return wanted !== undefined && has !== undefined && wanted !== has
}

// A packet without ports is in no set of ports, so it gets a number that none holds.
function plain(value: number | bigint | undefined | null): number {
  return typeof value === 'number' ? value : value === null ? -1 : Number.NaN
}

function boundsOf(condition: Condition): Bounds {
  const bounds = {
    ranges: { protocol: anything(), src: anything(), dst: anything(), sport: anything(), dport: anything() },
    in: undefined as string | undefined,
    out: undefined as string | undefined,
    long: { src: undefined as bigint | undefined, dst: undefined as bigint | undefined },
  }
  for (const part of partsOf(condition)) {
    if (part.kind === 'in' && isRangeField(part.field)) {
      const range = bounds.ranges[part.field]
      const [from, to] = hullOf(part.set)
      range[0] = Math.max(range[0], from)
      range[1] = Math.min(range[1], to)
      if (part.field === 'src' || part.field === 'dst') bounds.long[part.field] ??= singleOf(part.set)
    } else if (part.kind === 'interface' && !part.prefix && part.name !== '') {
      if (part.field === 'in') bounds.in ??= part.name
      if (part.field === 'out') bounds.out ??= part.name
    }
  }
  return bounds
}

function anything(): [number, number] {
  return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
}

function isRangeField(field: string): field is RangeField {
  return (rangeFields as readonly string[]).includes(field)
}

function partsOf(condition: Condition): readonly Condition[] {
  return condition.kind === 'all' ? condition.of.flatMap(partsOf) : [condition]
}

// The least range that holds the whole set; addresses of IPv6, which are no plain numbers, are left to the rule itself.
function hullOf(set: Intervals): readonly [number, number] {
  if (set.some(({ from, to }) => typeof from === 'bigint' || typeof to === 'bigint')) return anything()
  const [first] = set
  const last = set.at(-1)
  return first === undefined || last === undefined ? [1, 0] : [Number(first.from), Number(last.to)]
}

function singleOf(set: Intervals): bigint | undefined {
  const [only] = set
  return set.length === 1 && typeof only?.from === 'bigint' && only.from === only.to ? only.from : undefined
}
