import { expect, test } from 'vitest'
import { answerPreview } from '#answers/preview-answer.ts'
import { readAddress, readPrefix } from '#base/prefix.ts'
import { say } from '#i18n/catalogue.ts'
import type { Container, PublishedPort } from '#model/docker.ts'
import type { Interface, Route } from '#model/facts.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { previewPage } from '#report/preview-page.ts'
import { renderText } from '#report/text.ts'
import { textSnapshot } from '#snapshots/read-snapshot.ts'

// The rules are as Docker 20.10.24 writes them for one published port each, `own` in INPUT and DOCKER-USER.
function rules(web: string, db: string, own = '', forward = 'DROP', input = 'ACCEPT'): string {
  return `*nat
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
-A DOCKER -i docker0 -j RETURN
-A DOCKER ! -i docker0 -p tcp -m tcp --dport 80 -j DNAT --to-destination ${web}:80
-A DOCKER -d 127.0.0.1/32 ! -i docker0 -p tcp -m tcp --dport 3306 -j DNAT --to-destination ${db}:3306
COMMIT
*filter
:INPUT ${input} [0:0]
:FORWARD ${forward} [0:0]
:OUTPUT ACCEPT [0:0]
:DOCKER - [0:0]
:DOCKER-USER - [0:0]
-A FORWARD -j DOCKER-USER
-A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -o docker0 -j DOCKER
-A FORWARD -i docker0 ! -o docker0 -j ACCEPT
-A FORWARD -i docker0 -o docker0 -j ACCEPT
-A DOCKER -d ${web}/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT
-A DOCKER -d ${db}/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 3306 -j ACCEPT
${own}-A DOCKER-USER -j RETURN
COMMIT
`
}

const at = (text: string) => readAddress(text) ?? 0
const link = (name: string, text: string): Interface => ({
  ...{ name, up: true, kind: name === 'docker0' ? 'bridge' : undefined, bridge: undefined, mac: undefined },
  addresses: [{ family: 'ipv4', ...(readPrefix(text) ?? { address: 0, length: 0 }) }],
})
const route = (to: string, device: string, more: Partial<Route> = {}): Route => ({
  ...{ family: 'ipv4', table: 'main', type: 'unicast', via: undefined, device, source: undefined, metric: 0 },
  destination: readPrefix(to) ?? { address: 0, length: 0 },
  ...more,
})
const container = (name: string, ipv4: string, port: PublishedPort): Container => ({
  ...{ id: name.padEnd(64, '0'), name, running: true, startedAt: '', pid: 1, networkMode: 'default', links: [] },
  endpoints: [{ networkId: 'n', networkName: 'bridge', ipv4, ipv6: undefined, gatewayPriority: 0 }],
  ports: [port],
  exposed: [],
  labels: {},
})
const published = (hostAddress: string, hostPort: number): PublishedPort => {
  return { protocol: 'tcp', containerPort: hostPort, hostAddress, hostPort }
}

/** A host with web at 172.17.0.2, published as 80, and db at 172.17.0.3, published as 3306 on 127.0.0.1. */
function host(text: string): Snapshot {
  const snapshot = textSnapshot('host', text)
  const interfaces = [link('eth0', '203.0.113.10/24'), link('docker0', '172.17.0.1/16'), link('lo', '127.0.0.1/8')]
  const routes = [
    route('0.0.0.0/0', 'eth0', { via: at('203.0.113.1') }),
    route('203.0.113.0/24', 'eth0'),
    route('172.17.0.0/16', 'docker0'),
    ...['203.0.113.10/32', '172.17.0.1/32', '127.0.0.0/8'].map((to, index) =>
      route(to, ['eth0', 'docker0', 'lo'][index] ?? '', { table: 'local', type: 'local' }),
    ),
  ]
  const socket = { protocol: 'tcp', family: 'ipv4', address: undefined, device: undefined } as const
  const network = {
    ...{
      id: 'n',
      name: 'bridge',
      driver: 'bridge',
      created: '',
      internal: false,
      ingress: false,
      ipv4: true,
      ipv6: false,
    },
    ...{ subnets: ['172.17.0.0/16'], options: { 'com.docker.network.bridge.name': 'docker0' }, members: {} },
  }
  return {
    ...snapshot,
    facts: {
      ...snapshot.facts,
      ...{ interfaces, routes, sysctls: { 'net.ipv4.ip_forward': '1', 'net.bridge.bridge-nf-call-iptables': '1' } },
      sockets: [{ ...socket, port: 22, process: 'sshd' }],
    },
    docker: {
      ...{ version: '20.10.24', firewallBackend: undefined, swarmActive: false, networks: [network] },
      containers: [
        container('web', '172.17.0.2', published('0.0.0.0', 80)),
        container('db', '172.17.0.3', published('127.0.0.1', 3306)),
      ],
    },
  }
}

const plain = { noflush: false, counters: false }

function warnings(before: string, script: string): readonly string[] {
  const preview = answerPreview(host(before), { name: 'rules.v4', text: script }, plain)
  const page = previewPage(say, { ...preview, stops: false }, 'concise')
  const [head = ''] = renderText(page, { width: 300, color: false }).split(/\n\n|\n\d+ (?:rule|policy)/)
  return head.split('\n').filter((line) => line.startsWith('!') || line.startsWith('    -A'))
}

// Judge: by hand. A DNAT leads to whoever has the address now; the lab experiment `stale-file` connects and sees the same.
test('a file from before two containers changed addresses leads a port to the other container', () => {
  expect(warnings(rules('172.17.0.2', '172.17.0.3'), rules('172.17.0.3', '172.17.0.2'))).toEqual([
    '! 80/tcp would lead to db, not to web (from the internet, the LAN).',
    '! It removes rules of 1 published port: container db published 3306 -> 3306/tcp',
  ])
})

test('a port that is published on 127.0.0.1, and that a file opens to all, is said to lead to whom it leads', () => {
  const stale = rules('172.17.0.2', '172.17.0.2').replace('-d 127.0.0.1/32 ! -i docker0', '! -i docker0')
  expect(warnings(rules('172.17.0.2', '172.17.0.3'), stale).slice(0, 1)).toEqual([
    '! 3306/tcp, published on 127.0.0.1, would open and lead to web (from the internet, the LAN).',
  ])
})

test('a policy that goes from DROP to ACCEPT, and a lost DROP, are named with what they open', () => {
  const own =
    '-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A DOCKER-USER -i eth0 -p tcp -m conntrack --ctorigdstport 80 -j DROP\n'
  const before = rules('172.17.0.2', '172.17.0.3', own, 'DROP', 'DROP')
  expect(warnings(before, rules('172.17.0.2', '172.17.0.3', '', 'ACCEPT', 'ACCEPT'))).toEqual([
    '! 80/tcp would open and lead to web (from the internet, the LAN).',
    '! The LAN would reach container web at 172.17.0.2:80.',
    '! The policy of ipv4/filter/INPUT would change from DROP to ACCEPT: packets that no rule decides would pass.',
    '! The policy of ipv4/filter/FORWARD would change from DROP to ACCEPT: packets that no rule decides would pass.',
    '! It removes 1 rule that drops packets:',
    '    -A DOCKER-USER -i eth0 -p tcp -m conntrack --ctorigdstport 80 -j DROP  you',
  ])
})

test('a file that drops in INPUT without a rule for ssh closes the port on which sshd listens', () => {
  const before = rules('172.17.0.2', '172.17.0.3')
  const [first] = warnings(before, before.replace(':INPUT ACCEPT [0:0]\n:FORWARD', ':INPUT DROP [0:0]\n:FORWARD'))
  expect(first).toBe(
    '! 22/tcp would no longer lead to sshd on this host: ipv4/filter/INPUT#policy stops it (from the internet, the LAN).',
  )
})

test('a stale address that no container has is said to lead to nobody', () => {
  expect(warnings(rules('172.17.0.2', '172.17.0.3'), rules('172.17.0.9', '172.17.0.3'))).toEqual([
    '! 80/tcp would lead to 172.17.0.9, which no container has, not to web (from the internet, the LAN).',
  ])
})

test('a file with the same rules warns of nothing', () => {
  expect(warnings(rules('172.17.0.2', '172.17.0.3'), rules('172.17.0.2', '172.17.0.3'))).toEqual([])
})

const faulty = '*nat\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n*filter\n-A INPUT --dprt 22 -j ACCEPT\nCOMMIT\n'

// Judge: the plugin 15-ip4tables of iptables-persistent 1.0.20, run on such a file: rules unchanged, exit code 0.
test('whether netfilter-persistent tests a file first is read from the settings of the host', () => {
  const asked = (text: string | undefined) => {
    const persistence = text === undefined ? [] : [{ path: '/etc/default/netfilter-persistent', text }]
    const snapshot = { ...host(rules('172.17.0.2', '172.17.0.3')), persistence }
    return answerPreview(snapshot, { name: 'rules.v4', text: faulty }, plain).tested
  }
  expect(asked('IPTABLES_TEST_RULESET=yes\nIP6TABLES_TEST_RULESET=yes\n')).toBe(true)
  expect(asked('# IPTABLES_TEST_RULESET=yes\n')).toBe(false)
  expect(asked(undefined)).toBeUndefined()
})

// By hand: 1,500 ports, each asked by the internet and the LAN, are 3,000 connections or more; at most 2,048 are traced.
test('connections that are not traced are counted and named', () => {
  const ports = Array.from(
    { length: 1500 },
    (_, index) => `-A PREROUTING -p tcp -m tcp --dport ${index + 1} -j DNAT --to-destination 172.17.0.2:80`,
  )
  const before = textSnapshot('host', `*nat\n:PREROUTING ACCEPT [0:0]\n${ports.join('\n')}\nCOMMIT\n`)
  const script = { name: 'new.rules', text: '*nat\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n' }
  const preview = answerPreview(before, script, { noflush: false, counters: false })
  expect(preview.notAsked).toBeGreaterThanOrEqual(3000 - 2048)
  const text = renderText(previewPage(say, { ...preview, stops: false }, 'normal'), { width: 80, color: false })
  expect(text).toContain(`${preview.notAsked} more connections were not traced`)
})
