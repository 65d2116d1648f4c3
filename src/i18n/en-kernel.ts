// data: English texts of what a real kernel said, and why it could not be asked.
import type { Catalogue } from '#model/messages.ts'

const because = (said: string | number | undefined) => (said === undefined || said === '' ? '' : `: ${said}`)

export const enKernel = {
  'kernel/no-namespaces': ({ said }) =>
    `no network namespace can be created here${because(said)}; this needs root, or a kernel and a container in which normal users can create user namespaces (\`unshare --user --net true\`)`,
  'kernel/no-tool': ({ tools }) =>
    `tools that are needed to ask the kernel are not installed: ${tools} (Debian: tcpreplay, iptables, iproute2, ipset, util-linux)`,
  'kernel/rules-refused': ({ said }) => `the kernel here rejects the rules${because(said)}`,
  'kernel/settings-refused': ({ said }) =>
    `the settings of a rebuilt host cannot be written here (a container may have /proc/sys read-only)${because(said)}`,
  'kernel/agrees': ({ rules, kernel, tools }) =>
    `Kernel agrees: same ${rules} ${rules === 1 ? 'rule' : 'rules'} matched (${kernel}${tools ? `, ${tools}` : ''})`,
  'kernel/agrees-way': ({ rules, way, ways }) =>
    `Kernel agrees with way ${way} of ${ways}: same ${rules} ${rules === 1 ? 'rule' : 'rules'} matched`,
  'kernel/cannot-say': ({ id }) =>
    `The kernel could not check this: the packet reaches ${id}, and this kernel rejects that rule`,
  'kernel/agrees-filled': ({ rules, verdict, by }) =>
    `Kernel agrees with the trace, if the facts below are assumed: ${verdict}${by ? ` by ${by}` : ''}, same ${rules} ${rules === 1 ? 'rule' : 'rules'} matched`,
  'kernel/agrees-reply': ({ rules }) =>
    `Kernel agrees on the answer: same ${rules} ${rules === 1 ? 'rule' : 'rules'} matched`,
  'kernel/differs': ({ count }) =>
    `Kernel differs in ${count} ${count === 1 ? 'thing' : 'things'}. The difference is a bug in Seawall, not a fault of the host`,
  'kernel/differs-reply': ({ count }) =>
    `Kernel differs on the answer, in ${count} ${count === 1 ? 'thing' : 'things'}. The difference is a bug in Seawall`,
  'kernel/column-rule': () => 'rule',
  'kernel/column-ours': () => 'traced',
  'kernel/column-kernel': () => 'kernel',
  'kernel/difference-arrival': ({ ours, kernel }) =>
    `it ${arrivals[String(ours)] ?? ''} as traced, but ${arrivals[String(kernel)] ?? ''} on the kernel`,
  'kernel/difference-interface': ({ ours, kernel }) =>
    `it leaves through ${ours} as traced, but through ${kernel || 'no interface'} on the kernel`,
  'kernel/difference-nat': ({ ours, kernel }) =>
    `answers would come as ${ours} as traced, but as ${kernel} on the kernel`,
  'kernel/file': ({ path, redacted }) =>
    redacted
      ? `The packet, the host and both results are in ${path}, with fake addresses and names: please send it to the authors`
      : `The packet, the host and both results are in ${path}: please send it to the authors (--redact replaces addresses and names by fake ones)`,
  'kernel/not-asked': ({ reason }) => `the kernel was not asked: ${reason}`,
  'kernel/not-asked-reply': ({ reason }) => `Kernel not asked about the answer: ${reason}`,
  'kernel/left-out': ({ what }) => `left out: ${what}`,
  'kernel/made-up': ({ what }) => `assumed: ${what}`,
  'kernel/left-interface': ({ name }) => `interface \`${name}\`, a name that the kernel rejects`,
  'kernel/left-line': ({ line, said }) => `\`ip ${line}\`${because(said)}`,
  'kernel/left-sysctl': ({ name, said }) => `${name}${because(said)}`,
  'kernel/left-set': ({ name, said }) => `ipset ${name}${because(said)}`,
  'kernel/left-rule': ({ id, said }) => `${id}, which the kernel here rejects${because(said)}`,
  'kernel/other-variant': ({ variant, family }) =>
    `the ${family} rules of the other variant: only iptables-${variant} is installed, and loaded them`,
  'kernel/left-twin': ({ family, variant }) =>
    `another copy of the same ${variant ? `${variant} ` : ''}${family} rules`,
  'kernel/left-native': ({ tables }) => `tables of nftables that see frames, not packets: ${tables}`,
  'kernel/made-interface': ({ name, addresses }) =>
    `interface ${name}${addresses ? ` with ${addresses}` : ' without an address'}`,
  'kernel/made-routes': () => 'routes from the addresses, and a default route',
  'kernel/made-sysctl': ({ name, value }) => `${name}=${value}`,
  'kernel/made-set': ({ name }) => `ipset ${name}, empty`,
  'kernel/unsent-mark': () => 'an arriving packet has no mark',
  'kernel/unsent-headers': () => 'it has IPv6 extension headers',
  'kernel/unsent-source': () => 'it has no source: give one with --from',
  'kernel/unsent-interface': () => 'the interface on which it arrives is not known: give it with --in',
  'kernel/unsent-no-interface': ({ value }) => `nothing can be sent into \`${value}\``,
  'kernel/unsent-route': ({ value }) =>
    `the kernel chooses the interface from its routes, so the packet cannot be sent through ${value}`,
  'kernel/unsent-state': () => 'conntrack determines the state of a packet itself',
  'kernel/unsent-socket': () => 'no socket of the rebuilt host can have its source',
  'kernel/unsent-local-protocol': () => 'from the host itself, only TCP and UDP can be sent',
  'kernel/unsent-local-flags': () => 'from the host itself, only the first packet of a TCP connection can be sent',
  'kernel/unsent-local-field': () => 'a socket cannot set fragments and TOS',
  'kernel/unsent-local-broadcast': () => 'a broadcast from the host also comes back to the host: these are two packets',
  'kernel/unsent-local-user': () => 'sending as another user or group needs root',
  'verify/agrees': ({ rules, all, packets }) =>
    `The kernel agrees: ${packets} packets reached ${rules} of ${all} rules`,
  'verify/differs': ({ count, packets }) =>
    `The kernel differs on ${count} of ${packets} packets. The difference is a bug in Seawall, not a fault of the host`,
  'verify/nothing': () => 'Nothing to verify: no packet was found that reaches a rule',
  'verify/took': ({ kernel, tools, seconds }) => `${kernel}${tools ? `, ${tools}` : ''}; ${seconds} s`,
  'verify/not-reached': ({ count }) => `${count} not reached by any packet that was tried:`,
  'verify/by': ({ by }) => `its packets end at ${by}`,
  'verify/more': ({ count }) => `and ${count} more (--full shows them)`,
  'verify/together': ({ id }) =>
    `${id} had other counters when all packets were sent together than when they were sent one by one`,
} satisfies Partial<Catalogue>

const arrivals: Readonly<Record<string, string>> = {
  out: 'leaves the host',
  host: 'comes to a socket of the host',
  nowhere: 'is lost',
}
