// data: English texts of what a real kernel said, and why it could not be asked.
import type { Args } from './text.ts'

const because = (said: string | number | undefined) => (said === undefined || said === '' ? '' : `: ${said}`)

export const enKernel = {
  'kernel/no-namespaces': ({ said }: Args) =>
    `no network namespace can be made here${because(said)}; it takes root, or a kernel and a container that let plain users make user namespaces (\`unshare --user --net true\`)`,
  'kernel/no-tool': ({ tools }: Args) =>
    `to ask the kernel takes tools that are not installed: ${tools} (Debian: tcpreplay, iptables, iproute2, ipset, util-linux)`,
  'kernel/rules-refused': ({ said }: Args) => `the kernel here does not take the rules${because(said)}`,
  'kernel/settings-refused': ({ said }: Args) =>
    `the settings of a rebuilt host cannot be written here (a container may have /proc/sys read-only)${because(said)}`,
  'kernel/agrees': ({ rules, kernel, tools }: Args) =>
    `Kernel agrees: same ${rules} ${rules === 1 ? 'rule' : 'rules'} matched (${kernel}${tools ? `, ${tools}` : ''})`,
  'kernel/agrees-way': ({ rules, way, ways }: Args) =>
    `Kernel agrees with way ${way} of ${ways}: same ${rules} ${rules === 1 ? 'rule' : 'rules'} matched`,
  'kernel/cannot-say': ({ id }: Args) =>
    `Kernel cannot say: the packet meets ${id}, which the kernel here does not take`,
  'kernel/agrees-filled': ({ rules, verdict, by }: Args) =>
    `Kernel agrees with what is traced once the facts below are taken for granted: ${verdict}${by ? ` by ${by}` : ''}, same ${rules} ${rules === 1 ? 'rule' : 'rules'} matched`,
  'kernel/agrees-reply': ({ rules }: Args) =>
    `Kernel agrees on the answer: same ${rules} ${rules === 1 ? 'rule' : 'rules'} matched`,
  'kernel/differs': ({ count }: Args) =>
    `Kernel differs in ${count} ${count === 1 ? 'thing' : 'things'}. The difference is a fault of seawall's, not of the host's`,
  'kernel/differs-reply': ({ count }: Args) =>
    `Kernel differs on the answer, in ${count} ${count === 1 ? 'thing' : 'things'}. The difference is a fault of seawall's`,
  'kernel/column-rule': () => 'rule',
  'kernel/column-ours': () => 'traced',
  'kernel/column-kernel': () => 'kernel',
  'kernel/difference-arrival': ({ ours, kernel }: Args) =>
    `it ${arrivals[String(ours)] ?? ''} as traced, but ${arrivals[String(kernel)] ?? ''} on the kernel`,
  'kernel/difference-interface': ({ ours, kernel }: Args) =>
    `it leaves through ${ours} as traced, but through ${kernel || 'no interface'} on the kernel`,
  'kernel/difference-nat': ({ ours, kernel }: Args) =>
    `answers would come as ${ours} as traced, but as ${kernel} on the kernel`,
  'kernel/file': ({ path, redacted }: Args) =>
    redacted
      ? `The packet, the host and both results are in ${path}, with fake addresses and names: please send it to the authors`
      : `The packet, the host and both results are in ${path}: please send it to the authors (with --redact addresses and names become fakes)`,
  'kernel/not-asked': ({ reason }: Args) => `the kernel was not asked: ${reason}`,
  'kernel/not-asked-reply': ({ reason }: Args) => `Kernel not asked about the answer: ${reason}`,
  'kernel/left-out': ({ what }: Args) => `left out: ${what}`,
  'kernel/made-up': ({ what }: Args) => `taken for granted: ${what}`,
  'kernel/left-interface': ({ name }: Args) => `interface \`${name}\`, which is no name the kernel takes`,
  'kernel/left-line': ({ line, said }: Args) => `\`ip ${line}\`${because(said)}`,
  'kernel/left-sysctl': ({ name, said }: Args) => `${name}${because(said)}`,
  'kernel/left-set': ({ name, said }: Args) => `ipset ${name}${because(said)}`,
  'kernel/left-rule': ({ id, said }: Args) => `${id}, which the kernel here does not take${because(said)}`,
  'kernel/other-variant': ({ variant, family }: Args) =>
    `the ${family} rules of the other variant: only iptables-${variant} is installed, and loaded them`,
  'kernel/left-twin': ({ family, variant }: Args) =>
    `a second text of the same ${variant ? `${variant} ` : ''}${family} rules`,
  'kernel/left-native': ({ tables }: Args) => `tables that nft made itself: ${tables}`,
  'kernel/made-interface': ({ name, addresses }: Args) =>
    `interface ${name}${addresses ? ` with ${addresses}` : ' without an address'}`,
  'kernel/made-routes': () => 'routes as the addresses imply, and one to everywhere',
  'kernel/made-sysctl': ({ name, value }: Args) => `${name}=${value}`,
  'kernel/made-set': ({ name }: Args) => `ipset ${name}, empty`,
  'kernel/unsent-mark': () => 'nothing that comes in carries a mark',
  'kernel/unsent-headers': () => 'it has IPv6 extension headers',
  'kernel/unsent-source': () => 'it has no source: name one with --from',
  'kernel/unsent-interface': () => 'it is not known where it comes in: name the interface with --in',
  'kernel/unsent-no-interface': ({ value }: Args) => `nothing can be sent into \`${value}\``,
  'kernel/unsent-route': ({ value }: Args) =>
    `the kernel asks its routes, and not whether it is to leave through ${value}`,
  'kernel/unsent-state': () => 'conntrack finds out the state of a packet itself',
  'kernel/unsent-socket': () => 'no socket of the rebuilt host can have its source',
  'kernel/unsent-local-protocol': () => 'of the host itself only TCP and UDP can be sent',
  'kernel/unsent-local-flags': () => 'of the host itself only the first packet of a TCP connection can be sent',
  'kernel/unsent-local-field': () => 'a socket does not let one choose fragments and TOS',
  'kernel/unsent-local-broadcast': () => 'what the host sends to all it hears itself, too: that is two packets',
  'kernel/unsent-local-user': () => 'sending as another user or group takes root',
  'verify/agrees': ({ rules, all, packets }: Args) =>
    `The kernel agrees: ${packets} packets reached ${rules} of ${all} rules`,
  'verify/differs': ({ count, packets }: Args) =>
    `The kernel differs on ${count} of ${packets} packets. The difference is a fault of seawall's, not of the host's`,
  'verify/nothing': () => 'There is nothing to verify: no packet could be thought of that meets a rule',
  'verify/took': ({ kernel, tools, seconds }: Args) => `${kernel}${tools ? `, ${tools}` : ''}; ${seconds} s`,
  'verify/not-reached': ({ count }: Args) => `${count} not reached by any packet that was thought of:`,
  'verify/by': ({ by }: Args) => `its packets end at ${by}`,
  'verify/more': ({ count }: Args) => `and ${count} more (--full shows them)`,
  'verify/together': ({ id }: Args) => `${id} counted otherwise when all packets came together, but not one by one`,
}

const arrivals: Readonly<Record<string, string>> = {
  out: 'leaves the host',
  host: 'comes to a socket of the host',
  nowhere: 'is lost',
}
