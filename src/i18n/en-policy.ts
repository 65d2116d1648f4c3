// data: English texts about policies.
import type { Catalogue } from '#model/messages.ts'

const states: Readonly<Record<string, string>> = {
  open: 'reached',
  limited: 'reached up to a limit',
  refused: 'not dropped, but no process listens',
  closed: 'dropped',
  unknown: 'not known, because something was not read',
}

const kinds: Readonly<Record<string, string>> = {
  session: 'your ssh session, opened again',
  dns: 'the DNS server of this host',
  published: 'a published port that the policy opens',
}

export const enPolicy = {
  'init/assumed': ({ codes }) => `Not read, so entries may be missing: ${codes}.`,
  'init/closed': () => 'These ports are not reached from outside now. Remove the # to open one:',
  'init/exists': ({ path }) => `${path} exists already: it is not changed`,
  'init/head': ({ source }) =>
    `Policy of ${source}, written by \`seawall init\`: it opens what is open from outside now. Check each entry, and remove what is not needed.`,
  'init/mode': () =>
    'observe: nothing is dropped, only counted and logged. Change it to enforce when the log has nothing that is needed.',
  'init/ping': () => 'ping, for finding faults',
  'init/reason': ({ kind, target, from }) => {
    const what =
      { published: `published by Docker for ${target}`, forwarded: `led on to ${target} by a nat rule` }[
        String(kind)
      ] ?? `served by ${target}`
    return from === '' ? what : `${what}; reached from ${from === 'lan' ? 'the LAN' : 'the internet'} now`
  },
  'init/written': ({ path }) => `${path} is written. Check it, then run \`seawall plan --policy ${path}\`.`,
  'plan/check': ({ kind, text, where, result, before, after }) => {
    const about = kind === 'expect' ? `${where}: ${text}` : `${text} (${kinds[String(kind)] ?? kind})`
    if (result === 'unasked') return `not checked: ${about}: no sender of this zone has a way to this host now`
    const was = before === after || kind === 'expect' ? '' : `, now ${states[String(before)]}`
    return `${result === 'holds' ? 'ok' : 'FAILS'}: ${about}: ${states[String(after)]}${was}`
  },
  'plan/check-packet': ({ packet, after, by }) => `${packet}${by === '' ? '' : `: ${states[String(after)]} by ${by}`}`,
  'plan/checks': ({ holds, fails, unasked }) =>
    `Checks: ${holds} ok${fails ? `, ${fails} FAILED` : ''}${unasked ? `, ${unasked} not possible` : ''}.`,
  'plan/direct': () => '(direct)',
  'plan/head': ({ file, closes, opens, others, same }) =>
    `${file}: closes ${closes}, opens ${opens}${others ? `, changes ${others}` : ''}, leaves ${same} as they are (one zone at one port each)`,
  'plan/more': ({ count }) => `and ${count} more (\`--full\` lists them)`,
  'plan/staying': ({ sources, count }) =>
    `${sources === 1 ? '1 source that is' : `${sources} sources that are`} connected now would be refused. ${count === 1 ? 'The connection stays' : `The ${count} connections stay`} open until ${count === 1 ? 'it ends' : 'they end'}; \`seawall apply --cut\` ends ${count === 1 ? 'it' : 'them'}:`,
  'plan/still-closed': ({ zone, port, by }) => `the policy opens ${port} to ${zone}, but ${by} still drops it`,
  'plan/still-open': ({ zone, port }) => `${zone} still reaches ${port}, which the policy does not open`,
  'plan/observe': () =>
    'mode: observe. The rules drop nothing: they count and log what they would drop. Shown is what `mode: enforce` would do.',
  'plan/refused': ({ count, text }) =>
    `${count === 1 ? 'a check of the plan failed' : `${count} checks of the plan failed`}, the first one: ${text}. Change the policy; or, if you can get in without the network, add \`--allow-lockout\``,
  'plan/rules': ({ program, lines }) => `Rules for ${program} (${lines} lines):`,
  'policy/alias': () => 'aliases (`*name`) are not supported here: write the value',
  'policy/bad-address': ({ text }) => `\`${text}\` is no address and no network (\`192.0.2.0/24\`, \`2001:db8::/32\`)`,
  'policy/bad-day': ({ text }) => `\`${text}\` is no day: write YEAR-MONTH-DAY (\`2027-03-01\`)`,
  'policy/bad-egress': ({ text }) =>
    `\`${text}\` is none of: dns, host, a zone, an address, network:NAME, each with :PORT or without`,
  'policy/bad-expectation': ({ text }) => `\`${text}\` is no test: write \`ZONE -> PORT/tcp: reach\` or \`drop\``,
  'policy/bad-interface': ({ name }) => `\`${name}\` cannot be the name of an interface`,
  'policy/bad-limit': ({ text }) => `\`${text}\` is no limit: write \`5/min\` or \`5/min per source\``,
  'policy/bad-name': ({ name }) =>
    `\`${name}\` cannot be a name here: use up to 24 letters, digits, \`-\` and \`_\`, a letter first`,
  'policy/bad-port-forward': ({ text }) =>
    `\`${text}\` is no target: write an address, or an address and a port (\`192.168.2.20:443\`)`,
  'policy/bad-service': ({ text }) =>
    `\`${text}\` is no port: write \`22/tcp\`, \`80,443/tcp\`, \`30000-30010/udp\` or \`icmp\``,
  'policy/bad-target': ({ text }) =>
    `\`${text}\` is no target: write host, service:PROJECT/SERVICE, container:NAME or an address`,
  'policy/bad-way': ({ text }) => `\`${text}\` is no route: write \`ZONE -> ZONE\`, or a port and where it leads`,
  'policy/bad-who': ({ text }) =>
    `\`${text}\` is no sender: write a zone, internet, containers, network:NAME, @SET or an address`,
  'policy/built-in': ({ name }) => `\`${name}\` has a meaning of its own here: choose another name`,
  'policy/domain': ({ text }) =>
    `\`${text}\` is a domain name, and only addresses can be given here: name them, or a set`,
  'policy/empty-zone': ({ zone }) => `the zone \`${zone}\` has no addresses and no interface`,
  'policy/internet-addresses': () =>
    'of `internet` only the interface can be given: it is every address of no other zone',
  'policy/meant': ({ word }) => `did you mean \`${word}\`?`,
  'policy/missing-key': ({ key }) => `\`${key}\` is missing`,
  'policy/no-sender': ({ text }) => `\`${text}\` names no sender: write who can reach it (\`${text}: internet\`)`,
  'policy/no-set': ({ name }) => `there is no set \`${name}\``,
  'policy/no-zone': ({ name }) => `there is no zone \`${name}\``,
  'policy/not-a-map': ({ keys }) => `a policy is a mapping with these keys: ${keys}`,
  'policy/not-yet': ({ key }) =>
    `\`${key}\` does not become rules yet: remove it, or the policy promises what the rules do not do`,
  'policy/not-yaml': ({ said }) => `not valid YAML: ${said}`,
  'policy/odd-key': () => 'a key must be a plain text',
  'policy/overlap': ({ zone, earlier, what }) =>
    `${what} is in the zone \`${earlier}\` too: these senders belong to \`${earlier}\`, which comes first, and not to \`${zone}\``,
  'policy/set-empty': ({ path }) => `${path} holds no address: the set matches no sender`,
  'policy/set-file': ({ name }) => `the set \`${name}\` needs a file: \`{file: PATH}\``,
  'policy/set-line': ({ path, line, text }) => `line ${line} of ${path}, \`${text}\`, is no address and no network`,
  'policy/set-unread': ({ name, path }) => `${path} cannot be read: the members of the set \`${name}\` are unknown`,
  'policy/swarm-ports': ({ ports }) =>
    `this host is in a swarm, and no other node may reach ${ports}: the other nodes lose this one. Name them as a zone, and allow these ports from it`,
  'policy/too-deep': () => 'nested too deeply',
  'policy/twice': ({ name }) => `\`${name}\` is defined twice`,
  'policy/untracked': ({ rule }) =>
    `${rule} turns off connection tracking for some packets: the policy cannot see which port they asked for, or that they are answers. It refuses them unless the sender is in a trusted zone`,
  'policy/unknown-key': ({ key, keys }) => `unknown key \`${key}\`: known are ${keys}`,
  'policy/want-address': () => 'write an address, a network, or `{interface: NAME}`',
  'policy/want-entry': ({ keys }) => `write an entry with ${keys}`,
  'policy/want-list': () => 'write one text, or a list of texts',
  'policy/want-map': () => 'write `key: value` lines here',
  'policy/want-network': ({ text }) => `\`${text}\` is no network: write \`network:NAME\``,
  'policy/want-text': () => 'write a text here',
  'policy/no-network': ({ network }) =>
    `there is no bridge network \`${network}\` on this host: nothing is allowed for it`,
  'policy/trust-internet': () => '`trust` names the internet: everybody reaches every port',
  'policy/expired': ({ day }) => `this entry ended with ${day}: it allows nothing any more`,
  'policy/no-container': ({ target }) => `there is no ${target} on this host: this entry allows nothing`,
  'policy/not-published': ({ target, service }) =>
    `${target} publishes no port of ${service}: this entry allows nothing`,
  'policy/wrong-word': ({ words }) => `write one of: ${words}`,
} satisfies Partial<Catalogue>
