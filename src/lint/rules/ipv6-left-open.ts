import { message } from '#model/diagnostic.ts'
import type { Door } from '#model/exposure.ts'
import type { Owner } from '#model/owner.ts'
import { type OpenDoor, openDoors, placeOfId, portList } from '../exposed.ts'
import type { Found, LintRule } from '../rule.ts'
import type { Subject } from '../subject.ts'

/** Ports that a rule closes for IPv4, and that are open for IPv6. */
export const ipv6LeftOpen: LintRule = {
  id: 'lint/ipv6-left-open',
  about: message('lint-about/ipv6-left-open'),
  check: (subject) => {
    const { host, ask } = subject
    const doors = (host === undefined ? undefined : ask.exposure(host.snapshot))?.doors ?? []
    const found = openDoors(subject).flatMap((open) => {
      const by = onlySix(open.door) ? closedBy(open.door, doors) : undefined
      return by === undefined ? [] : [{ open, by }]
    })
    return findingFor(found, subject)
  },
}

interface LeftOpen {
  readonly open: OpenDoor
  readonly by: string
}

function onlySix({ families, kind }: Door): boolean {
  return kind !== 'direct' && families.every((family) => family === 'ipv6')
}

/** The rule that closes the same port for IPv4 where IPv6 is open. */
function closedBy(six: Door, doors: readonly Door[]): string | undefined {
  const four = doors.find(
    ({ families, kind, protocol, port }) =>
      !families.includes('ipv6') && kind === six.kind && protocol === six.protocol && port === six.port,
  )
  const index = six.cells.findIndex((cell) => cell?.state === 'open')
  const cells = four?.cells.filter((cell, at) => at >= index && cell !== undefined) ?? []
  // A policy of FORWARD was not set to close one port.
  const isMeant = (owner: Owner | undefined) => (owner === undefined ? six.kind === 'listening' : owner !== 'docker')
  const closed = cells.find((cell) => cell?.state === 'closed' && isMeant(cell.owner))
  return closed?.by
}

function findingFor([first, ...others]: readonly LeftOpen[], subject: Subject): readonly Found[] {
  const place = first === undefined ? undefined : placeOfId(first.by, subject)
  if (first === undefined || place === undefined) return []
  const doors = [first, ...others].map(({ open }) => open.door)
  return [
    {
      said: message('lint/ipv6-left-open', { ports: portList(doors) }),
      ...{ fails: 'open', who: first.open.who, packet: first.open.packet, places: [place] },
      help: message('lint-help/ipv6-left-open'),
      evidence: portList(doors).split(' '),
    },
  ]
}
