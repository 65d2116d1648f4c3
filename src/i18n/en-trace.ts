// data: English texts of traces.
import type { Catalogue } from '#model/messages.ts'

function limitWords(limit: string): string {
  const [count, what] = limit.split(' ')
  const named = what === 'places' ? 'places where ways can join' : what
  return `the trace stopped at its limit of ${Number(count).toLocaleString('en')} ${named}`
}

/** A doubt's key in words: `local 192.0.2.1`, `out docker0`, `length 0-100`. */
function doubtWords(key: string): string {
  const space = key.indexOf(' ')
  const wanted = key.slice(space + 1)
  switch (key.slice(0, space)) {
    case 'local':
      return `whether ${wanted} is an address of this host`
    case 'in':
      return `whether it arrives on ${wanted}`
    case 'out':
      return `whether it leaves through ${wanted}`
    case 'unread-line':
      return `line ${wanted.slice(0, wanted.indexOf(' '))}, which could not be read: ${wanted.slice(wanted.indexOf(' ') + 1)}`
    case 'legacy-tables':
      return `the rules of ${wanted}, which exist on this host and are not in this input`
    case 'native-tables':
      return `table ${wanted}, which only \`nft list ruleset\` shows and which is not in this input`
    case 'native-unread':
      return 'the tables of nftables, which could not be read'
    case 'native-part':
      return `a part of table ${wanted} which could not be read`
    case 'nft-joins':
      return `whether nft made one comparison of \`${wanted}\` when it loaded the rule, as nft 1.0.6 does`
    case 'native-gaps':
      return 'a part of the nftables text which could not be read'
    case 'unfollowed-tables':
      return `table ${wanted}, which sees packets on a bridge or before routing and is not followed here`
    case 'table-not-shown':
      return `the rules of table ${wanted}, which this listing does not show`
    case 'chain-not-shown':
      return `the chain ${wanted}, which this input does not show`
    case 'limit':
      return limitWords(wanted)
    case 'missing-chain':
      return `the chain that ${wanted} jumps to, which is not in this input`
    default:
      return key
  }
}

export const enTrace = {
  'packet/not-an-object': () =>
    'a packet is a JSON object: {"proto":"tcp","src":"203.0.113.9","dst":"203.0.113.10","dport":80,"in":"eth0"}',
  'packet/bad-field': ({ field, value }) => `\`${field}\` cannot be \`${value}\``,
  'packet/no-field': ({ field, fields }) => `a packet has no field \`${field}\`; fields: ${fields}`,
  'packet/two-families': () => 'source and destination are of different families',
  'trace/bad-end': ({ text }) =>
    `\`${text}\` is not a valid endpoint: ADDRESS[:PORT][/PROTOCOL], container:NAME[:PORT], network:NAME[:PORT], internet, lan or host`,
  'trace/bad-protocol': ({ name }) => `\`${name}\` is not a protocol`,
  'trace/no-container': ({ name, names }) =>
    `there is no container \`${name}\` here${names ? `; containers: ${names}` : ": Docker's state is not known"}`,
  'trace/container-without-address': ({ name, family }) =>
    `container \`${name}\` has no ${family === 'ipv6' ? 'IPv6' : 'IPv4'} address`,
  'trace/no-lan': () => 'no network of this host is known that could be its LAN: name an address and an interface',
  'trace/no-network': ({ name, family }) =>
    `there is no Docker network \`${name}\` with ${family === 'ipv6' ? 'IPv6' : 'IPv4'} addresses here`,
  'trace/no-destination': ({ to }) => `the address of \`${to}\` is not known here: give the address`,
  'trace/simulated': ({ family }) => `simulated, ${family === 'ipv6' ? 'IPv6' : 'IPv4'}`,
  'trace/by-connection': () => 'connection',
  'trace/by-forward': () => 'forward',
  'trace/from-host': () => 'from this host',
  'trace/again-on-lo': () => 'again, on lo',
  'trace/end-host': ({ dst, listens }) =>
    `arrives at this host, ${dst}${listens === 'nobody' ? ', where no process listens' : listens && listens !== 'yes' ? ` (${listens} listens)` : ''}`,
  'trace/end-out': ({ who, device, container }) =>
    container ? `reaches ${who}` : `leaves through ${device || 'an unknown interface'} for ${who}`,
  'trace/end-dropped': ({ dst }) => `dropped on its way to ${dst}; the sender gets no answer`,
  'trace/end-rejected': ({ dst, error }) => `rejected on its way to ${dst}; the sender gets ${error}`,
  'trace/end-dead': ({ dst, why }) => `stopped in routing on its way to ${dst}: ${why}`,
  'trace/end-joins': ({ dst }) => `goes to ${dst}`,
  'trace/end-unknown': ({ doubts }) => `depends on ${doubts || 'something that is unknown here'}`,
  'trace/end-cut': ({ limit, doubts }) =>
    `${doubtWords(String(limit))}: the rest was not followed${doubts ? `. It depends at least on ${doubts}` : ''}`,
  'trace/more-doubts': ({ count }) => `and ${count} more (--json lists them)`,
  'trace/end-unread': ({ verdict, doubts }) => `${verdict} unless it is decided by ${doubts}`,
  'trace/unread': ({ doubt }) => `unknown: ${doubt}`,
  'trace/decided': ({ by }) => `decided by ${by}`,
  'trace/near': ({ id, wanted, has, would }) =>
    `near miss: ${id} would ${would}, but \`${wanted}\` does not match: the packet has ${has}`,
  'trace/near-since': ({ id, wanted, has, since, would }) =>
    `near miss: ${id} would ${would}, but \`${wanted}\` does not match: the packet has ${has} since ${since}`,
  'trace/near-input': ({ id, would, since }) =>
    `near miss: ${id} would ${would}, but the packet does not pass INPUT: ${since} changes its destination before routing, so it passes FORWARD`,
  'trace/near-with': ({ id }) => `It needs the change of ${id} too`,
  'trace/near-published': ({ id, address, has }) =>
    `${id} publishes this port on ${address} only, and the packet is for ${has}. Publish it on that address (docker run -p ${has}:PORT:PORT) or on all of them (-p PORT:PORT)`,
  'trace/more-ways': ({ count }) => `and ${count} more paths (--full shows them)`,
  'trace/other-way': ({ number, verdict }) => `The other path (${number}): ${verdict}`,
  'trace/presumed': ({ facts }) => `assumed (not captured): ${facts}`,
  'trace/passed': ({ count }) => `(${count} not matched)`,
  'trace/route-host': ({ again }) => `routing${again ? ' again' : ''}: to this host, so INPUT`,
  'trace/route-forward': ({ device, hop }) =>
    `routing: out ${device || '?'}${hop ? ` by ${hop}` : ''}, so FORWARD; the packet does not pass INPUT`,
  'trace/route-out': ({ device, hop, again }) =>
    `routing${again ? ' again' : ''}: out ${device || '?'}${hop ? ` by ${hop}` : ''}`,
  'trace/route-bridge': ({ device }) => `bridged, by port ${device || '?'}`,
  'trace/conntrack': ({ state, direction }) =>
    `conntrack: state ${state}${direction === 'REPLY' ? ', reply direction' : ''}`,
  'trace/nat-inactive': () => 'nat is skipped: no rule needs connection tracking',
  'trace/nat-untracked': () => 'nat is skipped: the packet is not tracked',
  'trace/nat-decided': () => 'nat is skipped: it was decided for the first packet of the connection',
  'trace/assume': ({ doubt, answer }) => `unknown: ${doubt}; this path assumes ${answer}`,
  'trace/doubt': ({ key }) => doubtWords(String(key)),
  'trace/return': ({ to }) => `back to ${to}`,
  'trace/clause-no': ({ has }) => (has === '' ? 'NO' : `NO    is ${has}`),
  'trace/clause-was': ({ has, was, since }) => `NO    is ${has}; was ${was} until ${since}`,
  'trace/no-cure': () => 'Seawall found no single rule, sysctl or option that lets this conversation through.',
  'trace/cure-rule': ({ count }) =>
    `To let this conversation through, add ${Number(count) === 1 ? 'this rule' : 'these rules'} (traced: ACCEPT):`,
  'trace/cure-ufw': () => 'To let this conversation through with ufw (traced: ACCEPT):',
  'trace/cure-firewalld': () => 'To let this conversation through with firewalld (traced: ACCEPT):',
  'trace/cure-sysctl': () => 'To let this conversation through, set (traced: ACCEPT):',
  'trace/cure-bridge': () => 'To let this conversation through, change the port of the bridge (traced: ACCEPT):',
  'trace/cure-network': () => 'To let this conversation through, connect the sender to this network (traced: ACCEPT):',
  'trace/cure-published': () => 'The container is reachable by its published port (traced: ACCEPT):',
  'trace/cure-option': () => 'Or set this option of Docker, which opens more than this conversation (traced: ACCEPT):',
  'trace/near-mark': () => 'near miss:',
  'trace/fix': ({ id, would }) => `Fix: match the original destination of the connection; then ${id} decides ${would}`,
  'trace/fix-before-dnat': ({ would }) =>
    `Fix: filter before DNAT, where the packet still has its original destination; then the verdict is ${would === 'REJECT' ? 'DROP' : would}`,
  'trace/fix-forward': ({ would }) => `Fix: add a rule for forwarded packets; then the verdict is ${would}`,
  'trace/fix-interface': ({ id, would }) => `Fix: match the interface of the packet; then ${id} decides ${would}`,
  'trace/dead-no-route': () => 'there is no route',
  'trace/dead-blackhole': () => 'the route is a blackhole',
  'trace/dead-unreachable': () => 'the route says unreachable',
  'trace/dead-prohibit': () => 'the route says prohibited',
  'trace/dead-martian-source': () => 'this source address is not valid from outside (martian)',
  'trace/dead-martian-destination': () => 'this destination address is not valid (martian)',
  'trace/dead-reverse-path': () => 'rp_filter: answers would leave by another interface',
  'trace/dead-route-localnet': () => '127.0.0.0/8 outside lo, and route_localnet is off',
  'trace/dead-forwarding-off': () => 'forwarding is off (net.ipv4.ip_forward)',
  'trace/dead-ttl': () => 'its TTL reached 0',
  'trace/dead-not-for-us': () => 'the frame is addressed to another MAC address',
  'trace/dead-hairpin': () =>
    'the bridge does not send a frame back through the port on which it arrived (hairpin is off)',
  'trace/dead-no-address': () => 'the interface has no address that could become the source',
  'trace/no-reply': () => 'no answer is sent to this packet',
  'trace/case': ({ line, name, expected, got, by, open }) =>
    `${line}: ${name}: expected ${expected}, got ${got}${by ? ` (by ${by})` : ''}${open ? `; open: ${open}` : ''}`,
  'trace/cases': ({ passed, failed }) => `${passed} as expected, ${failed} not`,
  'conversation/by': ({ by }) => `by ${by}`,
  'conversation/answered': () => 'the answer comes back',
  'conversation/relayed': ({ container }) =>
    `its own connection to container ${container} works, and the answer comes back`,
  'conversation/proxy': ({ port, container, why }) =>
    `docker-proxy serves ${port} of container ${container}. The packet came to it because ${why}.`,
  'proxy/not-met': ({ rule, condition }) => `${rule} requires \`${condition}\`, so there was no DNAT`,
  'proxy/returned': ({ rule }) => `${rule} returns (RETURN) before the DNAT rule`,
  'proxy/no-dnat': ({ to }) => `no DNAT rule matches ${to}`,
  'conversation/end-dropped': ({ end, server }) => `the packet ${end}; the answer of ${server} is dropped`,
  'conversation/end-rejected': ({ end, server }) => `the packet ${end}; the answer of ${server} is rejected`,
  'conversation/end-lost': ({ end, why }) => `the packet ${end}; ${why}`,
  'conversation/end-refused': ({ end }) => `the packet ${end}; no rule stops it, but the connection is refused`,
  'conversation/end-next': ({ end }) => `the packet ${end} and the answer comes back; the next packet is dropped`,
  'conversation/end-next-answer': ({ end }) =>
    `the packet ${end} and the answer comes back; the answers after it are dropped`,
  'conversation/end-proxy': ({ container, target, fate, part }) =>
    `docker-proxy takes the packet; its own connection to container ${container} (${target}) fails: ${part === 'first' ? '' : 'first ACCEPT, then '}${fate}`,
  'conversation/end-unknown': ({ end, doubts }) => `the packet ${end}; what follows: ${doubts}`,
  'conversation/direct': ({ from, asked }) =>
    `${from} answers the client directly, because both are on the same network; the client expects an answer from ${asked} and discards this one`,
  'conversation/other-source': ({ from, asked }) =>
    `the answer comes from ${from}; the client expects an answer from ${asked} and discards this one`,
  'conversation/nobody-has': ({ src }) =>
    `no interface of this host has the address ${src}, so the answer is not sent to this host`,
  'conversation/no-route': ({ src, dst }) =>
    `no other host has a route to ${src} (no MASQUERADE rule changes it), so ${dst} cannot answer`,
  'conversation/astray': ({ device, expected }) =>
    device === ''
      ? 'the answer ends at this host'
      : `the answer leaves by another interface: ${device}${expected ? `, not ${expected}` : ''}`,
  'conversation/dead': ({ why }) => `the answer cannot be routed back: ${why}`,
  'conversation/presumed-route': ({ src, dst }) =>
    `assumed, because it is not visible here: ${dst} sends answers for ${src} through this host`,
  'conversation/presumed-masquerade': ({ src }) =>
    `assumed, because this listing does not show table nat: a MASQUERADE rule there changes the source ${src}, so that an answer comes back`,
  'conversation/part-answer': () => 'The answer:',
  'conversation/part-first': () => 'The packet:',
  'conversation/part-next': () => 'The next packet:',
  'conversation/part-next-answer': () => 'The answers after it:',
  'conversation/second-first': () => "docker-proxy's own connection:",
} satisfies Partial<Catalogue>
