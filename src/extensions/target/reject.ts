import type { Family } from '#model/family.ts'
import type { Kind } from '../extension.ts'
import { target } from '../extension.ts'
import { badValue } from '../kinds/kinds.ts'

/** Answers by name, each with its alias, in the order in which iptables tries them: an unambiguous beginning is not asked for. */
const answers: Readonly<Record<Family, readonly (readonly [name: string, alias: string])[]>> = {
  ipv4: [
    ['icmp-net-unreachable', 'net-unreach'],
    ['icmp-host-unreachable', 'host-unreach'],
    ['icmp-proto-unreachable', 'proto-unreach'],
    ['icmp-port-unreachable', 'port-unreach'],
    ['icmp-net-prohibited', 'net-prohib'],
    ['icmp-host-prohibited', 'host-prohib'],
    ['tcp-reset', 'tcp-rst'],
    ['icmp-admin-prohibited', 'admin-prohib'],
  ],
  ipv6: [
    ['icmp6-no-route', 'no-route'],
    ['icmp6-adm-prohibited', 'adm-prohibited'],
    ['icmp6-addr-unreachable', 'addr-unreach'],
    ['icmp6-port-unreachable', 'port-unreach'],
    ['tcp-reset', 'tcp-reset'],
    ['icmp6-policy-fail', 'policy-fail'],
    ['icmp6-reject-route', 'reject-route'],
  ],
}

function answer(family: Family): Kind<string> {
  return {
    label: 'kind/reject-answer',
    words: 1,
    read(word) {
      const lower = word.toLowerCase()
      const found = answers[family].find((names) => names.some((name) => name.startsWith(lower)))
      return found?.[0] ?? badValue(word, 'kind/reject-answer')
    },
    write: (value) => value,
  }
}

function reject(family: Family, usual: string) {
  return target({
    name: 'REJECT',
    families: [family],
    options: { '--reject-with': { kind: answer(family), default: usual } },
    effect: (uses) => ({ kind: 'verdict', verdict: 'DROP', error: uses['--reject-with']?.value ?? usual }),
  })
}

/** Drops the packet and answers its sender. */
export const reject4 = reject('ipv4', 'icmp-port-unreachable')

/** Drops the packet and answers its sender. */
export const reject6 = reject('ipv6', 'icmp6-port-unreachable')
