import type { AddressNumber } from '#base/address.ts'
import { holds, type Intervals, union } from '#base/intervals.ts'
import { readAddress, writeAddress } from '#base/prefix.ts'
import type { ExposurePart, ExposureState } from '#model/exposure.ts'
import type { Family } from '#model/family.ts'
import { showIntervals } from '#explain/values.ts'
import type { SourceClasses } from '#netfilter/source-classes.ts'
import { sizeOf } from '#space/box.ts'

/** What is known of a packet and its way, so far as it decides which rules may tell sources apart. */
export interface Way {
  readonly state: ExposureState
  readonly servers: readonly AddressNumber[]
  readonly ports: readonly number[]
}

/** A class of sources with what its packets meet. */
export interface MetSources<T> {
  readonly sources: Intervals
  /** The address that was asked for the class. */
  readonly from: string
  readonly met: T
}

/** What to ask: the sources of a client, one of which is known. */
export interface AskedClasses<T> {
  readonly family: Family
  readonly protocol: number
  readonly clientPort: number
  readonly sources: Intervals
  readonly from: string
  readonly first: T
  readonly most: number
}

// Rules of nat may lead some sources to other servers, about which other rules ask.
const mostRounds = 4

/** Asks for one address of each class of sources. `whole`: no address meets anything else. */
export function metSources<T extends { readonly way: Way }>(
  asked: AskedClasses<T>,
  divider: SourceClasses,
  ask: (from: string) => T | undefined,
): { readonly found: readonly MetSources<T>[]; readonly whole: boolean } {
  const known = new Map<string, T | undefined>([[asked.from, asked.first]])
  const own = readAddress(asked.from.replace(/[[\]]/g, ''))
  let found: MetSources<T>[] = []
  let whole = false
  for (let round = 0; round < mostRounds; round++) {
    const ends = endsOf(known.values())
    const divided = divider.of({ ...asked, ...ends })
    whole = divided.whole
    if (round === 0 && divided.classes.length === 1)
      return { found: [{ sources: asked.sources, from: asked.from, met: asked.first }], whole }
    const before = known.size
    found = divided.classes.flatMap((sources) => {
      const address = own !== undefined && holds(sources, own) ? own : sources[0]?.from
      if (address === undefined) return []
      const from = address === own ? asked.from : writeEnd(address)
      if (!known.has(from)) known.set(from, ask(from))
      const met = known.get(from)
      return met === undefined ? [] : [{ sources, from, met }]
    })
    const later = endsOf(known.values())
    const isSame = later.servers.length === ends.servers.length && later.ports.length === ends.ports.length
    if (known.size === before || isSame) return { found, whole }
  }
  return { found, whole: false }
}

/** Every server and port that packets were led to, once. */
function endsOf(all: Iterable<{ readonly way: Way } | undefined>): Pick<Way, 'servers' | 'ports'> {
  const ways = [...all].flatMap((one) => one?.way ?? [])
  const servers = new Set(ways.flatMap((way) => way.servers))
  return { servers: [...servers], ports: [...new Set(ways.flatMap((way) => way.ports))] }
}

/** So many pieces of a set are written. */
export const mostShown = 6

/** The sources by what they meet, the most first; none where all meet the same. */
export function partsOf<T extends { readonly way: Way }>(found: readonly MetSources<T>[]): readonly ExposurePart[] {
  const states = [...new Set(found.map(({ met }) => met.way.state))]
  if (states.length < 2) return []
  const sets = states.map((state) => ({
    state,
    set: union(found.filter(({ met }) => met.way.state === state).flatMap(({ sources }) => sources)),
  }))
  return sets
    .toSorted((a, b) => sizeOf(b.set) - sizeOf(a.set))
    .map(({ state, set }) => ({ state, from: sourcesText(set), more: Math.max(0, set.length - mostShown) }))
}

/** The first sources of a set, as people write them. */
export function sourcesText(set: Intervals): readonly string[] {
  return set.slice(0, mostShown).map((one) => showIntervals('src', [one]))
}

function writeEnd(address: AddressNumber): string {
  const text = writeAddress(address)
  return text.includes(':') ? `[${text}]` : text
}
