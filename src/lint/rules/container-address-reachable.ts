import { message } from '#model/diagnostic.ts'
import { type Door, targetText } from '#model/exposure.ts'
import { isSwitchedOff } from '../daemon-settings.ts'
import { firstPlace, type OpenDoor, openDoors, placeOfId, portList } from '../exposed.ts'
import type { LintRule } from '../rule.ts'
import type { Subject } from '../subject.ts'

/** Ports of containers that no published port leads to, and that hosts on the same network reach by the address of the container. */
export const containerAddressReachable: LintRule = {
  id: 'lint/container-address-reachable',
  about: message('lint-about/container-address-reachable'),
  check: (subject) => {
    const all = openDoors(subject)
    const direct = all.filter(
      ({ door }) => door.kind === 'direct' && !isOpenAnyway(door, all) && !isMeant(door, subject),
    )
    const [first] = direct
    if (first === undefined) return []
    const by = deciderOf(first, subject)
    const place = by === '' ? firstPlace(subject.host, first.door.families[0]) : placeOfId(by, subject)
    if (place === undefined) return []
    const doors = direct.map(({ door }) => door)
    const names = [...new Set(doors.map(({ target }) => targetText(target)))]
    return [
      {
        said: message('lint/container-address-reachable', { count: names.length, names: names.slice(0, 3).join(' ') }),
        ...{ fails: 'open', who: first.who, packet: first.packet, places: [place] },
        help: message('lint-help/container-address-reachable', { version: subject.docker?.version ?? '' }),
        evidence: [...names, portList(doors)],
      },
    ]
  },
}

/** A published port leads to the same service. One on a loopback address does not, unless it is open itself: that is a finding of its own. */
function isOpenAnyway({ target }: Door, all: readonly OpenDoor[]): boolean {
  return all.some(({ door }) => door.kind === 'published' && targetText(door.target) === targetText(target))
}

const options = /\.(trusted_host_interfaces|gateway_mode_ipv[46])$/

/** The network, or the engine, was told to let packets through; or it writes no rules, which is a finding of its own. */
function isMeant({ network, families }: Door, subject: Subject): boolean {
  if (families.every((family) => isSwitchedOff(subject, family === 'ipv4' ? 'iptables' : 'ip6tables'))) return true
  if (isSwitchedOff(subject, 'iptables') || isSwitchedOff(subject, 'allow-direct-routing', true)) return true
  const own = subject.docker?.networks.find(({ name }) => name === network)?.options ?? {}
  return Object.entries(own).some(([key, value]) => options.test(key) && value !== '' && value !== 'nat')
}

function deciderOf({ door }: OpenDoor, { host, ask }: Subject): string {
  const zones = (host === undefined ? undefined : ask.exposure(host.snapshot))?.zones ?? []
  const isOutside = (index: number) => ['internet', 'lan'].includes(zones[index]?.kind ?? '')
  return door.cells.find((cell, index) => cell?.state === 'open' && isOutside(index))?.by ?? ''
}
