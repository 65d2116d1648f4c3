import { type Interval, interval, type Intervals } from '#base/intervals.ts'
import type { Field, InterfaceField } from '#model/condition.ts'
import type { Family } from '#model/family.ts'
import { Universe } from '#space/universe.ts'

/** The states that conntrack gives packets, as bits of `ctStates`: those with an entry may have been changed by nat. */
const withEntry: readonly number[] = [2, 4, 8].flatMap((state) => [0, 32, 64, 96].map((nat) => state + nat))

/** A set of single numbers. */
export function points(numbers: readonly number[]): Intervals {
  const made: Interval[] = []
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = made.at(-1)
    if (last !== undefined && Number(last.to) + 1 >= number) made[made.length - 1] = { from: last.from, to: number }
    else made.push({ from: number, to: number })
  }
  return made
}

/** Packets that conntrack has an entry for. */
export const entryStates: Intervals = points(withEntry)
export const portProtocols: Intervals = points([6, 17, 33, 132, 136])

/** What a packet must be to have the field: a packet without it is never taken by a condition that asks for it. */
export interface Need {
  readonly field: Field
  readonly set: Intervals
}

const whole: Need = { field: 'fragment', set: interval(0) }
const portNeeds: readonly Need[] = [{ field: 'protocol', set: portProtocols }, whole]
const icmpNeeds: readonly Need[] = [{ field: 'protocol', set: points([1, 58]) }, whole]
const entryNeeds: readonly Need[] = [{ field: 'ctstate', set: entryStates }]

const byte = interval(0, 255)
const word = interval(0, 65_535)
const number = interval(0, 4_294_967_295)
/** One more than the greatest: the packet has none, and is in no set. */
const ownerNumber = interval(0, 4_294_967_296)
export const noOwner: Intervals = interval(4_294_967_296)
const typeBits = points([1, 2, 4, 8, 16, 32, 64, 128, 256])

type Shape = readonly [domain: Intervals | 'address', needs?: readonly Need[]]

const shapes: Readonly<Partial<Record<Field, Shape>>> = {
  src: ['address'],
  dst: ['address'],
  protocol: [byte],
  fragment: [interval(0, 1)],
  sport: [word, portNeeds],
  dport: [word, portNeeds],
  tcpflags: [byte, [{ field: 'protocol', set: interval(6) }, whole]],
  tcpmss: [interval(0, 65_536)],
  icmptype: [byte, icmpNeeds],
  icmpcode: [byte, icmpNeeds],
  length: [word],
  ttl: [byte],
  tos: [byte],
  spi: [number, [{ field: 'protocol', set: interval(50, 51) }, whole]],
  mark: [number],
  connmark: [number, entryNeeds],
  ctstate: [points([1, 16, ...withEntry])],
  ctstatus: [interval(0, 15), entryNeeds],
  ctdir: [interval(0, 1), entryNeeds],
  ctproto: [byte, entryNeeds],
  ctorigsrc: ['address', entryNeeds],
  ctorigdst: ['address', entryNeeds],
  ctreplsrc: ['address', entryNeeds],
  ctrepldst: ['address', entryNeeds],
  ctorigsport: [word, entryNeeds],
  ctorigdport: [word, entryNeeds],
  ctreplsport: [word, entryNeeds],
  ctrepldport: [word, entryNeeds],
  pkttype: [interval(0, 3)],
  uid: [ownerNumber],
  gid: [ownerNumber],
  socket: [interval(0, 1)],
  bridged: [interval(0, 1)],
  headers: [byte],
}

/** The fields of packets of one family as numbers, and names of interfaces as numbers in alphabetical order. */
export class SetFields {
  readonly universe = new Universe()
  readonly family: Family
  /** Every name that is asked for, and for each beginning one that stands for all others with it. */
  readonly devices: readonly string[]
  readonly #versions = new Map<string, number>()

  constructor(family: Family, names: Iterable<string>, prefixes: Iterable<string>) {
    this.family = family
    const others = [...prefixes].map((prefix) => `${prefix}${otherMark}`)
    this.devices = [...new Set(['', otherMark, ...names, ...others])].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    // The index of a list looks at the first ones only.
    for (const field of ['src', 'dst', 'protocol', 'dport', 'sport'] as const) this.of(field)
    this.device('in')
    this.device('out')
    this.of('ctstate')
  }

  get address(): Intervals {
    return this.family === 'ipv4' ? interval(0, 4_294_967_295) : interval(0n, (1n << 128n) - 1n)
  }

  /** The number of the field. A field that a rule has rewritten is another one from there on, which nobody knows. */
  of(field: Field): number {
    const version = this.#versions.get(field) ?? 0
    const name = version === 0 ? field : `${field}@${version}`
    return this.universe.field(name, () => this.domainOf(field), version > 0 || shapes[field] === undefined)
  }

  device(field: InterfaceField): number {
    return this.universe.field(field, () => interval(0, this.devices.length - 1))
  }

  /** A question that has the answer yes or no, and nobody knows which. */
  question(key: string): number {
    return this.universe.field(`?${key}`, () => interval(0, 1), true)
  }

  /** A chain begins: nothing has been rewritten yet. */
  begin(): void {
    this.#versions.clear()
  }

  /** From here on a rule may have given the field another value. */
  rewrite(field: string): void {
    this.#versions.set(field, (this.#versions.get(field) ?? 0) + 1)
  }

  needs(field: Field): readonly Need[] {
    return shapes[field]?.[1] ?? []
  }

  /** What the field may be. Types of addresses are sets of bits, of which one is enough to tell addresses apart. */
  domainOf(field: Field): Intervals {
    if (field === 'nfproto') return interval(this.family === 'ipv4' ? 2 : 10)
    const domain = shapes[field]?.[0] ?? (field === 'realm' || field === 'cpu' ? number : typeBits)
    return domain === 'address' ? this.address : domain
  }

  /** The numbers of the interfaces with the name, or that begin with it. */
  named(name: string, isPrefix: boolean): Intervals {
    const fits = (device: string) => (isPrefix ? device.startsWith(name) && device !== '' : device === name)
    return points(this.devices.flatMap((device, index) => (fits(device) ? [index] : [])))
  }

  /** A name that fits the number: of others with the same beginning, one that no rule asks for. */
  nameOf(index: number): string {
    const name = this.devices[index] ?? ''
    if (!name.endsWith(otherMark)) return name
    const start = name.slice(0, -1)
    for (let count = 0; ; count++) {
      const made = start === '' ? `other${count}` : `${start}${count}`
      const claims = this.devices.some(
        (one) =>
          one === made || (one.endsWith(otherMark) && one.length > name.length && made.startsWith(one.slice(0, -1))),
      )
      if (!claims) return made
    }
  }
}

// Comes before every character that a name may have.
const otherMark = '\u0001'
