import type { TableFamily } from '#model/family.ts'
import type { Actor, Generation } from '#model/watch.ts'

const families: Readonly<Partial<Record<TableFamily, string>>> = { ipv4: 'ip', ipv6: 'ip6' }

/** Where something changed: a chain or a set. */
export interface ChangedPlace {
  readonly family: TableFamily
  readonly table: string
  readonly chain: string
}

/** Who changed something at these places, each process once. `took`: only who took something out. */
export function actorsAt(
  generations: readonly Generation[],
  places: readonly ChangedPlace[],
  took: boolean,
): readonly Actor[] {
  const names = new Set(
    places.flatMap(({ family, table, chain }) => {
      const whole = `${families[family] ?? family} ${table}`
      return [whole, `${whole} ${chain}`]
    }),
  )
  const there = generations.filter(({ places: changed }) => changed.some((place) => names.has(place)))
  const takers = there.filter(({ removed }) => removed > 0)
  const chosen = took && takers.length > 0 ? takers : there
  // Who took out the most is named first.
  const sorted = took ? chosen.toSorted((a, b) => b.removed - a.removed) : chosen
  return distinct(sorted.map(({ actor }) => actor))
}

function distinct(actors: readonly Actor[]): readonly Actor[] {
  return [...new Map(actors.map((actor) => [`${actor.pid} ${actor.program}`, actor])).values()]
}
