import { message } from '#model/diagnostic.ts'
import { settingPlaces } from '../daemon-settings.ts'
import { type OpenDoor, openDoors } from '../exposed.ts'
import type { Found, LintRule } from '../rule.ts'
import type { Subject } from '../subject.ts'

/** `"iptables": false`: the engine writes no rules, and all that they did is missing. */
export const engineWritesNoRules: LintRule = {
  id: 'lint/engine-writes-no-rules',
  about: message('lint-about/engine-writes-no-rules'),
  check: (subject) => {
    const [four] = findFor('iptables', subject)
    return four === undefined ? findFor('ip6tables', subject) : [four]
  },
}

function findFor(option: 'iptables' | 'ip6tables', subject: Subject): readonly Found[] {
  const [first, ...others] = settingPlaces(subject, option)
  if (first === undefined) return []
  return [
    {
      said: message('lint/engine-writes-no-rules', { option }),
      ...consequence(option, subject),
      places: [first, ...others],
      help: message('lint-help/engine-writes-no-rules', { option }),
      evidence: [option],
    },
  ]
}

/** Containers are open by their own addresses, as far as packets show it; without IPv4 rules they cannot connect either. */
function consequence(option: 'iptables' | 'ip6tables', subject: Subject): Pick<Found, 'fails' | 'who' | 'packet'> {
  const family = option === 'iptables' ? 'ipv4' : 'ipv6'
  const open: OpenDoor | undefined = openDoors(subject).find(
    ({ door }) => door.kind === 'direct' && door.families.includes(family),
  )
  if (open !== undefined) return { fails: 'open', who: open.who, packet: open.packet }
  return option === 'iptables' ? { fails: 'closed', who: 'container' } : { fails: 'neither', who: 'nobody' }
}
