import { message } from '#model/diagnostic.ts'
import { openDoors, placeOfDoor, portList } from '../exposed.ts'
import type { LintRule } from '../rule.ts'

/** A port that is published on 127.0.0.1 and that machines on the same network reach. */
export const loopbackPortReachable: LintRule = {
  id: 'lint/loopback-port-reachable',
  about: message('lint-about/loopback-port-reachable'),
  check: (subject) => {
    const open = openDoors(subject).filter(
      ({ door }) => door.kind === 'published' && (door.address.startsWith('127.') || door.address === '::1'),
    )
    const [first] = open
    const place = first === undefined ? undefined : placeOfDoor(first.door, subject)
    if (first === undefined || place === undefined) return []
    const doors = open.map(({ door }) => door)
    const others = doors.slice(1, 4).flatMap((door) => placeOfDoor(door, subject) ?? [])
    return [
      {
        said: message('lint/loopback-port-reachable', { ports: portList(doors) }),
        ...{ fails: 'open', who: first.who, packet: first.packet, places: [place, ...others] },
        help: message('lint-help/loopback-port-reachable', { version: subject.docker?.version ?? '' }),
        evidence: portList(doors).split(' '),
      },
    ]
  },
}
