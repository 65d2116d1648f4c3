import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { isRefusal } from '#model/answer.ts'
import { answerTrace, packetOf, prepare } from '#answers/trace-answer.ts'
import { networkOf } from '#base/network.ts'
import { readAddress, writeAddress } from '#base/prefix.ts'
import type { Facts, Interface, Route } from '#model/facts.ts'
import type { Packet } from '#model/packet.ts'
import { emptySnapshot, type Snapshot } from '#model/snapshot.ts'
import { readPath } from '#snapshots/live.ts'

const fault = (name: string) => readPath(fileURLToPath(new URL(`../cases/faults/${name}`, import.meta.url)))
const unsaid = { in: undefined, out: undefined, protocol: undefined, family: undefined, fields: {} }

function asked(from: string, to: string, snapshot: Snapshot): Packet {
  const wanted = packetOf({ ...unsaid, from, to }, snapshot)
  if (isRefusal(wanted)) throw new Error(wanted.message.id)
  return wanted
}

function shown({ src, dst, in: device }: Packet): string {
  return `${src === undefined ? '?' : writeAddress(src)} > ${writeAddress(dst)} in ${device}`
}

const at = (text: string) => readAddress(text) ?? 0
const link = (name: string, address: string, length: number, kind?: string): Interface => ({
  ...{ name, up: true, kind, bridge: undefined, mac: undefined },
  addresses: [{ family: 'ipv4', address: at(address), length }],
})
const route = (to: string, length: number, device: string, more: Partial<Route> = {}): Route => ({
  ...{ family: 'ipv4', table: 'main', type: 'unicast', via: undefined, device, source: undefined, metric: 0 },
  destination: { address: networkOf(at(to), length), length },
  ...more,
})

function host(interfaces: readonly Interface[], routes: readonly Route[], rules: readonly string[] = []): Snapshot {
  const onLink = interfaces.flatMap(({ name, addresses }) =>
    addresses.map(({ address, length }) => route(writeAddress(address), length, name)),
  )
  const routingRules = rules.map((text, index) => ({ family: 'ipv4' as const, priority: 100 + index, text }))
  const facts: Facts = { ...emptySnapshot('x').facts, interfaces, routes: [...onLink, ...routes] }
  return { ...emptySnapshot('x'), facts: rules.length === 0 ? facts : { ...facts, routingRules } }
}

const eth0 = link('eth0', '203.0.113.10', 24)

// Judge: the kernel's counters, on hosts like these in network namespaces.
describe('the interface that a packet comes in by', () => {
  test('the default route of wg-quick, in a table of its own, brings nobody in', async () => {
    const snapshot = await fault('wireguard-table')
    const wanted = asked('internet', ':8080', snapshot)
    expect(shown(wanted)).toBe('198.51.100.7 > 192.0.2.10 in eth0')
    expect(answerTrace(wanted, prepare(snapshot))).toMatchObject({ verdict: 'DROP', by: 'ipv4/filter/DOCKER-USER#1' })
  })

  test('nor do the two halves of the internet that OpenVPN puts in front of the default route', () => {
    const halves = [route('0.0.0.0', 1, 'tun0'), route('128.0.0.0', 1, 'tun0')]
    const snapshot = host([link('tun0', '10.8.0.2', 24), eth0], [...halves, route('0.0.0.0', 0, 'eth0')])
    expect(asked('internet', ':80', snapshot).in).toBe('eth0')
  })

  test('of two default routes the one with the lower metric is the way in', () => {
    const defaults = [route('0.0.0.0', 0, 'eth0', { metric: 200 }), route('0.0.0.0', 0, 'eth1', { metric: 100 })]
    const snapshot = host([eth0, link('eth1', '192.0.2.20', 24)], defaults)
    expect(shown(asked('internet', ':80', snapshot))).toBe('198.51.100.7 > 192.0.2.20 in eth1')
  })

  // The metric chooses the way out. Who can send packets to this host is decided by who knows its address.
  test('a VPN with the lowest metric brings nobody in, nor does a private address beside a public one', () => {
    const defaults = [route('0.0.0.0', 0, 'eth0', { metric: 200 }), route('0.0.0.0', 0, 'wg0', { metric: 50 })]
    expect(asked('internet', ':80', host([eth0, link('wg0', '10.66.0.2', 32)], defaults)).in).toBe('eth0')
    const home = [link('eth0', '192.168.1.10', 24), link('wg0', '10.66.0.2', 32)]
    expect(asked('internet', ':80', host(home, defaults)).in).toBe('eth0')
    const two = [route('0.0.0.0', 0, 'eth0', { metric: 200 }), route('0.0.0.0', 0, 'eth1', { metric: 50 })]
    expect(asked('internet', ':80', host([eth0, link('eth1', '10.0.0.2', 24)], two)).in).toBe('eth0')
  })

  test('who writes to the address of another uplink comes in there', () => {
    const defaults = [route('0.0.0.0', 0, 'eth0'), route('0.0.0.0', 0, 'eth1', { table: '200' })]
    const rules = ['from all lookup local', 'from 192.0.2.20 lookup 200', 'from all lookup main']
    const snapshot = host([eth0, link('eth1', '192.0.2.20', 24)], defaults, rules)
    expect(asked('internet', '192.0.2.20:80', snapshot).in).toBe('eth1')
    expect(asked('internet', '203.0.113.10:80', snapshot).in).toBe('eth0')
  })

  test('a narrow route of another table that a rule asks first leads to the sender', () => {
    const routes = [route('0.0.0.0', 0, 'eth0'), route('100.64.0.5', 32, 'tailscale0', { table: '52' })]
    const rules = ['from all lookup local', 'from all lookup 52', 'from all lookup main']
    const snapshot = host([eth0, link('tailscale0', '100.64.0.1', 32)], routes, rules)
    expect(asked('100.64.0.5', ':80', snapshot).in).toBe('tailscale0')
  })
})

describe('the words for places', () => {
  test('internet is no address of a network that the host is on', () => {
    const snapshot = host([link('eth0', '198.51.100.10', 24)], [route('0.0.0.0', 0, 'eth0')])
    expect(shown(asked('internet', ':80', snapshot))).toBe('203.0.113.7 > 198.51.100.10 in eth0')
  })

  test('lan is the network with private addresses, and the host is known there by its address of that network', () => {
    const snapshot = host([eth0, link('eth1', '192.168.1.10', 24)], [route('0.0.0.0', 0, 'eth0')])
    expect(shown(asked('lan', ':80', snapshot))).toBe('192.168.1.11 > 192.168.1.10 in eth1')
  })

  test("lan is no VPN's network and no bridge of Docker's, and its neighbour is not the router", () => {
    const links = [
      link('docker0', '172.17.0.1', 16, 'bridge'),
      link('wg0', '10.66.0.2', 24),
      link('eth0', '192.168.1.1', 24),
    ]
    const snapshot = host(links, [route('0.0.0.0', 0, 'eth0', { via: at('192.168.1.2') })])
    expect(shown(asked('lan', ':80', snapshot))).toBe('192.168.1.3 > 192.168.1.1 in eth0')
  })

  test('network:NAME is somebody on that network', async () => {
    const snapshot = await fault('wireguard-table')
    expect(asked('network:bridge', '203.0.113.9:443', snapshot)).toMatchObject({ in: 'docker0', src: at('172.17.0.3') })
  })
})

test('REDIRECT leads to this host, also where none of its addresses is known', async () => {
  const snapshot = await fault('redirect-then-out.rules')
  const wanted = packetOf({ ...unsaid, from: '172.17.0.2', to: '198.51.100.53:53/udp', in: 'docker0' }, snapshot)
  if (isRefusal(wanted)) throw new Error(wanted.message.id)
  expect(answerTrace(wanted, prepare(snapshot))).toMatchObject({ verdict: 'DROP', by: 'ipv4/filter/INPUT#policy' })
})
