import { remembered } from '#base/remember.ts'
import type { Reacher } from '#model/check.ts'
import { isRefusal } from '#model/answer.ts'
import { message } from '#model/diagnostic.ts'
import type { Door, Exposure, ExposureZone } from '#model/exposure.ts'
import type { Family } from '#model/family.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Seen } from '#lint/subject.ts'
import { answerExposure } from './exposure-answer.ts'

const nothing: Seen = { who: 'unknown', packet: undefined }

/** Who reaches a port of the host, and the packet that shows it. */
export function answerPort(snapshot: Snapshot, family: Family, protocol: string, port: number): Seen {
  const asked = exposures(snapshot)
  const exposure = asked.get(port) ?? exposureOf(snapshot, port)
  asked.set(port, exposure)
  if (exposure === undefined) return nothing
  const doors = exposure.doors.filter((door) => door.protocol === protocol && door.families.includes(family))
  const found = doors.map((door) => seenAt(door, exposure, family))
  const order: readonly Reacher[] = ['internet', 'zone', 'unknown', 'container', 'nobody']
  return found.toSorted((a, b) => order.indexOf(a.who) - order.indexOf(b.who))[0] ?? nothing
}

/** Every port of a host and who reaches it. */
export const exposureFor = remembered((snapshot: Snapshot): Exposure | undefined => {
  const found = answerExposure(snapshot, { zones: [], from: undefined, to: undefined })
  return isRefusal(found) ? undefined : found
})

const exposures = remembered((_: Snapshot) => new Map<number, Exposure | undefined>())

function exposureOf(snapshot: Snapshot, port: number): Exposure | undefined {
  const found = answerExposure(snapshot, { zones: [], from: undefined, to: String(port) })
  return isRefusal(found) ? undefined : found
}

const reachers: Readonly<Record<ExposureZone['kind'], Reacher>> = {
  internet: 'internet',
  lan: 'zone',
  named: 'zone',
  network: 'container',
  host: 'nobody',
}

/** The most distant zone that gets through; of a closed door the first zone that does not. */
function seenAt(door: Door, exposure: Exposure, family: Family): Seen {
  const outside = exposure.zones.map((_, index) => index).filter((index) => exposure.zones[index]?.kind !== 'host')
  const stateOf = (index: number) => door.cells[index]?.state
  const through = outside.find((index) => stateOf(index) === 'open' || stateOf(index) === 'limited')
  const perhaps = outside.find((index) => stateOf(index) === 'perhaps')
  const shown = through ?? perhaps ?? outside.find((index) => door.cells[index] !== undefined)
  if (shown === undefined) return nothing
  const zone = exposure.zones[shown]
  const who = through !== undefined ? reachers[zone?.kind ?? 'host'] : perhaps !== undefined ? 'unknown' : 'nobody'
  return { who, packet: packetText(door, zone, exposure, shown, family) }
}

function packetText(door: Door, zone: ExposureZone | undefined, exposure: Exposure, index: number, family: Family) {
  const isFamily = (address: string) => address.includes(':') === (family === 'ipv6')
  const from = zone?.addresses.find(isFamily) ?? ''
  const own = exposure.hostAddress !== undefined && isFamily(exposure.hostAddress) ? exposure.hostAddress : ''
  const to = door.address === '' ? own : door.address
  const cell = door.cells[index]
  return message('check/packet', {
    ...{ protocol: door.protocol, from, device: zone?.device ?? '' },
    ...{ to: to.includes(':') ? `[${to}]` : to, port: door.port },
    ...{ state: cell?.state ?? 'closed', by: cell?.by ?? '' },
  })
}
