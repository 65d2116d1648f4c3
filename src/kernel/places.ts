import type { AddressNumber } from '#base/address.ts'
import { lastOf, liesIn, networkOf } from '#base/network.ts'
import type { Facts, Interface, IpSet } from '#model/facts.ts'
import type { Family } from '#model/family.ts'

/** Where packets can come from and go to on a host. */
export interface Places {
  readonly family: Family
  /** Interfaces into which packets can be sent: no loopback, no ports of bridges. */
  readonly devices: readonly string[]
  /** The interface that leads to everybody else. */
  readonly outer: string | undefined
  /** The host's own addresses, those of the outer interface first. */
  readonly own: readonly AddressNumber[]
  /** Addresses of others: known ones, somebody behind each interface, strangers. */
  readonly others: readonly AddressNumber[]
  readonly broadcasts: readonly AddressNumber[]
  readonly multicasts: readonly AddressNumber[]
  readonly samples: readonly AddressNumber[]
  readonly sets: readonly IpSet[]
  /** Addresses behind an interface, the likeliest first. */
  behind(device: string): readonly AddressNumber[]
  /** The interface behind which an address lies. */
  toward(address: AddressNumber): string | undefined
}

const strangers: Readonly<Record<Family, readonly AddressNumber[]>> = {
  ipv4: [0xc6336407, 0xcb007109, 0x08080808],
  ipv6: [(0x20010db8ffffn << 80n) | 7n, (0x20010db8fffen << 80n) | 9n],
}

/** Collects the places of a host whose facts are complete. `known`: addresses of containers and those that rules name. */
export function placesOf(facts: Facts, family: Family, known: readonly AddressNumber[]): Places {
  const links = (facts.interfaces ?? []).filter(({ name, up, bridge }) => up && name !== 'lo' && bridge === undefined)
  const outer = outerOf(facts, links, family)
  const ordered = links.toSorted((a, b) => Number(b.name === outer) - Number(a.name === outer))
  const networks = ordered.flatMap(({ name, addresses }) =>
    addresses.filter((each) => each.family === family && !isLinkLocal(each.address)).map((each) => ({ name, ...each })),
  )
  const own = networks.map(({ address }) => address)
  const named = known.filter((each) => !own.includes(each) && (typeof each === 'bigint') === (family === 'ipv6'))
  const neighbours = networks.flatMap((net) => neighboursIn(net, own))
  const free = strangers[family].filter((each) => !networks.some((net) => liesIn(each, net)))
  const toward = (address: AddressNumber) => networks.find((net) => liesIn(address, net))?.name ?? outer
  const others = [...new Set([...named, ...neighbours, ...free])]
  const broadcasts = networks.flatMap(({ address, length }) =>
    family === 'ipv4' && length < 31 ? [lastOf(address, length)] : [],
  )
  const multicasts: readonly AddressNumber[] = family === 'ipv4' ? [0xe00000fb] : [(0xff02n << 112n) | 0xfbn]
  return {
    family,
    devices: ordered.map(({ name }) => name),
    outer,
    own,
    others,
    broadcasts,
    multicasts,
    samples: [...others, ...own],
    sets: facts.ipsets ?? [],
    behind: (device) => others.filter((each) => toward(each) === device),
    toward,
  }
}

function isLinkLocal(address: AddressNumber): boolean {
  return typeof address === 'bigint' && liesIn(address, { address: 0xfe80n << 112n, length: 10 })
}

function outerOf({ routes }: Facts, links: readonly Interface[], family: Family): string | undefined {
  const exit = routes?.find((one) => one.family === family && one.destination.length === 0 && one.device !== undefined)
  return exit?.device ?? links.find(({ kind }) => kind !== 'bridge')?.name ?? links[0]?.name
}

// Two of them, so that one can speak to the other.
function neighboursIn(
  { address, length }: { readonly address: AddressNumber; readonly length: number },
  own: readonly AddressNumber[],
): readonly AddressNumber[] {
  const width = typeof address === 'bigint' ? 128 : 32
  if (length > width - 3) return []
  const start = networkOf(address, length)
  const found: AddressNumber[] = []
  for (let step = 2; found.length < 2 && step < 8; step++) {
    const next = typeof start === 'bigint' ? start + BigInt(step) : start + step
    if (!own.includes(next)) found.push(next)
  }
  return found
}
