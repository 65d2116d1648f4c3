import type { IcmpType } from '#model/value.ts'
import type { Kind } from '../extension.ts'
import { match } from '../extension.ts'
import { icmpCondition, icmpNames, readIcmpType, writeIcmpType } from '../kinds/icmp-type.ts'

const names = icmpNames(`
255 any
0 echo-reply pong
3 destination-unreachable
3/0 network-unreachable
3/1 host-unreachable
3/2 protocol-unreachable
3/3 port-unreachable
3/4 fragmentation-needed
3/5 source-route-failed
3/6 network-unknown
3/7 host-unknown
3/9 network-prohibited
3/10 host-prohibited
3/11 TOS-network-unreachable
3/12 TOS-host-unreachable
3/13 communication-prohibited
3/14 host-precedence-violation
3/15 precedence-cutoff
4 source-quench
5 redirect
5/0 network-redirect
5/1 host-redirect
5/2 TOS-network-redirect
5/3 TOS-host-redirect
8 echo-request ping
9 router-advertisement
10 router-solicitation
11 time-exceeded ttl-exceeded
11/0 ttl-zero-during-transit
11/1 ttl-zero-during-reassembly
12 parameter-problem
12/0 ip-header-bad
12/1 required-option-missing
13 timestamp-request
14 timestamp-reply
17 address-mask-request
18 address-mask-reply
`)

/** Type 255 is every type, whatever its code: so the kernel has it. Only 1.8.11 prints a code that stands with it. */
const icmpType: Kind<IcmpType> = {
  label: 'kind/icmp-type',
  words: 1,
  read: (word) => readIcmpType(word, names),
  write: (value, { dialect }) =>
    value.type === 255 && (value.codes.from !== value.codes.to || dialect.version !== '1.8.11')
      ? 'any'
      : writeIcmpType(value),
}

/** ICMP messages of a type. */
export const icmp = match({
  name: 'icmp',
  families: ['ipv4'],
  options: {
    '--icmp-type': {
      kind: icmpType,
      not: true,
      required: true,
      means: (value) => icmpCondition(value.type === 255 ? { type: undefined, codes: { from: 0, to: 255 } } : value),
    },
  },
})
