// data: English texts of what the readers find in a text.
import type { Catalogue } from '#model/messages.ts'
import type { Args } from './text.ts'
import { unseenNames } from './unseen.ts'

const disguises: Readonly<Record<string, string>> = {
  colours: 'colours of a terminal',
  html: 'HTML',
  blanks: 'unusual blanks',
  prefixes: 'what stood before each line',
  quotes: 'typographic quotes',
  tables: 'a table',
  dashes: 'dashes instead of hyphens',
  breaks: 'line breaks inside rules',
}

const kinds: Readonly<Record<string, string>> = {
  'kind/address': 'an address',
  'kind/address-ipv4': 'an IPv4 address',
  'kind/address-ipv6': 'an IPv6 address',
  'kind/address-range': 'an address or from-to',
  'kind/addresses': 'up to 16 addresses separated by commas',
  'kind/bit-rate': 'a rate such as 10mbit or 5kbps',
  'kind/burst': 'a number from 1 to 1000000, or bytes such as 512kb',
  'kind/byte-rate': 'a rate such as 5/min or 512kb/s',
  'kind/bytecode': 'a program of at most 64 instructions as nfbpf_compile writes it',
  'kind/chain': 'the name of a chain',
  'kind/chunk-types': 'all, any or only, and chunk types separated by commas',
  'kind/clock-time': 'a time as hh:mm[:ss]',
  'kind/connection-label': 'a label by number or name',
  'kind/date': 'a date as YYYY[-MM[-DD[Thh[:mm[:ss]]]]] from 1970 to 2038',
  'kind/dscp-class': 'CS0 to CS7, AF11 to AF43, EF or BE',
  'kind/flag': 'nothing',
  'kind/group': 'a group by id or name, or from-to',
  'kind/hashlimit-mode': 'some of srcip, srcport, dstip, dstport, separated by commas',
  'kind/header-options': 'up to 16 of type[:length] separated by commas',
  'kind/headers': 'names of IPv6 headers separated by commas',
  'kind/hex-text': 'at most 128 bytes, in hex between two pipes',
  'kind/icmp-type': 'an ICMP type, type/code or an unambiguous name',
  'kind/interface': 'the name of an interface',
  'kind/ipsec-mode': 'transport or tunnel',
  'kind/ipsec-policy': 'ipsec or none',
  'kind/ipsec-protocol': 'esp, ah or ipcomp',
  'kind/log-level': 'a level from 0 to 7 or its name (emerg to debug)',
  'kind/mac': 'six bytes in hex, aa:bb:cc:dd:ee:ff',
  'kind/mask': 'a prefix length or a mask',
  'kind/masked': 'a number, or value/mask',
  'kind/match': 'the name of a match',
  'kind/mh-type': 'a type of mobility message, by name or number, or from:to',
  'kind/milliseconds': 'milliseconds, or inf',
  'kind/month-days': 'days from 1 to 31 separated by commas',
  'kind/nat-ports': 'port or port-port',
  'kind/nat-range': 'address[-address][:port[-port]]',
  'kind/network': 'address/length or address/mask',
  'kind/number': 'a whole number in range',
  'kind/packet-type': 'unicast, broadcast, multicast or otherhost',
  'kind/policy': 'ACCEPT or DROP',
  'kind/policy-direction': 'in or out',
  'kind/port': 'a port, a service name or from:to',
  'kind/port-number': 'a port by number or service name',
  'kind/ports': 'up to 15 ports separated by commas',
  'kind/position': 'a rule number from 1',
  'kind/prefix': 'address/length',
  'kind/probability': 'a number from 0 to 1',
  'kind/protocol': 'a protocol by name or number',
  'kind/queues': 'first:last, at least two queues',
  'kind/range': 'a number or from:to',
  'kind/rate': 'a rate such as 5/min',
  'kind/reject-answer': 'an answer such as icmp-port-unreachable or tcp-reset',
  'kind/seconds': 'seconds, or from:to',
  'kind/set': 'the name of an ipset and src, dst or both',
  'kind/statistic-mode': 'random or nth',
  'kind/table': 'the name of a table',
  'kind/target': 'a target or a chain',
  'kind/tcp-flags': 'two lists of SYN ACK FIN RST URG PSH ALL NONE',
  'kind/tcp-options': 'different TCP options from 2, separated by commas',
  'kind/text': 'a text',
  'kind/time': 'a time such as 250ms or 8s',
  'kind/tos': 'a value with or without mask, or a name such as Minimize-Delay',
  'kind/traffic-class': 'major:minor in hex',
  'kind/u32': 'tests such as 6&0xFF=1, at most ten, joined by &&',
  'kind/user': 'a user by id or name, or from-to',
  'kind/week-days': 'days such as Mon,Tue or 1,2',
  'kind/word': 'one of the known words',
  'kind/words': 'known words separated by commas',
  'kind/zone': 'a zone from 0 to 65535, or mark',
}

/** What a kind of value is called: `kind/port` -> `a port, a service name or from:to`. */
export function kindName(kind: string | number | undefined): string {
  const id = String(kind ?? '')
  return kinds[id] ?? id.replace(/^kind\//, 'a ').replaceAll('-', ' ')
}

const subject = (args: Args) => args.option ?? args.extension ?? 'this'

export const enSyntax = {
  'syntax/ambiguous-option': ({ option }) => `\`${option}\` is short for more than one option`,
  'syntax/bad-counters': ({ text }) => `\`${text}\` is not a counter of the form [packets:bytes]`,
  'syntax/bad-mask': ({ mask }) => `\`${mask}\` is neither a prefix length nor a mask of this family`,
  'syntax/bad-policy': ({ policy }) => `\`${policy}\` is not a policy: a built-in chain has ACCEPT or DROP`,
  'syntax/bad-position': ({ position }) => `there is no rule ${position}: rules are numbered from 1`,
  'syntax/bad-target': ({ target }) =>
    target === '' ? 'a target must have a name' : `\`${target}\` cannot be the name of a target or chain`,
  'syntax/bad-value': (args) => `\`${subject(args)}\` takes ${kindName(args.kind)}, not \`${args.value}\``,
  'syntax/beyond-nodes': ({ option, total }) => `\`${option}\` names a node beyond the ${total} of the cluster`,
  'syntax/blank-line': () => 'the line contains only white space: iptables-restore rejects it',
  'syntax/burst-below-rate': ({ bytes }) => `the burst must be at least what one second allows: ${bytes} bytes`,
  'syntax/carriage-return': ({ lines }) =>
    `${lines === 1 ? 'this line ends' : `${lines} lines end`} with a carriage return (CRLF): iptables-restore reads it as part of the last word`,
  'syntax/chain-name-start': ({ chain }) => `the chain name \`${chain}\` begins with a character that is not allowed`,
  'syntax/chain-named-target': ({ chain }) => `\`${chain}\` cannot be a chain name: it is the name of a target`,
  'syntax/chain-too-long': ({ chain }) => `the chain name \`${chain}\` is longer than 28 bytes`,
  'paste/cut-document': () =>
    'this JSON document is not complete, so it was not read: its networks and containers are unknown',
  'paste/facts': ({ tools }) => `facts of the host are read from the output of ${tools} in this text`,
  'paste/not-used': ({ tool }) =>
    `the output of \`${tool}\` in this text is not used: it does not decide what happens to a packet`,
  'paste/partial': ({ tool }) => `this output of \`${tool}\` shows only a part: what it does not show is unknown`,
  'paste/placed': ({ containers }) =>
    `\`docker ps\` shows no addresses; they are taken from the DNAT rules of the published ports: ${containers}`,
  'paste/plain-text': ({ undone }) =>
    `before reading, this text was cleaned of ${String(undone)
      .split(' ')
      .map((what) => disguises[what] ?? what)
      .join(', ')}; lines and columns count in the cleaned text`,
  'paste/ufw': ({ active, defaults }) =>
    active === 1
      ? `ufw is active${defaults === undefined ? '' : ` (default: ${defaults})`}; this list is not used: the answer depends on the rules of iptables in this text`
      : 'ufw is inactive: it has no rules in iptables',
  'syntax/alternatives': ({ names, chosen }) =>
    `this text has alternatives (${names}), of which only one applies; Seawall reads \`${chosen}\` (\`--as NAME\` reads another)`,
  'syntax/chain-deleted': ({ chain }) => `\`${chain}\` was deleted by \`-X\` before: iptables refuses this rule`,
  'syntax/condition-unknown': ({ left }) =>
    left === 0
      ? 'whether this condition is true is known only when the script runs; Seawall reads it as true'
      : `whether this condition is true is known only when the script runs; Seawall reads it as true, so ${left} ${left === 1 ? 'command of the other branch is' : 'commands of the other branch are'} left out`,
  'syntax/command-elsewhere': ({ program }) =>
    `\`${program}\` runs this command in another namespace, container or host: its rules are not counted as rules of this host`,
  'syntax/commit-trailing': () => 'text after COMMIT: iptables-restore rejects it',
  'syntax/contiguous-day': () => '`--contiguous` needs a stop time that is earlier than the start time',
  'syntax/control-character': () => 'the line contains a control character: it is read, but not printed',
  'syntax/docker-command': ({ command }) => `\`${command}\` makes Docker write rules that this text does not show`,
  'syntax/double-negation': () => '`!` is given twice',
  'syntax/drop-in-nat': () =>
    'iptables rejects DROP in the nat table: only the first packet of a connection passes through it',
  'syntax/empty-policy-element': () => 'with `--strict`, every element of the policy needs at least one option',
  'syntax/empty-text': ({ option }) => `\`${option}\` takes a text of at least one character`,
  'syntax/glued-value': ({ option }) =>
    `iptables 1.8.9 does not accept a value directly after \`${option}\`: write a space between them`,
  'syntax/host-name': ({ name }) =>
    `the addresses of \`${name}\` depend on the host and on the time when the rules are loaded`,
  'syntax/interface-in-chain': ({ option, chain }) =>
    `\`${option}\` cannot be used in ${chain}: ${option === '-o' ? 'the packet is not routed yet' : 'the packet comes from this host'}`,
  'syntax/interface-too-long': ({ value }) => `the interface name \`${value}\` is longer than 15 bytes`,
  'syntax/ipv4-only': ({ option }) => `\`${option}\` exists for IPv4 only`,
  'syntax/line-too-long': ({ max }) =>
    `the line is longer than ${max} bytes: iptables-restore splits it there and reads the rest as another line`,
  'syntax/listing-hides': ({ hides }) =>
    `this listing does not show ${unseenNames(String(hides ?? '').split(' '))}: that is unknown, not absent`,
  'syntax/listing-row': () => 'this row of the listing cannot be read',
  'syntax/lone-negation': () => '`!` must come before an option',
  'syntax/missing-commit': ({ table }) => `table \`${table}\` has no COMMIT: iptables-restore does not load it`,
  'syntax/missing-one-of': ({ extension, options }) => `\`${extension}\` needs one of ${options}`,
  'syntax/missing-option': ({ extension, option }) => `\`${extension}\` needs \`${option}\``,
  'syntax/missing-value': ({ option, kind }) => `\`${option}\` needs ${kindName(kind)} after it`,
  'syntax/nft-command': ({ command }) =>
    `this nftables command is not understood: \`${command}\`. The ruleset it leads to is not completely known`,
  'syntax/nft-ends': () => 'this nftables statement ends too early. The rule, from here to its end, is unknown',
  'syntax/nft-include': ({ file }) => `the file \`${file}\` is included here and was not read. Its rules are unknown`,
  'syntax/nft-json': ({ said }) => `this JSON of nft cannot be read: ${said}`,
  'syntax/nft-no-table': ({ kind, name }) =>
    `the ${kind} \`${name}\` has no table around it in this text. It is read as a part of the table \`inet filter\``,
  'syntax/nft-remark': () =>
    'nft writes a part of this rule of iptables as a remark. The rule is unknown; `iptables-save` shows it completely',
  'syntax/nft-variable': ({ name }) => `the variable \`$${name}\` is not defined in this text. The rule is unknown`,
  'syntax/nft-word': ({ word }) =>
    `\`${word}\` is not understood here as a statement of nftables. The rule, from here to its end, is unknown`,
  'syntax/near-docker-chain': ({ chain, docker }) =>
    `\`${chain}\` looks like Docker's chain \`${docker}\`, but Docker does not use it`,
  'syntax/needs-port-protocol': ({ value }) =>
    `\`${value}\` names a port: the rule needs \`-p tcp\`, \`udp\`, \`sctp\` or \`dccp\` before it`,
  'syntax/needs-protocol': ({ extension, protocol }) => `\`${extension}\` needs \`-p ${protocol}\` in the rule`,
  'syntax/negated-any': ({ option, value }) => `\`! ${option} ${value}\` can never match`,
  'syntax/negated-list': ({ option }) => `\`! ${option}\` takes one address, not a list`,
  'syntax/negation-inside': ({ option }) => `\`!\` must come before \`${option}\`, not after it`,
  'syntax/no-chain-name': () => 'the chain name after `:` is missing',
  'syntax/no-option': ({ extension }) => `\`${extension}\` needs at least one option`,
  'syntax/no-policy': ({ chain }) => `\`:${chain}\` needs a policy: ACCEPT or DROP, or \`-\` for a chain of your own`,
  'syntax/no-value': ({ option }) => `\`${option}\` takes no value`,
  'syntax/no-verb': () => 'the line does not say what to do: `-A`, `-I`, `-D` or another command is missing',
  'syntax/not-invertible': ({ option }) => `\`${option}\` cannot be negated with \`!\``,
  'syntax/nothing-readable': ({ refused }) =>
    `nothing${refused === 1 ? ' else' : ''} in this text is a rule, a chain or a command of iptables`,
  'syntax/option-in-restore': ({ option }) =>
    `\`${option}\` is an option of the command line and not allowed in a restore file`,
  'syntax/option-needs': ({ option, other }) => `\`${option}\` also needs \`${other}\``,
  'syntax/option-not-loaded': ({ option, owner }) =>
    `no match or target on this line has an option \`${option}\`; it belongs to \`${owner}\`, which is not loaded here`,
  'syntax/option-with-command': ({ option }) => `\`${option}\` cannot be used with this command`,
  'syntax/options-exclude': ({ option, other }) => `\`${option}\` cannot be used together with \`${other}\``,
  'syntax/other-family-flag': ({ option }) =>
    `\`${option}\` selects the other address family: this program rejects the line`,
  'syntax/other-family-match': ({ match }) => `the match \`${match}\` exists for the other family only`,
  'syntax/omitted': ({ count, chains }) => {
    const others = Number(count) - 1
    const more = others > 0 ? ` and in ${others} other ${others === 1 ? 'place' : 'places'}` : ''
    return `lines are left out here${more}: which rules${chains === '' ? '' : ` of ${chains}`} they hold is unknown`
  },
  'syntax/listing-no-chain': ({ count }) =>
    `no line \`Chain NAME (...)\` is above ${Number(count) === 1 ? 'this rule' : `these ${count} rules`}: the chain is unknown, and ${Number(count) === 1 ? 'the rule is' : 'the rules are'} not in the answer`,
  'syntax/rules-in-prose': ({ count }) => {
    const others = Number(count) - 1
    const more = others > 0 ? `, and ${others} more like it` : ''
    return `this rule is part of a sentence or of a table cell${more}: it is not read, as the text shows other rules`
  },
  'syntax/omitted-chains': () => 'lines are left out here: this table may have other chains',
  'syntax/other-program': ({ command }) =>
    `\`${command}\` changes the rules: which rules it writes is not in this text`,
  'syntax/other-language': ({ language }) =>
    `this script is written for ${language}: only scripts of sh, bash, dash, ksh and zsh are read`,
  'syntax/out-of-range': ({ option, value }) => `\`${value}\` is out of range for \`${option}\` here`,
  'syntax/outside-table': ({ lines }) =>
    `${lines === 1 ? 'this line is' : `${lines} lines are`} outside any table: a line such as \`*filter\` must come first`,
  'syntax/packet-beyond-every': ({ packet, every }) =>
    `\`--packet ${packet}\` is not below \`--every ${every}\`: packets are counted from 0`,
  'syntax/policy-of-own-chain': ({ chain }) => `\`${chain}\` is not built in and has no policy: write \`:${chain} -\``,
  'syntax/rate-too-fast': ({ value }) => `\`${value}\` is faster than the kernel can count`,
  'syntax/reads-file': ({ file }) => `the rules are in \`${file}\`, which is not part of this text`,
  'syntax/repeated-option': ({ option }) => `\`${option}\` is given twice`,
  'syntax/replace-many': () => 'a rule can be replaced by one rule only, but this line expands to several',
  'syntax/service-of-two-lists': ({ name, port }) =>
    `\`${name}\` is port ${port} on Debian and Ubuntu and another port on RHEL and Fedora: read as ${port}`,
  'syntax/shell-unclosed-quote': () => 'this quote is not closed; Seawall reads it as if it ended with the line',
  'syntax/shown-again': ({ table }) => `table \`${table}\` is shown more than once: the last one is used`,
  'syntax/stray-word': ({ word }) => `\`${word}\` does not belong to any option`,
  'syntax/task-loop': ({ said }) =>
    `this task runs once for each item of a list that this text does not contain (\`${said}\`). Its rules are read once, and what comes from the item is unknown`,
  'syntax/task-when': ({ said }) =>
    `this task runs only if \`${said}\` is true, which is known only when the playbook runs. Seawall reads it as true`,
  'syntax/table-first': ({ table }) => `\`${table}\` begins here`,
  'syntax/table-in-table': ({ table, open }) =>
    `\`*${table}\` begins while table \`${open}\` is still open: COMMIT is missing before it`,
  'syntax/table-option': ({ table }) =>
    `\`-t ${table}\` is not allowed in a restore file: the \`*\` line above sets the table`,
  'syntax/table-twice': ({ table }) =>
    `\`*${table}\` begins a second time: without --noflush, the rules before this line are lost`,
  'syntax/too-long': (args) => `\`${subject(args)}\` takes at most ${args.max} bytes`,
  'syntax/too-many': ({ option, max }) => `\`${option}\` is given too many times: the kernel accepts at most ${max}`,
  'syntax/too-many-ports': ({ max }) => `at most ${max} ports are allowed in one match, and a range counts as two`,
  'syntax/too-many-rules': ({ max }) => `the address lists on this line expand to more than ${max} rules`,
  'syntax/too-many-words': ({ max }) => `the line has more than ${max} words: iptables-restore rejects it`,
  'syntax/two-verbs': ({ option }) => `\`${option}\` is a second command on one line`,
  'syntax/unclosed-quote': () =>
    'this quote is never closed: iptables-restore reads the rest of the line, with the target, as the value',
  'syntax/unknown-match': ({ match }) =>
    `match \`${match}\` is not part of iptables: its options are kept as text, and it is unknown which packets it matches`,
  'syntax/unknown-option': ({ option }) => `no match or target on this line has an option \`${option}\``,
  'syntax/unknown-target': ({ target }) =>
    `target \`${target}\` is not part of iptables: its options are kept as text, and its effect is unknown`,
  'syntax/unknown-table': ({ table }) => `there is no table \`${table}\`: filter, nat, mangle, raw and security exist`,
  'syntax/unsupported-revision': ({ extension }) =>
    `the iptables-save that wrote this was too old for the kernel's \`${extension}\`: its options are lost, and iptables-restore rejects the line`,
  'syntax/variables-put-in': ({ names }) => `variables of the script were replaced by their values: ${names}`,
  'syntax/words-after-rule': ({ words }) => `these words after the rule are read as a comment: \`${words}\``,
  'syntax/variables-unknown': ({ names }) => `the values of these are known only when the script runs: ${names}`,
  'help/better-command': ({ command }) => `use the output of \`${command}\` instead`,
  'syntax/placeholders': ({ names }) => `these are placeholders, so their values are unknown: ${names}`,
  'help/did-you-mean': ({ word }) => `did you mean \`${word}\`?`,
  'help/load-match': ({ match, option }) => `load it first: \`-m ${match} ${option}\``,
} satisfies Partial<Catalogue>
