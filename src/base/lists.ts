// What a call would take as `...list`: each argument lies on the stack, which is full at about 130,000.

/** Adds values behind those of a list. */
export function append<T>(list: T[], more: Iterable<T>): void {
  for (const value of more) list.push(value)
}

/** Puts values into a list at an index, in the place of `removed` of its own. */
export function replaceAt<T>(list: T[], at: number, removed: number, values: readonly T[]): void {
  if (values.length === 1) list.splice(at, removed, values[0] as T)
  else {
    const behind = list.splice(at).slice(removed)
    append(list, values)
    append(list, behind)
  }
}

/** The largest of the numbers; 0 where there is none above it. */
export function largest(values: Iterable<number>): number {
  let most = 0
  for (const value of values) if (value > most) most = value
  return most
}

/** The values by a key of theirs, in their order. */
export function groupBy<T, K>(values: Iterable<T>, keyOf: (value: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>()
  for (const value of values) {
    const key = keyOf(value)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [value])
    else group.push(value)
  }
  return groups
}
