import type { Json, NftTable } from '#model/nft.ts'
import { memberOf } from './nft-key.ts'

/** The members of a named set or map. */
export interface Members {
  /** The elements as JSON; 'unknown': the text does not hold them, or packets change them. */
  readonly members: readonly Json[] | 'unknown'
  /** Whether rules of the table add members. */
  readonly changes: boolean
}

/** The named sets and maps of a table. */
export interface Sets {
  /** The set that `@name` names; undefined: the value is no name. */
  find(value: Json): Members | undefined
}

/** Prepares the sets of a table. A set that rules of the table change holds other members by now. */
export function setsOf(table: NftTable): Sets {
  let changing: ReadonlySet<string> | undefined
  const byName = new Map(table.sets.map((set) => [set.name, set]))
  return {
    find(value) {
      if (typeof value !== 'string' || !value.startsWith('@')) return undefined
      const name = value.slice(1)
      changing ??= changedSets(table)
      const set = byName.get(name)
      const changes = changing.has(name) || set?.flags.includes('dynamic') === true
      return { members: changes ? 'unknown' : (set?.elements ?? 'unknown'), changes }
    },
  }
}

function changedSets({ chains }: NftTable): ReadonlySet<string> {
  const names = new Set<string>()
  for (const { rules } of chains) {
    for (const statement of rules.flatMap(({ statements }) => statements)) {
      const change = memberOf(statement, 'set') ?? memberOf(statement, 'map')
      const name = change === undefined ? undefined : (memberOf(change, 'set') ?? memberOf(change, 'map'))
      if (typeof name === 'string') names.add(name.replace(/^@/, ''))
    }
  }
  return names
}
