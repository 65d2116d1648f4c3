// data: English texts of headings, counts and conclusions.
import type { Catalogue } from '#model/messages.ts'
import { ownershipTexts } from './ownership.ts'
import { versionRange } from './version-range.ts'
import { unseenNames } from './unseen.ts'
import type { Text } from './text.ts'

const plural = (count: string | number | undefined, one: string, many = `${one}s`) =>
  `${count ?? 0} ${Number(count) === 1 ? one : many}`

const standings: Readonly<Record<string, string>> = {
  'before-yours': ', before your rules',
  'after-yours': ', after your rules',
  'between-yours': ', between your rules',
}

const familyName = (family: string | number | undefined) =>
  family === 'ipv6' ? 'IPv6' : family === 'ipv4' ? 'IPv4' : family === 'inet' ? 'IPv4 and IPv6' : String(family)

const names: Readonly<Record<string, string>> = {
  docker: 'Docker',
  crowdsec: 'CrowdSec',
  lxd: 'LXD',
  tailscale: 'Tailscale',
  calico: 'Calico',
  podman: 'Podman',
  seawall: 'Seawall',
}

/** ` is yours`, ` is Docker's`; nothing if it has no owner. */
function owned(owner: string | number | undefined): string {
  const id = String(owner)
  return id === 'user' ? ' is yours' : id === 'system' ? '' : ` is ${names[id] ?? id}'s`
}

/** Nothing for IPv4 alone, which is what most readers expect. */
function only(families: string | number | undefined): string {
  return families === 'ipv4' ? '' : families === 'ipv6' ? '; IPv6' : '; IPv4 and IPv6'
}

function sentence(words: string | number | undefined): string {
  const text = String(words)
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}

function stoppedBy(by: string | number | undefined): string {
  return by ? `: ${by} stops it` : ''
}

export const enReport = {
  'conclusion/rules': ({ family, variant, rules, layout, versions }) => {
    const where = `${familyName(family)}${variant ? ` (${variant})` : ''}`
    const written = layout
      ? `; Docker's layout is that of ${versionRange(versions)}${layout === 'nftables' ? ' with its nftables backend' : ''}`
      : ''
    return Number(rules) === 0 ? `${where}: no rules` : `${where}: ${plural(rules, 'rule')}: {}${written}`
  },
  'conclusion/owner': ({ count, owner }) => `${count} ${owner === 'user' ? 'yours' : owner}`,
  'conclusion/ports': ({ count }) => `Published: ${plural(count, 'port')}: {}`,
  'conclusion/published': ({ container, containerAddress, containerPort, hostAddress, hostPort, protocol, family }) => {
    const any = family === 'ipv6' ? '[::]' : '*'
    const target = container ? String(container) : String(containerAddress)
    const to = target === '' ? 'a container that is not shown' : `${target}:${containerPort}`
    return `${hostAddress || any}:${hostPort}/${protocol} -> ${to}`
  },
  'conclusion/forward-policy': ({ family, policy }) =>
    policy === 'DROP'
      ? `${familyName(family)} FORWARD drops packets that no rule accepts (policy DROP)`
      : `${familyName(family)} FORWARD accepts packets that no rule drops (policy ${policy})`,
  'conclusion/docker-user': ({ family, rules }) =>
    Number(rules) === 0
      ? `${familyName(family)} DOCKER-USER contains no rules of yours: access from outside to published ports is not filtered by you`
      : `${familyName(family)} DOCKER-USER contains ${plural(rules, 'rule')} of yours`,
  'conclusion/never-matches-port': ({ rule }) =>
    `! ${rule} matches a port that was rewritten before this rule: it never matches the traffic that it is written for`,
  'conclusion/never-covered': ({ rule, by }) =>
    `! ${rule} does nothing: ${by}, which comes before it, decides its packets`,
  'conclusion/never-contradicts': ({ rule, by }) =>
    `! ${rule} does nothing: ${by}, which jumps to its chain, requires the opposite`,
  'conclusion/never-more': ({ count }) => `! ${plural(count, 'more rule')} that no packet reaches`,
  'conclusion/networks': ({ count }) => `${plural(count, 'bridge network')}: {}`,
  'conclusion/network': ({ network, bridge }) => (network === bridge ? `${network}` : `${network} (${bridge})`),
  'conclusion/policy': ({ id, chain, policy, owner }) => {
    const what = policy === 'DROP' ? 'drops' : 'accepts'
    return `${id}${owned(owner)}: ${chain} ${what} packets that no rule decided (${policy})`
  },
  'conclusion/put-in': ({ source }) =>
    `It is not in ${source === 'live' ? 'the rules of this host' : source}: explained as if the command had been run there.`,
  'conclusion/omitted': ({ chains }) =>
    `! this text leaves lines out${chains === '' ? '' : ` (${chains})`}: which rules they hold is unknown`,
  'conclusion/chains-unreached': ({ chains, more, rules }) =>
    `no rule jumps to ${chains}${Number(more) > 0 ? ` and ${more} more chains` : ''}: no packet reaches ${rules === 1 ? 'its rule' : `the ${rules} rules there`}`,
  'conclusion/callers-not-shown': ({ chains, more, rules }) =>
    `! this text does not show what jumps to ${chains}${Number(more) > 0 ? ` and ${more} more chains` : ''}: whether packets reach ${rules === 1 ? 'its rule' : `the ${rules} rules there`} is unknown`,
  'conclusion/rules-without-chain': ({ count }) =>
    `! this text does not show the chain of ${plural(count, 'rule')}: ${count === 1 ? 'it is' : 'they are'} not in this answer`,
  'conclusion/rules-in-prose': ({ count }) =>
    `! ${plural(count, 'rule')} in sentences or table cells of this text ${count === 1 ? 'is' : 'are'} not read`,
  'conclusion/unread': ({ count }) =>
    `! ${plural(count, 'error')} in this text: the lines with errors may be missing in the answer`,
  'source/no-rules': ({ source, form }) => {
    const what: Readonly<Record<string, string>> = {
      nft: 'it contains nftables rules: use the output of iptables-save',
      docker: "it contains Docker's state, which `seawall predict` reads",
    }
    return `there are no iptables rules in ${source}${what[String(form)] ? `; ${what[String(form)]}` : ''}`
  },
  'explain/no-such-rule': ({ id }) => `there is no rule \`${id}\` here`,
  'explain/no-such-chain': ({ chain, chains }) => `there is no chain \`${chain}\` here; chains: ${chains}`,
  'explain/no-such-table': ({ table }) => `there is no table \`${table}\` here`,
  'explain/rule-not-there': () => 'no rule here is equal to this one',
  'conclusion/rule': ({ id, owner, part, ...args }) => {
    const title = (ownershipTexts as Readonly<Record<string, Text>>)[`part/${owner}/${part}`]?.(args) ?? String(part)
    // "is yours: your rule" says it twice.
    const rest = owner === 'user' ? title.replace(/^your (rule$|)/, '') : title
    return `${id}${owned(owner)}${rest === '' ? '' : `: ${rest}`}`
  },
  'explain/more-elements': ({ count }) => `... and ${plural(count, 'element')} more (--json has all)`,
  'explain/quiet-chains': ({ count, names }) => `${plural(count, 'chain')} without rules: ${names}`,
  'explain/empty-chain': ({ policy }) =>
    policy === 'DROP' ? 'no rules: the policy drops every packet' : 'no rules: packets pass unchanged',
  'explain/every-packet': () => 'All packets that reach this rule',
  'explain/packets': ({ protocol, asked }) =>
    `${protocol ? `${protocol} packets` : 'Packets'}${asked ? ` ${asked}` : ''}`,
  'explain/list': ({ first, last }) => `${first} and ${last}`,
  'explain/list-of-lists': ({ first, last }) => `${first}, and ${last}`,
  'explain/next': () => 'Next',
  'explain/versions': ({ versions }) => versionRange(versions),
  'explain/purpose': () => 'For',
  'explain/breaks': () => 'Without it',
  'explain/reached': () => 'Reached',
  'explain/note': () => 'Note',
  'explain/hits': () => 'Hits',
  'explain/policy-of-kernel': () => 'No known program has changed it: every built-in chain starts with ACCEPT.',
  'explain/hidden': ({ what }) =>
    `this text does not show ${unseenNames(String(what).split('\n'))}: rules with this mark may have more conditions`,
  'explain/hook': ({ hook }) => `directly by the kernel, at hook ${hook}`,
  'explain/more': ({ count }) => `and from ${plural(count, 'more rule')}`,
  'explain/counted': ({ packets, bytes }) => `${plural(packets, 'packet')}, ${plural(bytes, 'byte')}`,
  'cause/port': ({ container, containerAddress, hostPort, containerPort, protocol }) => {
    const who = container ? `container ${container}` : `the container at ${containerAddress ?? 'an unknown address'}`
    return hostPort
      ? `${who} published ${hostPort} -> ${containerPort ?? '?'}/${protocol ?? 'tcp'}`
      : `${who}, port ${containerPort}/${protocol ?? 'tcp'}`
  },
  'cause/network': ({ network, bridge }) =>
    network && network !== bridge ? `network ${network} (${bridge})` : `the network of ${bridge}`,
  'cause/engine': () => 'the Docker engine itself',
  'cause/owner': ({ owner }) =>
    owner === 'you' ? 'your rules' : owner === 'system' ? 'the system' : (names[String(owner)] ?? `${owner}`),
  'diff/same': ({ unchanged, sysctls }) =>
    `${Number(sysctls) > 0 ? 'No rule differs' : 'No difference'}: ${plural(unchanged, 'rule')} on both sides.`,
  'diff/changed': ({ added, again, removed, moved, made, gone, policies, objects, unchanged }) => {
    const parts = [
      Number(added) > 0 ? `${plural(added, 'rule')} added${Number(again) > 0 ? ` (${again} a second time)` : ''}` : '',
      Number(removed) > 0 ? `${plural(removed, 'rule')} removed` : '',
      Number(moved) > 0 ? `${plural(moved, 'rule')} moved` : '',
      Number(made) > 0 ? `${plural(made, 'chain')} created` : '',
      Number(gone) > 0 ? `${plural(gone, 'chain')} removed` : '',
      Number(objects) > 0 ? `${plural(objects, 'table or set', 'tables or sets')} changed` : '',
      Number(policies) > 0 ? `${plural(policies, 'policy', 'policies')} changed` : '',
    ]
    return `${parts.filter((part) => part !== '').join(', ')}; ${plural(unchanged, 'rule')} unchanged.`
  },
  'diff/rules': ({ count }) => plural(count, 'rule'),
  'diff/chains': ({ count }) => plural(count, 'chain'),
  'diff/objects': ({ count }) => plural(count, 'table or set', 'tables or sets'),
  'diff/object-made': ({ what, name, after }) => `${what} ${name} created${after === '' ? '' : ` (${after})`}`,
  'diff/object-removed': ({ what, name }) => `${what} ${name} removed`,
  'diff/object-changed': ({ what, name, before, after }) =>
    before === after ? `${what} ${name}: other elements` : `${what} ${name}: was "${before}", is "${after}"`,
  'diff/more-added': ({ count }) => `and ${plural(count, 'more element')} added (--json lists all)`,
  'diff/more-removed': ({ count }) => `and ${plural(count, 'more element')} removed (--json lists all)`,
  'diff/chain-made': ({ chain }) => `chain ${chain} created`,
  'diff/chain-removed': ({ chain }) => `chain ${chain} removed`,
  'diff/chain-policy': ({ chain, before, after }) =>
    `policy of ${chain}: ${before || 'ACCEPT'} -> ${after || 'ACCEPT'}`,
  'diff/place-added': ({ after, standing, same }) =>
    `#${after}${standings[String(standing)] ?? ''}${same ? `, identical to #${same}` : ''}`,
  'diff/place-besides': ({ standing, same }) =>
    `${standings[String(standing)] ?? ''}${same ? `, identical to #${same}` : ''}`.replace(/^, /, ''),
  'diff/place-removed': ({ before }) => `was #${before}`,
  'diff/place-moved': ({ before, after, standing }) => `#${before} -> #${after}${standings[String(standing)] ?? ''}`,
  'diff/sysctl': ({ name, before, after }) => `${name}: ${before} -> ${after}`,
  'diff/tables-same': ({ tables }) => `Tables without a change: ${tables}`,
  'diff/only-after': ({ tables }) => `Tables that only the second side has: ${tables}`,
  'diff/only-before': ({ tables }) => `Tables that only the first side has: ${tables}`,
  'preview/stops': () => '! iptables-restore would stop there and would change nothing.',
  'preview/stops-later': () =>
    '! iptables-restore would stop there. The tables committed before that line are changed:',
  'preview/tested-first': ({ tested }) =>
    tested === 'yes'
      ? '  But netfilter-persistent of this host runs `iptables-restore --test` first (/etc/default/netfilter-persistent): it rejects the file, changes nothing, and exits with 0.'
      : tested === 'no'
        ? '  netfilter-persistent of this host does not test the file first (/etc/default/netfilter-persistent has no IPTABLES_TEST_RULESET=yes).'
        : '  netfilter-persistent 1.0.17 and later (Debian 12, Ubuntu 24.04) runs `iptables-restore --test` first: there the file is rejected, nothing changes, and the exit code is 0. Older ones (Debian 11, Ubuntu 22.04) do not test it.',
  'preview/existing': () =>
    'This is about new connections. Existing ones keep their destination until they end (`seawall explain --connections`); a UDP client that keeps sending never changes.',
  'preview/policy-opened': ({ chain }) =>
    `The policy of ${chain} would change from DROP to ACCEPT: packets that no rule decides would pass.`,
  'preview/drops-lost': ({ count }) =>
    `It removes ${plural(count, 'rule')} that ${Number(count) === 1 ? 'drops' : 'drop'} packets:`,
  'preview/unreached': ({ count }) =>
    `It adds ${plural(count, 'rule')} that ${Number(count) === 1 ? 'does' : 'do'} nothing, because no packet reaches ${Number(count) === 1 ? 'it' : 'them'}:`,
  'preview/unreached-fix': ({ count }) =>
    `Insert ${Number(count) === 1 ? 'it' : 'them'} above the rule that matches first:`,
  'reach/ports': ({ ports, more, protocol, address, published }) =>
    `${ports}${Number(more) > 0 ? ` and ${more} more` : ''}/${protocol}${published ? `, published on ${published},` : address ? ` on ${address}` : ''}`,
  'reach/container-at': ({ name, address, port }) =>
    `container ${name} at ${String(address).includes(':') ? `[${address}]` : address}:${port}`,
  'reach/client-internet': () => 'the internet',
  'reach/client-lan': () => 'the LAN',
  'reach/client-host': () => 'this host',
  'reach/client-container': ({ name }) => `container ${name}`,
  'reach/met-container': ({ name }) => String(name),
  'reach/met-host': ({ name }) => (name ? `${name} on this host` : 'this host'),
  'reach/met-nobody': ({ name }) => `${name}, which no container has`,
  'reach/met-address': ({ name }) => String(name),
  'reach/port-elsewhere': ({ what, before, after, who, families }) =>
    `${what} would lead to ${after}, not to ${before} (from ${who}${only(families)}).`,
  'reach/port-opens': ({ what, after, who, families }) =>
    `${what} would open and lead to ${after} (from ${who}${only(families)}).`,
  'reach/port-closes': ({ what, before, after, by, who, families }) =>
    after
      ? `${what} would lead to ${after}, not to ${before} (from ${who}${only(families)}).`
      : `${what} would no longer lead to ${before}${stoppedBy(by)} (from ${who}${only(families)}).`,
  'reach/port-proxy': ({ what, after, proxy, who, families }) =>
    Number(proxy)
      ? `${what} would lead to ${after} by docker-proxy, which hides the address of the client (from ${who}${only(families)}).`
      : `${what} would lead to ${after} by DNAT, no longer by docker-proxy (from ${who}${only(families)}).`,
  'reach/way-elsewhere': ({ what, after, who, families }) =>
    `${sentence(who)} would reach ${after} instead of ${what}${only(families)}.`,
  'reach/way-opens': ({ what, who, families }) => `${sentence(who)} would reach ${what}${only(families)}.`,
  'reach/way-closes': ({ what, by, who, families }) =>
    `${sentence(who)} would no longer reach ${what}${stoppedBy(by)}${only(families)}.`,
  'reach/way-proxy': ({ what, proxy, who, families }) =>
    `${sentence(who)} would reach ${what} ${Number(proxy) ? 'by docker-proxy' : 'without docker-proxy'}${only(families)}.`,
  'reach/more': ({ count }) => `${count} more changes of this kind`,
  'reach/unknown': ({ count }) =>
    `For ${plural(count, 'connection')} the effect is unknown: it depends on rules or facts that were not read.`,
  'reach/not-asked': ({ count }) =>
    `${plural(count, 'more connection')} were not traced: whether they would open or close is unknown.`,
  'preview/ports-lost': ({ count }) => `It removes rules of ${plural(count, 'published port')}: {}`,
  'preview/more': ({ count }) => `${count} more`,
  'preview/twice': ({ count }) => `${plural(count, 'rule')} would exist twice.`,
  'diff/ignored': ({ count }) => `${plural(count, 'change')} omitted (--ignore).`,
} satisfies Partial<Catalogue>
