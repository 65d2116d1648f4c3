import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { readIpv6 } from '#base/address.ts'
import { writePrefix } from '#base/prefix.ts'
import { readInterfaces } from '#host/facts/read-interfaces.ts'
import { readIpSets } from '#host/facts/read-ipsets.ts'
import { readRoutes } from '#host/facts/read-routes.ts'
import { readRoutingRules } from '#host/facts/read-routing-rules.ts'
import { readSockets } from '#host/facts/read-sockets.ts'
import { readSysctls } from '#host/facts/read-sysctls.ts'
import { describe, expect, test } from 'vitest'

// A namespace with a bridge, a veth pair in it, several tables and next hops: what the real tools said of it.
const folder = new URL('../cases/host/router/', import.meta.url)
const text = (name: string) => readFileSync(new URL(name, folder), 'utf8')
const ip = (a: number, b: number, c: number, d: number) => a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d

describe('interfaces', () => {
  test('a bridge is read with its kind, its port and every address', () => {
    const interfaces = readInterfaces(text('ip-addr-details.json'))
    expect(interfaces?.map(({ name, kind, bridge, up }) => ({ name, kind, bridge, up }))).toEqual([
      { name: 'lo', kind: undefined, bridge: undefined, up: true },
      { name: 'br0', kind: 'bridge', bridge: undefined, up: true },
      { name: 'v1', kind: 'veth', bridge: undefined, up: true },
      { name: 'v0', kind: 'veth', bridge: 'br0', up: true },
    ])
    expect(interfaces?.[1]?.addresses.slice(0, 3)).toEqual([
      { family: 'ipv4', address: ip(10, 1, 2, 3), length: 24 },
      { family: 'ipv4', address: ip(10, 44, 0, 1), length: 32 },
      { family: 'ipv6', address: readIpv6('2001:db8::1'), length: 64 },
    ])
  })

  test('the table for people says the same as the JSON', () => {
    expect(readInterfaces(text('ip-addr-details.txt'))).toEqual(readInterfaces(text('ip-addr-details.json')))
    expect(readInterfaces(text('ip-addr.txt'))).toEqual(readInterfaces(text('ip-addr.json')))
  })

  test('a text that is neither is nothing, not a host without interfaces', () => {
    expect(readInterfaces('Object "addr" is unknown')).toBeUndefined()
    expect(readInterfaces('[{')).toBeUndefined()
  })
})

describe('routes', () => {
  const lines = (name: string, family: 'ipv4' | 'ipv6') =>
    readRoutes(text(name), family).map((route) =>
      [route.type, writePrefix(route.destination), route.device ?? '-', route.table, route.metric].join(' '),
    )

  test('types, tables, metrics and every next hop are read', () => {
    expect(lines('ip-route-4.json', 'ipv4').slice(0, 8)).toEqual([
      'unicast 10.7.0.0/16 br0 100 5',
      'unicast 0.0.0.0/0 br0 main 0',
      'unicast 10.1.2.0/24 br0 main 0',
      'unicast 10.5.0.0/16 br0 main 0',
      'unreachable 10.6.6.6/32 - main 0',
      'unicast 10.8.0.0/16 br0 main 0',
      'unicast 10.8.0.0/16 br0 main 0',
      'blackhole 10.9.0.0/16 - main 0',
    ])
    const hops = readRoutes(text('ip-route-4.json')).filter(
      ({ destination }) => destination.address === ip(10, 8, 0, 0),
    )
    expect(hops.map(({ via }) => via)).toEqual([ip(10, 1, 2, 4), ip(10, 1, 2, 5)])
  })

  test('the lines for people say the same as the JSON, in both families', () => {
    expect(readRoutes(text('ip-route-4.txt'), 'ipv4')).toEqual(readRoutes(text('ip-route-4.json'), 'ipv4'))
    expect(readRoutes(text('ip-route-6.txt'), 'ipv6')).toEqual(readRoutes(text('ip-route-6.json'), 'ipv6'))
  })

  test('a default route belongs to the family of its gateway, and of its listing where that says nothing', () => {
    expect(lines('ip-route-6.txt', 'ipv4')).toContain('unicast ::/0 br0 main 1024')
    expect(readRoutes('default dev wg0 scope link', 'ipv4')[0]?.family).toBe('ipv4')
    expect(readRoutes('default dev wg0 metric 1024 pref medium', 'ipv4')[0]?.family).toBe('ipv6')
    expect(readRoutes('default via inet6 fe80::1 dev eth0', 'ipv4')[0]).toMatchObject({
      family: 'ipv4',
      via: readIpv6('fe80::1'),
    })
  })

  test('routing rules are passed over as routes and read as rules', () => {
    expect(readRoutes(text('ip-rule-4.txt'))).toEqual([])
    expect(readRoutingRules(text('ip-rule-4.txt'), 'ipv4')[1]).toEqual({
      family: 'ipv4',
      priority: 500,
      text: 'from 10.1.2.0/24 fwmark 0x1/0xff iif br0 lookup 100',
    })
    expect(readRoutingRules(text('ip-route-4.txt'), 'ipv4')).toEqual([])
  })
})

test('sockets: one open to both families is two, one on a mapped address takes IPv4 alone, any address is no address', () => {
  const sockets = readSockets(text('ss-listen.txt')).map(({ protocol, family, port, address }) => [
    protocol,
    port,
    family,
    address,
  ])
  expect(sockets.sort((a, b) => Number(a[1]) - Number(b[1]))).toEqual([
    ['udp', 53, 'ipv4', ip(10, 1, 2, 3)],
    ['udp', 54, 'ipv4', undefined],
    ['udp', 54, 'ipv6', undefined],
    ['tcp', 80, 'ipv4', undefined],
    ['tcp', 81, 'ipv4', undefined],
    ['tcp', 81, 'ipv6', undefined],
    ['tcp', 82, 'ipv6', undefined],
    ['tcp', 83, 'ipv4', ip(127, 0, 0, 1)],
    ['tcp', 84, 'ipv6', 1n],
    ['tcp', 85, 'ipv4', ip(10, 1, 2, 3)],
  ])
  expect(readSockets(text('ss-listen.txt')).every(({ process }) => process === 'node')).toBe(true)
})

test('a socket bound to a device keeps it, and a process may call itself anything', () => {
  const line = (local: string, process = '') => `tcp LISTEN 0 4096 ${local} 0.0.0.0:* ${process}`
  expect(readSockets(line('127.0.0.53%lo:53'))[0]).toMatchObject({ device: 'lo', port: 53 })
  expect(readSockets(line('[fe80::1]%eth0:546'))[0]).toMatchObject({ device: 'eth0', address: readIpv6('fe80::1') })
  expect(readSockets(line('0.0.0.0:1', 'users:(("a b"",pid=7,fd=3))'))[0]?.process).toBe('a b"')
  expect(readSockets(line('0.0.0.0:99999'))).toEqual([])
})

test('ipsets are read with their type, options and members', () => {
  const [foo, bar] = readIpSets(text('ipset-save.txt'))
  expect(foo).toMatchObject({ name: 'foo', type: 'hash:net', members: ['10.0.0.0/8 timeout 499 comment "a b"'] })
  expect(foo?.options).toMatch(/^family inet hashsize 1024 /)
  expect(bar).toEqual({ name: 'bar', type: 'bitmap:port', options: 'range 1-100', members: ['22'] })
})

test('a sysctl has one name, however it is spelt', () => {
  expect(readSysctls('net/ipv4/ip_forward = 1\n/proc/sys/net/ipv4/conf/eth0.100/rp_filter:2\n')).toEqual({
    'net.ipv4.ip_forward': '1',
    'net.ipv4.conf.eth0/100.rp_filter': '2',
  })
  expect(readSysctls('net.ipv4.conf.eth0/100.rp_filter = 2\nnet.ipv4.ip_local_port_range = 32768\t60999')).toEqual({
    'net.ipv4.conf.eth0/100.rp_filter': '2',
    'net.ipv4.ip_local_port_range': '32768 60999',
  })
})

test('a name from the machine cannot become a property of objects', () => {
  expect(Object.keys(readSysctls('__proto__ = 1\nnet.ipv4.ip_forward = 1'))).toContain('net.ipv4.ip_forward')
  expect(({} as Record<string, unknown>)['net.ipv4.ip_forward']).toBeUndefined()
})

test('no text makes a reader fail or hang', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '1: lo: <UP>',
      ' inet ',
      '10.0.0.1/8',
      'default via ',
      '[{"',
      'nexthop',
      'tcp LISTEN 0 1 ',
      '*:80',
      ' = ',
      'add ',
      'create ',
      '\n',
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
  )
  const readers = [
    readInterfaces,
    readRoutes,
    readSockets,
    readIpSets,
    readSysctls,
    (one: string) => readRoutingRules(one, 'ipv6'),
  ]
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(piece).map((pieces) => pieces.join('')),
        fc.json(),
      ),
      (one) => {
        for (const read of readers) read(one)
      },
    ),
    { numRuns: 1000 },
  )
  for (const one of [
    '1: '.repeat(60_000),
    ' '.repeat(200_000),
    'a='.repeat(100_000),
    `tcp LISTEN 0 1 ${'['.repeat(200_000)}:80 *`,
  ]) {
    // What takes more than linear time does not end within the test's own limit.
    for (const read of readers) read(one)
  }
})
