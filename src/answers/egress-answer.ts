import { writeAddress } from '#base/prefix.ts'
import { type Refusal, refusal } from '#model/answer.ts'
import type { Egress, EgressRow, ExposureCell, ExposureZone } from '#model/exposure.ts'
import type { Family } from '#model/family.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { assumptionsOf } from './exposure-answer.ts'
import { ExposureJudge } from './exposure-judge.ts'
import { type AskedZone, exposureZones } from './exposure-zones.ts'
import { ownersOf } from './owners-answer.ts'
import { prepare } from './trace-answer.ts'
import { internetAddress, lanNeighbour, networkNeighbour } from './zones.ts'

const families = ['ipv4', 'ipv6'] as const

/** A port that most rules let out where they let anything out. */
const port = 443

/** Where somebody is asked for, in one family; undefined: nobody there. */
type Place = Pick<ExposureZone, 'kind' | 'name'> & { readonly at: (family: Family, from: string) => string | undefined }

/** What containers of each network can reach: the internet, the LAN, the host, other networks. */
export function answerEgress(snapshot: Snapshot, from: string | undefined): Egress | Refusal {
  const zones = exposureZones(snapshot, [])
  const networks = Array.isArray(zones)
    ? (zones as readonly AskedZone[]).filter(({ zone }) => zone.kind === 'network')
    : []
  const asked = networks.filter(({ zone }) => from === undefined || zone.name === from)
  if (asked.length === 0) {
    const names = networks.map(({ zone }) => zone.name).join(', ')
    return refusal('exposure/no-network', { name: from ?? '', names })
  }
  const judge = new ExposureJudge(snapshot, prepare(snapshot), ownersOf(snapshot))
  const places = placesOf(snapshot, networks)
  const rows = asked.flatMap((network) =>
    merged(
      families
        .filter((family) => network.clients[family] !== undefined)
        .map((family) => ({
          network: network.zone.name,
          families: [family],
          cells: places.map((place) => cellOf(network, place, family, judge)),
        })),
    ),
  )
  const shown = places.map(({ kind, name, at }) => ({
    ...{ kind, name, device: undefined },
    addresses: kind === 'host' ? [] : families.flatMap((family) => at(family, '') ?? []),
  }))
  return { source: snapshot.name, places: shown, rows, port, assumed: assumptionsOf(snapshot) }
}

function placesOf(snapshot: Snapshot, networks: readonly AskedZone[]): readonly Place[] {
  const neighbour = (name: string, family: Family) => networkNeighbour(name, snapshot, family)
  const written = (address: Parameters<typeof writeAddress>[0] | undefined) =>
    address === undefined ? undefined : writeAddress(address)
  return [
    { kind: 'internet', name: 'internet', at: (family) => written(internetAddress(snapshot, family)) },
    { kind: 'lan', name: 'lan', at: (family) => written(lanNeighbour(snapshot, family)?.address) },
    // The address of the bridge: containers of an internal network know no other.
    { kind: 'host', name: 'host', at: (family, from) => written(neighbour(from, family)?.own) },
    ...networks.map(
      ({ zone: { name } }): Place => ({
        kind: 'network',
        name,
        at: (family, from) => (from === name ? undefined : written(neighbour(name, family)?.address)),
      }),
    ),
  ]
}

function cellOf(network: AskedZone, place: Place, family: Family, judge: ExposureJudge): ExposureCell | undefined {
  const address = place.at(family, network.zone.name)
  if (address === undefined) return undefined
  const name = place.kind === 'network' ? place.name : undefined
  const door = { kind: 'direct', family, protocol: 'tcp', address, port, target: undefined, network: name } as const
  const cell = judge.judge(door, network)?.cell
  // That no program or container is there says nothing of the rules, which let the packet through.
  return cell?.reason === 'refused' || cell?.reason === 'no-container'
    ? { ...cell, state: 'open', reason: undefined }
    : cell
}

function merged(rows: readonly EgressRow[]): readonly EgressRow[] {
  const [four, six] = rows
  if (four === undefined || six === undefined) return rows
  const isSame = four.cells.every((cell, index) => {
    const other = six.cells[index]
    return cell === undefined || other === undefined || cell.state === other.state
  })
  if (!isSame) return rows
  return [{ ...four, families, cells: four.cells.map((cell, index) => cell ?? six.cells[index]) }]
}
