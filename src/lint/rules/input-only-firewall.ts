import { groupBy } from '#base/lists.ts'
import { message } from '#model/diagnostic.ts'
import { readRuleId } from '#model/rule-id.ts'
import { type OpenDoor, openDoors, placeOfDoor, placeOfId, portList } from '../exposed.ts'
import { ownerOfId } from '../owner-of-id.ts'
import type { Found, LintRule } from '../rule.ts'
import type { Subject } from '../subject.ts'

/** Rules of INPUT that were to close ports which Docker publishes: packets for containers are forwarded and never come to INPUT. */
export const inputOnlyFirewall: LintRule = {
  id: 'lint/input-only-firewall',
  about: message('lint-about/input-only-firewall'),
  check: (subject) => {
    const meant = openDoors(subject).flatMap((open) => {
      const note = open.door.notes.find(({ id }) => id === 'exposure/note-input' || id === 'exposure/note-not-asked')
      return note === undefined ? [] : [{ open, by: String(note.args.rule), names: note.id !== 'exposure/note-input' }]
    })
    return [...groupBy(meant, ({ by }) => by)].flatMap(([by, group]) => findingFor(by, group, subject))
  },
}

interface Meant {
  readonly open: OpenDoor
  /** Whether the rule names the port. */
  readonly names: boolean
}

function findingFor(by: string, group: readonly Meant[], subject: Subject): readonly Found[] {
  const place = placeOfId(by, subject)
  const worst = group.find(({ open }) => open.who === 'internet') ?? group[0]
  if (place === undefined || worst === undefined) return []
  const doors = group.map(({ open }) => open.door)
  const ways = doors.slice(0, 3).flatMap((door) => placeOfDoor(door, subject) ?? [])
  const { chain = 'INPUT', position } = readRuleId(by) ?? {}
  return [
    {
      said: message('lint/input-only-firewall', {
        ...{ ports: portList(doors), rule: by, chain, policy: position === 'policy' ? 1 : 0 },
        owner: ownerOfId(by, subject),
      }),
      ...{ fails: 'open', who: worst.open.who, packet: worst.open.packet },
      // A firewall that closes everything else may leave a service of a container open on purpose.
      ...(group.some(({ names }) => names) ? {} : { most: 'warning' }),
      places: [place, ...ways],
      help: message('lint-help/input-only-firewall', { port: doors[0]?.port ?? 0 }),
      evidence: [by.replace(/#\d+$/, ''), ...portList(doors).split(' ')],
    },
  ]
}
