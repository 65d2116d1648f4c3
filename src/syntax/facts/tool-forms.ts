/** The programs whose output is recognised in a page beside rules. */
export type Tool =
  | 'ip addr'
  | 'ip route'
  | 'ip route get'
  | 'ip rule'
  | 'ifconfig'
  | 'route'
  | 'ss'
  | 'netstat'
  | 'sysctl'
  | 'ipset'
  | 'docker ps'
  | 'docker network ls'
  | 'docker version'
  | 'docker --version'
  | 'docker inspect'
  | 'conntrack'
  | 'ufw status'
  | 'firewall-cmd'

/** How the output of a program is recognised: by its first line, the lines after that, and what one of those must say. */
export interface ToolForm {
  readonly tool: Tool
  readonly begins: RegExp
  readonly goesOn: RegExp
  /** What one of the first lines below must say, where the first line alone does not tell. */
  readonly needs?: RegExp
}

const address = String.raw`(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-fA-F]{0,4}:[\da-fA-F:.]*)(?:%\w+)?`
const prefix = String.raw`${address}(?:\/\d{1,3})?`
const routeType = '(?:unicast|local|broadcast|multicast|blackhole|unreachable|prohibit|throw)'
const route = String.raw`(?:${routeType} )?(?:default|${prefix})(?: via (?:inet6? )?${address})? +dev \S|${routeType} (?:default|${prefix})(?:\s|$)|(?:default|${prefix}) +(?:via|nhid|proto) `
const bare = String.raw`(?:default|${prefix})(?: proto \w+)?(?: metric \d+)?\s*$`
const routes = String.raw`${route}|${bare}|nexthop `
const link = String.raw`\d{1,9}: [^\s:]{1,64}: <[\w,-]*>`
const state = '(?:UP|DOWN|UNKNOWN|LOWERLAYERDOWN|DORMANT|NOTPRESENT|TESTING)'
const brief = String.raw`[^\s:]{1,60} +${state}`
const socketState = '(?:LISTEN|UNCONN|ESTAB|TIME-WAIT|SYN-SENT|SYN-RECV|CLOSE-WAIT|FIN-WAIT-[12]|LAST-ACK|CLOSING)'
const rule = String.raw`\d{1,10}:\s+(?:not )?from \S`
const netstat = String.raw`(?:tcp|udp|udplite|raw)6? +\d{1,9} +\d{1,9} \S`

// Of `conntrack -L` and `-E`, and of /proc/net/nf_conntrack.
const entry = String.raw`(?:\[[\d.]{1,30}\]\s*)?(?:\[(?:NEW|UPDATE|DESTROY)\]\s*)?(?:ipv[46] +\d+ +)?[a-z][a-z0-9-]{0,20} +\d{1,3} +(?:\d+ +)?(?:[A-Z][A-Z0-9_]{0,20} +)?src=\S+ dst=\S`
const shownEntries = String.raw`conntrack v\d[\w.]* \(conntrack-tools\):`

/** The forms, tried in this order on each line without its indentation. */
export const toolForms: readonly ToolForm[] = [
  { tool: 'conntrack', begins: of(`${entry}|${shownEntries}`), goesOn: of(`${entry}|${shownEntries}`) },
  {
    tool: 'ip addr',
    begins: of(link),
    goesOn: of(
      String.raw`${link}|link\/|inet6? |valid_lft |altname |alias |promiscuity |[RT]X:|(?:\d{1,20} +){3}|(?:bridge|bridge_slave|veth|vlan|vxlan|macvlan|ipvlan|dummy|bond|tun|wireguard|ifb|vrf)(?: |$)`,
    ),
  },
  {
    tool: 'ip addr',
    begins: of(String.raw`\d{1,9}: \S{1,60} +inet6? \S`),
    goesOn: of(String.raw`\d{1,9}: \S+ +inet6? `),
  },
  {
    tool: 'ip addr',
    begins: of(String.raw`${brief} +(?:${address}(?:\/\d| peer )|(?:[\da-f]{2}:){5}[\da-f]{2} )|lo +UNKNOWN(?: |$)`),
    goesOn: of(String.raw`${brief}(?: +${address}(?:\/\d| peer )| +(?:[\da-f]{2}:){5}|\s*$)`),
  },
  {
    tool: 'ip addr',
    begins: of(String.raw`inet6? ${prefix} .*scope \w`),
    goesOn: of(String.raw`inet6? ${prefix} `),
  },
  {
    tool: 'ifconfig',
    begins: of(String.raw`\S{1,60}: flags=\d+<|\S{1,60} +Link encap:`),
    goesOn: of(
      String.raw`\S{1,60}: flags=\d+<|\S{1,60} +Link encap:|inet6? |ether |loop |unspec |[RT]X |collisions|UP |Interrupt|device |Memory|$`,
    ),
  },
  { tool: 'ip route get', begins: of(String.raw`(?:local )?${address} .*\buid \d`), goesOn: of('cache') },
  { tool: 'ip route', begins: of(route), goesOn: of(routes) },
  { tool: 'ip route', begins: of(bare), needs: /^\s*nexthop /, goesOn: of(routes) },
  {
    tool: 'route',
    begins: of(String.raw`Kernel IP(?:v6)? routing table|Destination +(?:Gateway|Next Hop) `),
    goesOn: of(String.raw`Destination +(?:Gateway|Next Hop) |(?:default|${prefix}) +\S+ +\S+ +[!A-Z]+ `),
  },
  { tool: 'ip rule', begins: of(rule), goesOn: of(rule) },
  {
    tool: 'ss',
    begins: of(String.raw`(?:Netid +)?State +Recv-Q|(?:(?:tcp|udp) +)?(?:LISTEN|UNCONN) +\d+ +\d+ +\S+:(?:\d|\S+ )`),
    goesOn: of(String.raw`(?:Netid +)?State +Recv-Q|(?:\w{1,10} +)?${socketState} +\d|users:\(`),
  },
  {
    tool: 'netstat',
    begins: of(String.raw`Active Internet connections|Proto +Recv-Q |${netstat}`),
    goesOn: of(String.raw`Proto +Recv-Q |${netstat}|Active UNIX|unix +\d`),
  },
  { tool: 'sysctl', begins: of(String.raw`net\.[\w.\/-]+ ?= ?\S`), goesOn: of(String.raw`[a-z]+\.[\w.\/-]+ ?= ?\S`) },
  {
    tool: 'ipset',
    begins: of(String.raw`create \S+ (?:hash|bitmap|list):\S`),
    goesOn: of(String.raw`create \S+ (?:hash|bitmap|list):\S|add \S+ \S`),
  },
  {
    tool: 'docker ps',
    begins: of(
      String.raw`CONTAINER ID +(?:IMAGE|NAMES|STATUS|PORTS)|(?=(?:[A-Z]+(?: ID)?(?:\s+|$)){2,9}$)(?=.*\bNAMES?\b)(?=.*\b(?:PORTS|STATUS|IMAGE)\b)`,
    ),
    goesOn: of(String.raw`\S`),
  },
  {
    tool: 'docker network ls',
    begins: of(String.raw`NETWORK ID +NAME +DRIVER`),
    goesOn: of(String.raw`[\da-f]{12,64} `),
  },
  { tool: 'docker --version', begins: of(String.raw`Docker version \d+\.\d+\S*, build `), goesOn: of('(?!)') },
  {
    tool: 'docker version',
    begins: of(String.raw`Client:(?: |$)|Server: Docker Engine`),
    needs: /^\s*(?:API version|OS\/Arch|Engine:|Version:|Context:|Containers:)/,
    goesOn: of(String.raw`[A-Za-z][\w ./-]{0,40}:(?: |$)|$`),
  },
  {
    tool: 'ufw status',
    begins: of(String.raw`Status: (?:active|inactive)\s*$`),
    goesOn: of(
      String.raw`Logging: |Default: |New profiles: |To +Action|-- +-+|.*\b(?:ALLOW|DENY|REJECT|LIMIT)(?: (?:IN|OUT|FWD))?(?: |$)|$`,
    ),
  },
  {
    tool: 'firewall-cmd',
    begins: of(String.raw`[\w-]{1,40}(?: \((?:default, )?active\))?\s*$`),
    needs: /^\s*target: /,
    goesOn: of(
      '(?:target|ingress-priority|egress-priority|icmp-block-inversion|interfaces|sources|services|ports|protocols|forward|masquerade|forward-ports|source-ports|icmp-blocks|rich rules): ?|rule family=|rule ',
    ),
  },
]

function of(source: string): RegExp {
  return new RegExp(source, 'y')
}
