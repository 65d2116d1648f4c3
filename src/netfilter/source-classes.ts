import type { AddressNumber } from '#base/address.ts'
import { intersect, interval, type Intervals, subtract, union } from '#base/intervals.ts'
import { lastOf, networkOf } from '#base/network.ts'
import { type Prefix, readPrefix } from '#base/prefix.ts'
import type { Facts } from '#model/facts.ts'
import type { Family } from '#model/family.ts'
import type { Lowered } from '#model/lowered.ts'
import type { Box } from '#space/box.ts'
import type { Program } from './program.ts'
import { findByValue, meets } from './rows-by-value.ts'
import { keyOf } from './set-condition.ts'
import type { SetFields } from './set-fields.ts'
import { chainList, type Place } from './set-list.ts'
import { setFields } from './set-names.ts'

/** First packets of connections that differ in nothing but the source address. */
export interface AskedSources {
  readonly family: Family
  readonly protocol: number
  /** The addresses and ports that the server has, before and after NAT, and the port of the client. */
  readonly servers: readonly AddressNumber[]
  readonly ports: readonly number[]
  readonly clientPort: number
  readonly sources: Intervals
  /** At most so many classes. */
  readonly most: number
}

/** Sources in classes: every packet of a class meets the same rules. */
export interface Classes {
  readonly classes: readonly Intervals[]
  /** Whether that is so for all: rules with sets that cannot be told apart by addresses, or too many, make it false. */
  readonly whole: boolean
}

/** What a place of a chain asks of packets. */
interface Row {
  readonly asks: Readonly<Partial<Record<Asked, Intervals>>>
  /** Rows one after the other with one key do the same with the packets of all of them, whatever source or destination they ask for. */
  readonly keys: Readonly<Record<Side, string>>
  readonly isOpen: boolean
}

type Side = 'src' | 'dst'

const askedFields = ['protocol', 'src', 'dst', 'sport', 'dport', 'ctorigsrc', 'ctrepldst'] as const
type Asked = (typeof askedFields)[number]

interface Dividers {
  readonly sets: readonly Intervals[]
  readonly whole: boolean
}

type Find = ReturnType<typeof findByValue<Row>>

/** The rows that a connection meets on its way, and those that the answer meets. */
interface Index {
  readonly there: Find
  readonly back: Find
}

/** Divides sources by what the rules and routes of a host ask of addresses. */
export class SourceClasses {
  readonly #lowered: Lowered
  readonly #program: Program
  readonly #facts: Facts
  readonly #rows = new Map<Family, readonly Row[]>()
  readonly #indexes = new Map<string, Index>()
  readonly #sets = new Map<string, Dividers>()

  constructor(lowered: Lowered, program: Program, facts: Facts) {
    this.#lowered = lowered
    this.#program = program
    this.#facts = facts
  }

  /** Answers are looked at too: a rule may ask for the address of the client there. */
  of(asked: AskedSources): Classes {
    const { sources, most } = asked
    const { sets, whole } = this.#setsFor(asked)
    let classes: readonly Intervals[] = [sources]
    for (const set of sets) {
      if (!divides(set, sources)) continue
      classes = classes.flatMap((one) => (divides(set, one) ? [intersect(one, set), subtract(one, set)] : [one]))
      if (classes.length > most) return { classes: classes.slice(0, most), whole: false }
    }
    return { classes, whole }
  }

  #setsFor({ family, protocol, servers, ports, clientPort }: AskedSources): Dividers {
    const key = `${family} ${protocol} ${clientPort} ${ascending(servers).join()} ${ascending(ports).join()}`
    const known = this.#sets.get(key)
    if (known !== undefined) return known
    const index = this.#indexOf(family, protocol, clientPort)
    const there = index.there(servers, ports)
    const back = index.back(servers, ports)
    const all = [...this.#routed(family), ...merged(there, 'src'), ...merged(back, 'dst')]
    const sets = [...new Map(all.map((set) => [keyOf(set), set])).values()]
    const made = { sets, whole: ![...there, ...back].some(({ isOpen }) => isOpen) }
    this.#sets.set(key, made)
    return made
  }

  #indexOf(family: Family, protocol: number, clientPort: number): Index {
    const key = `${family} ${protocol} ${clientPort}`
    const known = this.#indexes.get(key)
    if (known !== undefined) return known
    const rows = this.#rowsOf(family).filter(({ asks }) => meets(asks.protocol, [protocol]))
    const made = {
      there: findByValue(
        rows.filter(({ asks }) => meets(asks.sport, [clientPort])),
        ({ asks }) => asks.dst,
        ({ asks }) => asks.dport,
      ),
      back: findByValue(
        rows.filter(({ asks }) => meets(asks.dport, [clientPort])),
        ({ asks }) => asks.src,
        ({ asks }) => asks.sport,
      ),
    }
    this.#indexes.set(key, made)
    return made
  }

  #rowsOf(family: Family): readonly Row[] {
    const known = this.#rows.get(family)
    if (known !== undefined) return known
    const fields = setFields(family, this.#lowered)
    const tables = this.#lowered.tables.filter(({ families }) => families.includes(family))
    const chains = tables.flatMap((table) => [...table.chains.values()].filter(({ base }) => base !== undefined))
    const rows = chains.flatMap((chain) => {
      const { places, cut } = chainList(chain, fields, this.#program)
      const made = places
        .filter(({ does, label }) => does !== 'passes' || label !== '')
        .map((one) => rowOf(one, fields))
      return cut ? [...made, openRow] : made
    })
    this.#rows.set(family, rows)
    return rows
  }

  // Routing and the check of sources ask for these.
  #routed(family: Family): readonly Intervals[] {
    const { routes, interfaces, routingRules } = this.#facts
    const own = (interfaces ?? []).flatMap(({ addresses }) => addresses.filter((one) => one.family === family))
    const prefixes = [
      ...(routes ?? []).filter((one) => one.family === family).map(({ destination }) => destination),
      ...own,
      ...(routingRules ?? []).filter((one) => one.family === family).flatMap(({ text }) => prefixesIn(text)),
    ]
    return [
      ...prefixes.map(({ address, length }) => interval(networkOf(address, length), lastOf(address, length))),
      ...own.map(({ address }) => interval(address)),
    ]
  }
}

function prefixesIn(text: string): readonly Prefix[] {
  return text.split(/\s+/).flatMap((word) => readPrefix(word) ?? [])
}

const openRow: Row = { asks: {}, keys: { src: 'cut', dst: 'cut' }, isOpen: true }

function rowOf({ box, does, label, doubtful }: Place, fields: SetFields): Row {
  const asks: Partial<Record<Asked, Intervals>> = {}
  const divided = new Set<number>()
  for (const field of askedFields) {
    const number = fields.of(field)
    const at = box.fields.indexOf(number)
    if (at >= 0) asks[field] = setAt(box, at)
    if (field === 'src' || field === 'dst') divided.add(number)
  }
  const rest = box.fields.map((field, index) => (divided.has(field) ? field : `${field}=${keyOf(setAt(box, index))}`))
  const key = `${does} ${doubtful} ${label} ${rest.join(' ')}`
  return {
    asks,
    keys: { src: `${key} ${keyFor(asks.dst)}`, dst: `${key} ${keyFor(asks.src)}` },
    isOpen: box.fields.some((field) => fields.universe.nameOf(field).startsWith('?set ')),
  }
}

function setAt(box: Box, index: number): Intervals {
  return box.sets[index] as Intervals
}

// Long lists of addresses with one rule each come to one set. `side`: where the address of the client is.
function merged(rows: readonly Row[], side: Side): readonly Intervals[] {
  const sets: Intervals[] = []
  let run: Intervals[] = []
  let last = ''
  for (const { asks, keys } of rows) {
    const own = keys[side]
    if (own !== last || asks[side] === undefined) {
      if (run.length > 0) sets.push(union(run.flat()))
      run = []
    }
    if (asks[side] !== undefined) run.push(asks[side])
    last = own
    for (const memory of [asks.ctorigsrc, asks.ctrepldst]) if (memory !== undefined) sets.push(memory)
  }
  if (run.length > 0) sets.push(union(run.flat()))
  return sets
}

function keyFor(set: Intervals | undefined): string {
  return set === undefined ? '' : keyOf(set)
}

function ascending<T extends AddressNumber>(values: readonly T[]): readonly T[] {
  return [...new Set(values)].sort((a, b) => (a < b ? -1 : 1))
}

/** Whether some of the whole is in the set, and some is not. */
function divides(set: Intervals, whole: Intervals): boolean {
  const inside = intersect(whole, set)
  if (inside.length === 0) return false
  if (inside.length !== whole.length) return true
  return inside.some((one, index) => one.from !== whole[index]?.from || one.to !== whole[index]?.to)
}
