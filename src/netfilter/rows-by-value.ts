import type { AddressNumber } from '#base/address.ts'
import { holds, type Intervals } from '#base/intervals.ts'

/**
 * What asks for one of several addresses and one of several ports; to ask for neither is to take them all. Found by the only address, else by the
 * only port that each asks for, as each rule times each published port is the square of a long ruleset.
 */
export function findByValue<T>(
  all: readonly T[],
  addressOf: (one: T) => Intervals | undefined,
  portOf: (one: T) => Intervals | undefined,
): (addresses: readonly AddressNumber[], ports: readonly AddressNumber[]) => readonly T[] {
  const groups = new Map<string, number[]>()
  for (const [index, one] of all.entries()) {
    const address = keyOfOnly('address', addressOf(one))
    const key = address ?? keyOfOnly('port', portOf(one)) ?? 'any'
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [index])
    else group.push(index)
  }
  return (addresses, ports) => {
    const keys = new Set([
      'any',
      ...addresses.map((value) => `address ${value}`),
      ...ports.map((value) => `port ${value}`),
    ])
    const found: number[] = []
    for (const key of keys) {
      for (const index of groups.get(key) ?? []) {
        const one = all[index] as T
        if (meets(addressOf(one), addresses) && meets(portOf(one), ports)) found.push(index)
      }
    }
    return found.sort((a, b) => a - b).map((index) => all[index] as T)
  }
}

/** Whether one of the values is asked for. */
export function meets(set: Intervals | undefined, values: readonly AddressNumber[]): boolean {
  return set === undefined || values.some((value) => holds(set, value))
}

function keyOfOnly(name: string, set: Intervals | undefined): string | undefined {
  const [first] = set ?? []
  return set?.length === 1 && first?.from === first?.to ? `${name} ${first?.from}` : undefined
}
