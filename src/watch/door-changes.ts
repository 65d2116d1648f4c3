import type { Door, Exposure } from '#model/exposure.ts'
import type { Family } from '#model/family.ts'
import type { Snapshot } from '#model/snapshot.ts'

/** A port that the internet can reach now and could not before, or the other way round. */
export interface DoorChange {
  readonly isOpen: boolean
  readonly door: Door
  /** Where the other family of addresses stays open. */
  readonly family: Family | undefined
}

/** What opened and closed to the internet between two looks. */
export function doorChanges(
  before: Exposure | undefined,
  after: Exposure | undefined,
  { facts }: Pick<Snapshot, 'facts'>,
): readonly DoorChange[] {
  if (before === undefined || after === undefined) return []
  const passing = passingPorts(facts.sysctls?.['net.ipv4.ip_local_port_range'])
  const then = openDoors(before, passing)
  const now = openDoors(after, passing)
  return [...changesOf(then, now, true), ...changesOf(now, then, false)]
}

function changesOf(lacking: Doors, having: Doors, isOpen: boolean): readonly DoorChange[] {
  return [...having].flatMap(([key, { door, families: having }]) => {
    const lacked = lacking.get(key)?.families
    const fresh = [...having].filter((family) => lacked?.has(family) !== true)
    if (fresh.length === 0) return []
    return [{ isOpen, door, family: lacked === undefined ? undefined : fresh[0] }]
  })
}

/** Open ports by protocol, address and number, each with the families by which it is open. */
type Doors = ReadonlyMap<string, { readonly door: Door; readonly families: Set<Family> }>

/** The ports of an exposure that the internet can reach. A container's own address is no port of the host. */
export function openDoors({ doors }: Exposure, isPassing: (port: number) => boolean = () => false): Doors {
  const open = new Map<string, { readonly door: Door; readonly families: Set<Family> }>()
  for (const door of doors) {
    const { kind, cells, protocol, address, port, families } = door
    const isOpen = cells.some((cell) => cell?.state === 'open' || cell?.state === 'limited')
    // A program that asks a name server listens there for a moment.
    if (kind === 'direct' || !isOpen || (kind === 'listening' && protocol === 'udp' && isPassing(port))) continue
    const key = `${protocol} ${address} ${port}`
    const known = open.get(key)
    if (known === undefined) open.set(key, { door, families: new Set(families) })
    else for (const family of families) known.families.add(family)
  }
  return open
}

function passingPorts(range: string | undefined): (port: number) => boolean {
  const [first = 32768, last = 60999] = (range ?? '').split(/\s+/).filter(Boolean).map(Number)
  return (port) => port >= first && port <= last
}

/** A port as people write it: `8080/tcp`, `127.0.0.1:53/udp`. */
export function portText({ address, port, protocol }: Pick<Door, 'address' | 'port' | 'protocol'>): string {
  if (address === '') return `${port}/${protocol}`
  return `${address.includes(':') ? `[${address}]` : address}:${port}/${protocol}`
}
