import type { Reacher } from '#model/check.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Door, Exposure, ExposureCell } from '#model/exposure.ts'
import type { Family } from '#model/family.ts'
import type { FindingPlace } from '#model/finding.ts'
import { placeIn, placeOf } from './places.ts'
import type { Subject, View } from './subject.ts'

/** A port with who gets through to it from outside. */
export interface OpenDoor {
  readonly door: Door
  readonly who: Reacher
  readonly packet: Message
}

const reachers: readonly (readonly [kind: string, who: Reacher])[] = [
  ['internet', 'internet'],
  ['lan', 'zone'],
  ['named', 'zone'],
]

/** The ports of the host to which the internet or a LAN gets through, with the packet of the most distant one. */
export function openDoors({ host, ask }: Subject): readonly OpenDoor[] {
  const exposure = host === undefined ? undefined : ask.exposure(host.snapshot)
  return (exposure?.doors ?? []).flatMap((door) => {
    const at = openZone(door, exposure as Exposure)
    return at === undefined ? [] : [{ door, who: at.who, packet: packetTo(door, exposure as Exposure, at.index) }]
  })
}

function openZone({ cells }: Door, { zones }: Exposure): { who: Reacher; index: number } | undefined {
  for (const [kind, who] of reachers) {
    const index = zones.findIndex((zone, at) => zone.kind === kind && cells[at]?.state === 'open')
    if (index >= 0) return { who, index }
  }
  return undefined
}

/** A packet of the zone to the port, and what decides about it. */
export function packetTo(door: Door, { zones, hostAddress = '' }: Exposure, index: number): Message {
  const isSix = door.families.every((family) => family === 'ipv6')
  const isFamily = (address: string) => address !== '' && address.includes(':') === isSix
  const zone = zones[index]
  const to = door.address !== '' ? door.address : isFamily(hostAddress) ? hostAddress : ''
  const cell: ExposureCell | undefined = door.cells[index]
  return message('check/packet', {
    ...{ protocol: door.protocol, from: zone?.addresses.find(isFamily) ?? '', device: zone?.device ?? '' },
    ...{ to: to.includes(':') ? `[${to}]` : to, port: door.port },
    ...{ state: cell?.state ?? 'closed', by: cell?.by ?? '' },
  })
}

/** Where the port is led to its container; else the beginning of the first text of the host. */
export function placeOfDoor(
  door: Pick<Door, 'families' | 'protocol' | 'port'>,
  subject: Subject,
): FindingPlace | undefined {
  const found = subject.published.find(
    ({ place, family, protocol, hostPort }) =>
      place !== undefined && door.families.includes(family) && protocol === door.protocol && hostPort === door.port,
  )
  return found?.place ?? firstPlace(subject.host)
}

/** Where a rule or a policy is written, by its id: `ipv4/filter/INPUT#3`, `ipv4/filter/INPUT#policy`. */
export function placeOfId(id: string, { host }: Subject): FindingPlace | undefined {
  const path = id.slice(0, id.lastIndexOf('#'))
  const chain = host?.lowered.tables.flatMap(({ chains }) => [...chains.values()]).find((one) => one.path === path)
  const rule = chain?.rules.find((one) => one.id === id)
  if (rule !== undefined) return placeOf(rule)
  const text = host?.snapshot.texts
    .map(({ source }) => source)
    .find(({ text: all }) => all.includes(`\n:${chain?.name} `))
  if (text === undefined || chain === undefined) return firstPlace(host)
  const table = Math.max(0, text.text.indexOf(`*${chain.table.name}\n`))
  const start = text.text.indexOf(`\n:${chain.name} `, table) + 1
  return start === 0 ? firstPlace(host) : placeIn(text, { start, end: endOfLine(text.text, start) })
}

/** The first line of what a host's iptables said of a family. */
export function firstPlace(host: View | undefined, family: Family = 'ipv4'): FindingPlace | undefined {
  const all = (host?.snapshot.texts ?? []).map((one) => one.source).filter(({ text }) => text.trim() !== '')
  const source = all.find(({ name }) => /ip6tables/.test(name) === (family === 'ipv6')) ?? all[0]
  return source === undefined ? undefined : placeIn(source, { start: 0, end: endOfLine(source.text, 0) })
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

/** `8080/tcp, 5432/tcp`. */
export function portList(doors: readonly Pick<Door, 'port' | 'protocol'>[]): string {
  return [...new Set(doors.map(({ port, protocol }) => `${port}/${protocol}`))].join(' ')
}
