import type { IcmpType } from '#model/value.ts'
import type { Kind } from '../extension.ts'
import { match } from '../extension.ts'
import { icmpCondition, icmpNames, readIcmpType, writeIcmpType } from '../kinds/icmp-type.ts'

const names = icmpNames(`
1 destination-unreachable
1/0 no-route
1/1 communication-prohibited
1/2 beyond-scope
1/3 address-unreachable
1/4 port-unreachable
1/5 failed-policy
1/6 reject-route
2 packet-too-big
3 time-exceeded ttl-exceeded
3/0 ttl-zero-during-transit
3/1 ttl-zero-during-reassembly
4 parameter-problem
4/0 bad-header
4/1 unknown-header-type
4/2 unknown-option
128 echo-request ping
129 echo-reply pong
133 router-solicitation
134 router-advertisement
135 neighbour-solicitation neighbor-solicitation
136 neighbour-advertisement neighbor-advertisement
137 redirect
`)

const newNames = [
  ...names,
  ...icmpNames(`
130 mld-listener-query
131 mld-listener-report
132 mld-listener-done mld-listener-reduction
`),
]

const icmpType: Kind<IcmpType> = {
  label: 'kind/icmp-type',
  words: 1,
  read: (word, { dialect }) => readIcmpType(word, dialect.version === '1.8.11' ? newNames : names),
  write: writeIcmpType,
}

/** ICMPv6 messages of a type. */
export const icmp6 = match({
  name: 'icmp6',
  aliases: ['icmpv6', 'ipv6-icmp'],
  families: ['ipv6'],
  options: {
    '--icmpv6-type': { kind: icmpType, not: true, required: true, means: icmpCondition },
  },
})
