import { type Interval, union } from '#base/intervals.ts'
import { allOf, always, anyOf, type Condition, type Field, fieldBits, fieldIn } from '#model/condition.ts'
import type { Json } from '#model/nft.ts'

/** What an expression of nft asks of a packet, and how its values are read. */
export interface Key {
  /** What a packet must be to have such a value: without it a rule does not match, negated or not. */
  readonly needs: readonly Condition[]
  /** The expression has this value, prefix or range; undefined: we do not understand the value. */
  is(value: Json): Condition | undefined
  /** The expression has any of these bits. */
  has?(bits: Json): Condition | undefined
  /** The expression lies in the range; undefined where it has no order. */
  within?(from: number | undefined, to: number | undefined): Condition
  /** The expression with only these bits of it. */
  masked?(mask: Json): Key | undefined
}

/** How a value is read as a number; undefined: not one that we know. */
export type ReadNumber = (value: Json) => number | bigint | undefined

const highest = 0xffffffff

/** A number of the packet. `name`: reads one value; `bits`: the value is a set of bits, `mask` all that it has. */
export function numberKey(field: Field, needs: readonly Condition[], read: ReadNumber): Key {
  const at = (value: Json): readonly Interval[] | undefined => intervalOf(value, read)
  return {
    needs,
    is: (value) => {
      const set = at(value)
      return set === undefined ? undefined : fieldIn(field, set)
    },
    within: (from = 0, to = highest) => fieldIn(field, from > to ? [] : [{ from, to }]),
    masked: (mask) => maskedKey(field, needs, read, mask),
  }
}

function maskedKey(field: Field, needs: readonly Condition[], read: ReadNumber, mask: Json): Key | undefined {
  const bits = bitsOf(mask, read)
  if (bits === undefined) return undefined
  return {
    needs,
    is: (value) => {
      const wanted = bitsOf(value, read)
      return wanted === undefined ? undefined : fieldBits(field, bits, wanted)
    },
  }
}

/** A number of which only some bits are asked, each with a name. Equal: these bits and no others of `mask`. */
export function flagsKey(field: Field, needs: readonly Condition[], read: ReadNumber, mask: number): Key {
  return {
    needs,
    is: (value) => {
      const wanted = bitsOf(value, read)
      return wanted === undefined ? undefined : fieldBits(field, mask, wanted)
    },
    has: (value) => {
      const wanted = bitsOf(value, read)
      return wanted === undefined ? undefined : fieldBits(field, wanted, 'any')
    },
    masked: (part) => {
      const bits = bitsOf(part, read)
      return bits === undefined ? undefined : maskedKey(field, needs, read, Number(bits) & mask)
    },
  }
}

// `[ "syn", "ack" ]` and `{"|": [ "syn", "ack" ]}` are both bits together.
function bitsOf(value: Json, read: ReadNumber): number | bigint | undefined {
  const list = Array.isArray(value) ? (value as readonly Json[]) : orOf(value)
  if (list === undefined) return read(value)
  const each = list.map((one) => bitsOf(one, read))
  if (each.includes(undefined)) return undefined
  return each.reduce<number>((bits, one) => (bits | Number(one)) >>> 0, 0)
}

function orOf(value: Json): readonly Json[] | undefined {
  const parts = memberOf(value, '|')
  return Array.isArray(parts) ? (parts as readonly Json[]) : undefined
}

/** One value, prefix or range as an interval. */
export function intervalOf(value: Json, read: ReadNumber): readonly Interval[] | undefined {
  const range = memberOf(value, 'range')
  if (Array.isArray(range)) {
    const [from, to] = (range as readonly Json[]).map(read)
    return from === undefined || to === undefined ? undefined : [{ from, to }]
  }
  const prefix = memberOf(value, 'prefix')
  if (prefix !== undefined) return prefixOf(prefix, read)
  const only = read(value)
  return only === undefined ? undefined : [{ from: only, to: only }]
}

function prefixOf(prefix: Json, read: ReadNumber): readonly Interval[] | undefined {
  const address = read(memberOf(prefix, 'addr') ?? null)
  const length = memberOf(prefix, 'len')
  if (address === undefined || typeof length !== 'number') return undefined
  const hosts = (1n << BigInt((typeof address === 'bigint' ? 128 : 32) - length)) - 1n
  const from = BigInt(address) & ~hosts
  const to = from | hosts
  return [typeof address === 'bigint' ? { from, to } : { from: Number(from), to: Number(to) }]
}

/** A member of an object, if the value is one that has it. */
export function memberOf(value: Json, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.hasOwn(value, name) ? (value as { readonly [key: string]: Json })[name] : undefined
}

/** One of several conditions: numbers of one field become one set. */
export function oneOf(conditions: readonly Condition[]): Condition {
  const [first] = conditions
  if (first?.kind === 'in' && conditions.every((one) => one.kind === 'in' && one.field === first.field)) {
    return fieldIn(first.field, union(conditions.flatMap((one) => (one.kind === 'in' ? one.set : []))))
  }
  return anyOf(conditions)
}

/** Several expressions side by side: `ip saddr . tcp dport`. */
export function concatKey(keys: readonly Key[]): Key {
  return {
    needs: keys.flatMap(({ needs }) => needs),
    is: (value) => {
      const parts = memberOf(value, 'concat')
      if (!Array.isArray(parts) || parts.length !== keys.length) return undefined
      const each = keys.map((key, index) => isOrAny(key, (parts as readonly Json[])[index] ?? null))
      return each.includes(undefined) ? undefined : allOf(each as readonly Condition[])
    },
  }
}

function isOrAny(key: Key, value: Json): Condition | undefined {
  return value === '*' ? always : key.is(value)
}
