// Makes a dump of so many rules as an engine of Docker 20.10 writes them, the same every time: networks of a hundred rules, each with a port published
// for each of its containers.
const perNetwork = 100

/** The ruleset as iptables-save writes it, with at least so many rules. `each`: ports of a network. */
export function dockerRules(rules, each = Math.floor((perNetwork - 7) / 3)) {
  const networks = numbers(Math.max(1, Math.round(rules / perNetwork)))
  const ports = networks.flatMap((network) => numbers(each).map((index) => port(network, index)))
  return [
    '*nat',
    ':PREROUTING ACCEPT [0:0]',
    ':INPUT ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ':POSTROUTING ACCEPT [0:0]',
    ':DOCKER - [0:0]',
    '-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER',
    '-A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER',
    ...networks.map((network) => `-A POSTROUTING -s ${prefix(network)}.0/26 ! -o ${bridge(network)} -j MASQUERADE`),
    ...ports.map(
      ({ to, inside }) => `-A POSTROUTING -s ${to}/32 -d ${to}/32 -p tcp -m tcp --dport ${inside} -j MASQUERADE`,
    ),
    ...networks.map((network) => `-A DOCKER -i ${bridge(network)} -j RETURN`),
    ...ports.map(
      ({ network, host, to, inside, on }) =>
        `-A DOCKER${on} ! -i ${bridge(network)} -p tcp -m tcp --dport ${host} -j DNAT --to-destination ${to}:${inside}`,
    ),
    'COMMIT',
    '*filter',
    ':INPUT ACCEPT [0:0]',
    ':FORWARD DROP [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ':DOCKER - [0:0]',
    ':DOCKER-ISOLATION-STAGE-1 - [0:0]',
    ':DOCKER-ISOLATION-STAGE-2 - [0:0]',
    ':DOCKER-USER - [0:0]',
    '-A FORWARD -j DOCKER-USER',
    '-A FORWARD -j DOCKER-ISOLATION-STAGE-1',
    ...networks.flatMap((network) => [
      `-A FORWARD -o ${bridge(network)} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
      `-A FORWARD -o ${bridge(network)} -j DOCKER`,
      `-A FORWARD -i ${bridge(network)} ! -o ${bridge(network)} -j ACCEPT`,
      `-A FORWARD -i ${bridge(network)} -o ${bridge(network)} -j ACCEPT`,
    ]),
    ...ports.map(
      ({ network, to, inside }) =>
        `-A DOCKER -d ${to}/32 ! -i ${bridge(network)} -o ${bridge(network)} -p tcp -m tcp --dport ${inside} -j ACCEPT`,
    ),
    ...networks.map(
      (network) =>
        `-A DOCKER-ISOLATION-STAGE-1 -i ${bridge(network)} ! -o ${bridge(network)} -j DOCKER-ISOLATION-STAGE-2`,
    ),
    '-A DOCKER-ISOLATION-STAGE-1 -j RETURN',
    ...networks.map((network) => `-A DOCKER-ISOLATION-STAGE-2 -o ${bridge(network)} -j DROP`),
    '-A DOCKER-ISOLATION-STAGE-2 -j RETURN',
    '-A DOCKER-USER -j RETURN',
    'COMMIT',
    '',
  ].join('\n')
}

// Each host port is published once for an address of the host.
function port(network, index) {
  const at = network * 31 + index
  const address = Math.floor(at / 60_000)
  return {
    network,
    host: 1024 + (at % 60_000),
    on: address === 0 ? '' : ` -d 192.0.2.${address}/32`,
    to: `${prefix(network)}.${2 + index}`,
    inside: [80, 443, 5432, 6379, 8080][index % 5],
  }
}

function prefix(network) {
  return `172.${16 + (network >> 8)}.${network & 255}`
}

function bridge(network) {
  return network === 0 ? 'docker0' : `br-${(Math.imul(network, 2654435761) >>> 0).toString(16).padStart(12, '0')}`
}

function numbers(count) {
  return Array.from({ length: count }, (_, index) => index)
}

/** The snapshot of a host with so many published ports, each of a container of its own; its rules are those of `dockerRules`. */
export function dockerHost(ports, each = 31) {
  const count = Math.max(1, Math.ceil(ports / each))
  const networks = numbers(count)
  const own = networks.flatMap((network) => numbers(each).map((index) => port(network, index)))
  const links = [
    link('lo', '127.0.0.1', 8),
    link('eth0', '192.0.2.10', 24),
    ...networks.map((network) => ({ ...link(bridge(network), `${prefix(network)}.1`, 26), kind: 'bridge' })),
  ]
  return {
    kind: 'seawall-snapshot',
    schemaVersion: 1,
    redacted: false,
    rules: [
      { family: 'ipv4', variant: 'nft', command: 'iptables-nft-save', text: dockerRules(count * perNetwork, each) },
    ],
    facts: {
      interfaces: links,
      routes: [
        route('main', 'unicast', '0.0.0.0/0', 'eth0', { via: '192.0.2.1' }),
        route('main', 'unicast', '192.0.2.0/24', 'eth0'),
        ...networks.map((network) => route('main', 'unicast', `${prefix(network)}.0/26`, bridge(network))),
        ...links.map(({ name, addresses: [{ address }] }) => route('local', 'local', `${address}/32`, name)),
      ],
      sysctls: { 'net.ipv4.ip_forward': '1', 'net.ipv4.conf.all.rp_filter': '0' },
      ipsets: [],
      sockets: [],
    },
    docker: {
      version: '20.10.24',
      swarmActive: false,
      networks: networks.map((network) => ({
        ...{ id: idOf('a', network), name: nameOf(network), driver: 'bridge', created: time(network) },
        ...{ internal: false, ingress: false, ipv4: true, ipv6: false, subnets: [`${prefix(network)}.0/26`] },
        options: { 'com.docker.network.bridge.name': bridge(network) },
        members: {},
      })),
      containers: own.map(({ network, host, to, inside }, index) => ({
        ...{
          id: idOf('c', index),
          name: `container-${index}`,
          running: true,
          startedAt: time(index),
          pid: 1000 + index,
        },
        networkMode: nameOf(network),
        endpoints: [{ networkId: idOf('a', network), networkName: nameOf(network), ipv4: to, gatewayPriority: 0 }],
        ports: [{ protocol: 'tcp', containerPort: inside, hostAddress: '0.0.0.0', hostPort: host }],
        ...{ links: [], exposed: [`${inside}/tcp`], labels: {} },
      })),
    },
    daemon: { words: [], unread: [], before: { ipv4: false, ipv6: false }, variant: 'nft', mesh: [] },
    persistence: [],
    notes: [],
  }
}

function nameOf(network) {
  return network === 0 ? 'bridge' : `network-${network}`
}

function idOf(first, number) {
  return first + number.toString(16).padStart(63, '0')
}

function time(second) {
  return new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString()
}

function link(name, address, length) {
  return { name, up: true, addresses: [{ address, length }] }
}

function route(table, type, destination, device, more = {}) {
  return { family: 'ipv4', table, type, destination, device, metric: 0, ...more }
}
