import { image } from '#lab/engine.ts'

/** A way to break a host. `after`: what undoes it where neither `repair` nor the commands that status names do. */
export interface Breakage {
  readonly name: string
  readonly breaks: string
  readonly after?: string
  /** Whether every client is served all the same (by docker-proxy), and status ends with 0. */
  readonly isHarmless?: boolean
  /** Whether it is tried in every run; the others with SEAWALL_ALL_BREAKAGES=1, or all but the rare ones with =most. */
  readonly isShort?: boolean
  /** Whether it is seldom met, or much like another one. */
  readonly isRare?: boolean
}

const bothSave = 'iptables-save > $T/v4; ip6tables-save > $T/v6'
const bothLoad = 'iptables-restore < $T/v4; ip6tables-restore < $T/v6'
const flush = (tool: string) =>
  `${tool} -F; ${tool} -X; ${tool} -t nat -F; ${tool} -t nat -X; ${tool} -P FORWARD ACCEPT`
const veth = `$(ip -o link show master docker0 | head -1 | sed 's/^[0-9]*: //; s/[@:].*//')`

/** Each is run on a host with a real engine; $T is a folder. The first word of a line of docker is put before its engine's address. */
export const breakages: readonly Breakage[] = [
  { name: 'filter flushed', breaks: 'iptables -F; iptables -X' },
  { name: 'nat flushed', breaks: 'iptables -t nat -F; iptables -t nat -X', isShort: true },
  { name: 'both families flushed, policies open', breaks: `${flush('iptables')}; ${flush('ip6tables')}` },
  { name: 'filter flushed, FORWARD policy DROP', isRare: true, breaks: 'iptables -F; iptables -P FORWARD DROP' },
  {
    name: 'filter flushed, INPUT policy DROP',
    isRare: true,
    breaks: 'iptables -F; iptables -P INPUT DROP',
    after: 'iptables -P INPUT ACCEPT',
  },
  { name: 'one DNAT deleted', breaks: `iptables -t nat -S DOCKER | grep 8080 | sed 's/^-A/iptables -t nat -D/' | sh` },
  {
    name: 'the DNAT of a UDP port deleted',
    isRare: true,
    breaks: `iptables -t nat -S DOCKER | grep 5353 | sed 's/^-A/iptables -t nat -D/' | sh`,
  },
  { name: 'MASQUERADE deleted', breaks: 'iptables -t nat -D POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE' },
  { name: 'jump from FORWARD deleted', breaks: 'iptables -D FORWARD -o docker0 -j DOCKER' },
  { name: 'ip_forward=0', breaks: 'sysctl -qw net.ipv4.ip_forward=0' },
  { name: 'IPv6 forwarding off', isRare: true, breaks: 'sysctl -qw net.ipv6.conf.all.forwarding=0' },
  { name: 'bridge down', breaks: 'ip link set docker0 down' },
  { name: 'bridge without address', breaks: 'ip address del 172.17.0.1/16 dev docker0' },
  { name: 'a veth down', breaks: `ip link set ${veth} down`, isShort: true },
  { name: 'a veth off the bridge', isRare: true, breaks: `ip link set ${veth} nomaster` },
  {
    name: 'DROP in DOCKER-USER',
    breaks: 'iptables -I DOCKER-USER -j DROP',
    after: 'iptables -D DOCKER-USER -j DROP',
  },
  {
    name: 'ACCEPT above the jump in nat PREROUTING',
    breaks: 'iptables -t nat -I PREROUTING -j ACCEPT',
    after: 'iptables -t nat -D PREROUTING -j ACCEPT',
    isHarmless: true,
  },
  {
    name: 'a file of the user’s loaded without --noflush',
    breaks: `printf '*filter\\n:INPUT ACCEPT\\n:FORWARD DROP\\n:OUTPUT ACCEPT\\n-A INPUT -p tcp --dport 22 -j ACCEPT\\nCOMMIT\\n*nat\\nCOMMIT\\n' | iptables-restore`,
    after: 'iptables -D INPUT -p tcp --dport 22 -j ACCEPT',
    isShort: true,
  },
  { name: 'nft flush ruleset', breaks: 'nft flush ruleset' },
  {
    name: 'a stale DNAT before the right one',
    breaks: `iptables -t nat -S DOCKER | grep -- '--dport 8080' | sed 's/^-A DOCKER/iptables -t nat -I DOCKER 2/; s/172.17.0.2:80/172.17.0.99:80/' | sh`,
    after: 'iptables -t nat -S DOCKER | grep 172.17.0.99 | sed "s/^-A/iptables -t nat -D/" | sh',
  },
  { name: 'the route to the bridge deleted', breaks: 'ip route del 172.17.0.0/16' },
  { name: 'the IPv6 route to the bridge deleted', isRare: true, breaks: 'ip -6 route del fd00:d0c::/64 dev docker0' },
  {
    name: 'strict rp_filter and a route that leads elsewhere',
    isRare: true,
    breaks:
      'ip link add odd0 type bridge; ip link set odd0 up; ip route add 203.0.113.0/25 dev odd0; sysctl -qw net.ipv4.conf.eth0.rp_filter=1',
    after: 'ip link del odd0; sysctl -qw net.ipv4.conf.eth0.rp_filter=0',
  },
  { name: 'IPv6 tables flushed', isRare: true, breaks: 'ip6tables -F; ip6tables -t nat -F' },
  { name: 'IPv6 tables flushed, policy open', breaks: flush('ip6tables') },
  {
    name: 'docker-proxy killed',
    isRare: true,
    breaks: `ss -lntupH | grep docker-proxy | sed 's/.*pid=//; s/,.*//' | xargs kill -9`,
    after: 'docker restart -t 0 web db dns',
  },
  {
    name: 'docker-proxy killed and nat flushed',
    breaks: `ss -lntupH | grep docker-proxy | sed 's/.*pid=//; s/,.*//' | xargs kill -9; iptables -t nat -F`,
    after: 'docker restart -t 0 web db dns',
  },
  {
    name: 'an old file loaded after addresses were swapped',
    breaks: `${bothSave}; docker stop -t 0 web db; docker start db; docker start web; ${bothLoad}`,
    after: 'docker stop -t 0 web db; docker start web; docker start db',
  },
  {
    name: 'a container that ends again and again',
    breaks: `docker run -d --name loop --restart always -p 9090:80 ${image} /bin/busybox false`,
    after: 'docker rm -f loop',
  },
]
