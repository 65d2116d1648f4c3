import type { Assumption, Door, DoorKind, Exposure, ExposureState, ExposureZone } from '#model/exposure.ts'
import type { Family } from '#model/family.ts'
import type { MetricSample } from '#model/metrics.ts'

/** The zones outside the host: the internet, the LAN and those that the user defined. Names of Docker networks are not counted. */
export const outerZones: readonly ExposureZone['kind'][] = ['internet', 'lan', 'named']

const families: readonly Family[] = ['ipv4', 'ipv6']
const kinds: readonly DoorKind[] = ['published', 'forwarded', 'listening', 'direct']

// What tells that there are no more doors of a kind than those found.
const toldBy: Readonly<Record<DoorKind, readonly Assumption[]>> = {
  published: ['docker', 'docker-partly'],
  direct: ['docker', 'docker-partly', 'macvlan'],
  listening: ['sockets'],
  forwarded: ['nftables', 'rules-partly'],
}

/** Which doors to count: those in a state, or those that are open although a rule was meant to close them. */
export type PortCount = ExposureState | 'despite'

/**
 * Counts the ports of an exposure whose families are apart, by zone, family and kind. Where something was not read, a count of 0 may be
 * too low: it is left out.
 */
export function zonePorts({ zones, doors, assumed }: Exposure): (wanted: PortCount) => readonly MetricSample[] {
  return (wanted) =>
    zones.flatMap((zone, index) =>
      !outerZones.includes(zone.kind)
        ? []
        : familiesOf(zone).flatMap((family) =>
            kinds.flatMap((kind) => {
              const ports = doors.filter((door) => {
                return door.kind === kind && door.families.includes(family) && isCounted(door, index, wanted)
              })
              const value = new Set(ports.map(({ protocol, address, port }) => `${protocol} ${address} ${port}`)).size
              const isKnown = ![...toldBy[kind], `rules-${family}` as const].some((part) => assumed.includes(part))
              return value > 0 || isKnown ? [{ labels: { zone: zone.name, family, kind }, value }] : []
            }),
          ),
    )
}

function isCounted({ cells, despite }: Door, zone: number, wanted: PortCount): boolean {
  const state = cells[zone]?.state
  return wanted === 'despite' ? state === 'open' && despite !== undefined : state === wanted
}

/** The families by which somebody of a zone can ask. */
function familiesOf({ addresses }: ExposureZone): readonly Family[] {
  return families.filter((family) => addresses.some((one) => one.includes(':') === (family === 'ipv6')))
}
