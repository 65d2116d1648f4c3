// data: English texts of what status and repair say of containers and their connections.
import type { Catalogue } from '#model/messages.ts'

const plural = (count: string | number | undefined, one: string) =>
  `${count ?? 0} ${one}${Number(count) === 1 ? '' : 's'}`

const working = (ports: string | number | undefined, containers: string | number | undefined) =>
  Number(ports) === 0
    ? 'no port is published'
    : `${plural(ports, 'port')} of ${plural(containers, 'container')} ${Number(ports) === 1 ? 'works' : 'work'}`

export const enStatus = {
  'service/dead': ({ names }) => `DEAD: ${names}.`,
  'service/ok': ({ ports, containers }) => `OK: ${working(ports, containers)}.`,
  'service/wrong': ({ ports, containers }) =>
    `WRONG RULES: ${working(ports, containers)}, but not all rules are right.`,
  'service/unknown-all': ({ names }) => `UNKNOWN: ${names}.`,
  'service/unknown-rules': ({ ports, containers }) =>
    `UNKNOWN: ${working(ports, containers)}, but not everything was read.`,
  'service/rules': ({ count, total, standing, more }) =>
    `${count} of ${plural(total, 'rule')} ${standing}${more === '' ? '' : `, ${more}`}.`,
  'service/in-place': () => 'in place',
  'service/rules-of': ({ engine }) => `Rules of Docker ${engine}:`,
  'service/rules-off': () => 'Docker writes no rules here, by its option iptables=false.',
  'service/run': ({ command }) => `Run: ${command}`,
  'service/more': ({ count }) => `... and ${count} more (--full shows all)`,
  'service/others': ({ count }) => `${count} more`,
  'service/name-outside': ({ network, containers }) => `${containers || `containers of ${network}`} to the outside`,
  'service/name-neighbours': ({ network }) => `containers of ${network} to each other`,
  'service/name-start': ({ container }) => `${container} (not started)`,
  'service/not-started': ({ said }) =>
    `did not start: Docker could not write its rules${said === '' ? '' : ` (${said})`}`,
  'service/works': ({ by }) => `works, ${by}`,
  'service/fine': () => 'works',
  'service/network': ({ network }) => `network ${network}`,
  'service/outside': () => 'to the outside',
  'service/neighbour': () => 'to each other',
  'service/by-dnat': () => 'by DNAT',
  'service/by-docker-proxy': () => 'by docker-proxy',
  'service/kept-from-dnat': ({ rule }) => `by docker-proxy, because your rule ${rule} ends nat before the DNAT rule`,
  'service/by-direct': () => 'directly',
  'service/limited': ({ zones, reason }) => `works, but not from ${zones}: ${reason}`,
  'service/down': ({ reason }) => `dead: ${reason}`,
  'service/from': ({ zones, reason }) => `dead from ${zones}: ${reason}`,
  'service/one-family': ({ family, reason }) =>
    family === 'ipv6' ? `works by IPv4, dead by IPv6: ${reason}` : `works by IPv6, dead by IPv4: ${reason}`,
  'service/zone-internet': () => 'the internet',
  'service/zone-lan': () => 'the LAN',
  'service/zone-host': () => 'this host',
  'service/zone-container': () => 'its containers',
  'service/stopped': ({ by, owner }) => {
    const policy = /^(.*)#policy$/.exec(String(by))
    if (policy !== null) return `stopped by the policy of ${policy[1]}`
    if (owner === 'user') return `closed by your rule ${by}`
    return `stopped by ${owner === '' ? '' : `the rule of ${owner} `}${by}`
  },
  'service/elsewhere': ({ to, by }) => `leads to ${to}${by === '' ? '' : ` by ${by}`}`,
  'service/unknown': ({ on }) => `unknown: ${on === '' ? 'not everything was read' : `it depends on ${on}`}`,
  'service/paused': () => 'the container is paused',
  'service/changing': () => 'it was starting or stopping each time that the host was read',
  'service/restarting': ({ code, count }) =>
    `the container does not stay up: it ended with exit code ${code} and was started again ${
      Number(count) === 1 ? 'once' : `${count} times`
    }`,
  'service/route-missing': ({ network, bridge }) => `this host has no route to network ${network} by ${bridge}`,
  'service/kept-from-dnat-dead': ({ rule }) =>
    `your rule ${rule} ends nat before the DNAT rule, so the packet stays on this host, where nothing answers`,
  'service/unknown-why': ({ reason }) => `unknown: ${reason}`,
  'service/refused': () => 'no DNAT rule leads to the container, and docker-proxy does not listen',
  'service/no-answer': () => 'no answer comes back',
  'service/no-route': ({ address }) => `no interface and no route has ${address}`,
  'service/wrong-device': ({ device, container }) => `packets leave by ${device}, and ${container} is not there`,
  'service/bridge-down': ({ bridge }) => `the bridge ${bridge} is down`,
  'service/bridge-missing': ({ bridge }) => `the bridge ${bridge} does not exist`,
  'service/bridge-without-address': ({ bridge }) => `the bridge ${bridge} has lost its address`,
  'service/port-down': ({ container, bridge, port }) =>
    port === ''
      ? `the interfaces of ${container} on this host are down`
      : `${port}, the interface of ${container} at the bridge ${bridge}, is down`,
  'service/port-no-carrier': ({ container }) => `the interface inside the container ${container} is down`,
  'service/port-off-bridge': ({ container, bridge, port }) =>
    port === ''
      ? `the interface of ${container} is not a port of the bridge ${bridge}`
      : `${port}, the interface of ${container}, is not a port of the bridge ${bridge}`,
  'service/port-gone': ({ container, bridge }) => `${container} has no interface at the bridge ${bridge}`,
  'service/ports-missing': ({ bridge, working, containers, suspects }) =>
    `the bridge ${bridge} has ${plural(working, 'working port')} for ${plural(containers, 'running container')}${
      suspects === '' ? '' : `; not a working port: ${suspects}`
    }`,
  'service/forwarding-off': ({ setting }) => `IP forwarding is off (${setting}=0)`,
  'service/forwarding-by-option': ({ setting }) =>
    `IP forwarding is off (${setting}=0), and Docker does not switch it on, because of its option ip-forward=false`,
  'status/why-doubled': ({ position }) => `the same rule as #${position}`,
  'status/why-below': () => 'rules that decide are above it; Docker puts it before them',
  'status/why-behind': ({ position }) => `#${position} takes the same packets before it`,
  'status/why-altered': ({ rule }) => `Docker's rule ends with: ${rule}`,
  'status/why-no-container': ({ address }) => `no running container has ${address}`,
  'status/why-other': ({ address, container }) => `${address} is ${container} now, which does not need this rule`,
  'status/why-no-network': ({ bridge }) => `no network of Docker has the bridge ${bridge}`,
  'status/why-version': ({ engine }) => `Docker ${engine} with its present options does not write this rule`,
  'status/forward-open': ({ place, why, networks }) =>
    `the policy of ${place} is ACCEPT, because ${
      why === 'option'
        ? 'an option of Docker says so (ip-forward=false or ip-forward-no-drop)'
        : why === 'before'
          ? 'IP forwarding was on before Docker started, and Docker sets DROP only where it switched it on itself'
          : 'Docker sets DROP only where it switched IP forwarding on itself, or because somebody changed it'
    }. So a neighbour on the LAN reaches every port of the containers of ${networks} by their own addresses, published or not`,
} satisfies Partial<Catalogue>
