import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { readAddress, readPrefix, writeAddress } from '#base/prefix.ts'
import { fakeAddresses } from '#redact/fake-addresses.ts'
import { describe, expect, test } from 'vitest'

// What a host has, as text: `10.0.0.1`, `10.0.0.0/24`. The judge of what lies in what is ipaddr.js.
function fakesOf(texts: readonly string[]): (text: string) => string {
  const fake = fakeAddresses(texts.flatMap((text) => readPrefix(text) ?? []))
  return (text) => {
    const [address = '', length] = text.split('/')
    const number = readAddress(address)
    if (number === undefined) throw new Error(`no address: ${text}`)
    return (
      writeAddress(fake(number, length === undefined ? undefined : Number(length))) +
      (length === undefined ? '' : `/${length}`)
    )
  }
}

function holds(prefix: string, address: string): boolean {
  const [base, length] = ipaddr.parseCIDR(prefix)
  const inner = ipaddr.parse(address)
  return inner.kind() === base.kind() && inner.match(base, length)
}

const octet = fc.integer({ min: 0, max: 255 })
// Few different numbers, so that prefixes do lie in each other.
const few = fc.constantFrom(0, 1, 2, 16, 17, 18, 127, 128, 254, 255)
const first = fc.oneof(fc.constantFrom(10, 172, 192, 203, 198, 100, 1, 8, 240), octet)
const ipv4 = fc.tuple(first, few, few, few).map((parts) => parts.join('.'))
const group = fc.constantFrom('0', '1', 'ff', '8000', 'ffff', 'db8')
const ipv6 = fc
  .tuple(fc.constantFrom('2001', '2a01', 'fd00', 'fe80', 'fd7a'), fc.array(group, { minLength: 7, maxLength: 7 }))
  .map(([head, rest]) => ipaddr.parse([head, ...rest].join(':')).toString())
const prefix4 = fc
  .tuple(ipv4, fc.integer({ min: 0, max: 32 }))
  .map(([address, length]) => masked(`${address}/${length}`))
const prefix6 = fc
  .tuple(ipv6, fc.integer({ min: 0, max: 128 }))
  .map(([address, length]) => masked(`${address}/${length}`))

function masked(prefix: string): string {
  const [address, length] = ipaddr.parseCIDR(prefix)
  const of = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6
  return `${of.networkAddressFromCIDR(prefix).toString()}/${length}`
}

// Found by the property below.
test('a prefix around a class of private addresses still holds what lies in the class', () => {
  const fake = fakesOf(['172.17.0.0', '172.0.0.0/8', '172.16.0.0/12'])
  expect([holds(fake('172.16.0.0/12'), fake('172.17.0.0')), holds(fake('172.0.0.0/8'), fake('172.17.0.0'))]).toEqual([
    true,
    true,
  ])
})

describe.each([
  ['IPv4', ipv4, prefix4],
  ['IPv6', ipv6, prefix6],
] as const)('%s', (_family, address, prefix) => {
  const host = fc.record({
    addresses: fc.uniqueArray(address, { maxLength: 30 }),
    prefixes: fc.uniqueArray(prefix, { maxLength: 12 }),
  })

  test('a prefix holds the fakes of what it held, and of nothing else', () => {
    fc.assert(
      fc.property(host, ({ addresses, prefixes }) => {
        const fake = fakesOf([...addresses, ...prefixes])
        for (const one of prefixes) {
          for (const other of addresses)
            expect([one, other, holds(fake(one), fake(other))]).toEqual([one, other, holds(one, other)])
        }
      }),
      { numRuns: 1500 },
    )
  })

  test('two addresses never get one fake, and a prefix begins at its own first address', () => {
    fc.assert(
      fc.property(host, ({ addresses, prefixes }) => {
        const fake = fakesOf([...addresses, ...prefixes])
        expect(new Set(addresses.map(fake)).size).toBe(addresses.length)
        for (const one of prefixes) expect(masked(fake(one))).toBe(fake(one))
      }),
      { numRuns: 1500 },
    )
  })
})

test('hosts of a prefix keep their order, its own address and its broadcast address', () => {
  const fake = fakesOf(['8.8.8.0/24', '8.8.8.0', '8.8.8.1', '8.8.8.77', '8.8.8.200', '8.8.8.255'])
  expect(['8.8.8.0/24', '8.8.8.0', '8.8.8.1', '8.8.8.77', '8.8.8.200', '8.8.8.255'].map(fake)).toEqual([
    '203.0.113.0/24',
    '203.0.113.0',
    '203.0.113.1',
    '203.0.113.2',
    '203.0.113.3',
    '203.0.113.255',
  ])
})

test('what every host has stays: loopback, anywhere, link-local, groups, docker0, and private ranges as a whole', () => {
  const kept = [
    '127.0.0.1',
    '127.0.0.0/8',
    '0.0.0.0/0',
    '169.254.169.254',
    '224.0.0.251',
    '255.255.255.255',
    '172.17.0.2',
  ]
  const ranges = [
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '100.64.0.0/10',
    '::/0',
    '::1',
    'ff02::1',
    'fe80::/10',
    'fc00::/7',
    '2000::/3',
  ]
  const all = [...kept, ...ranges]
  expect(all.map(fakesOf([...all, '10.1.2.3', '172.18.0.2', 'fd00::1', '2a01::1']))).toEqual(all)
})

test.for([
  ['8.8.8.8', /^203\.0\.113\.\d+$/],
  ['192.0.2.10', /^203\.0\.113\.\d+$/],
  ['10.1.2.3', /^10\./],
  ['172.18.0.2', /^172\.(1[6-9]|2\d|3[01])\./],
  ['192.168.1.5', /^192\.168\./],
  ['2a01:4f8::1', /^2001:db8:/],
  ['fd12:3456::1', /^fd/],
  ['fe80::4843:bcff:fed8:1d27', /^fe80::[0-9a-f]{1,4}$/],
  ['::ffff:8.8.8.8', /^::ffff:203\.0\.113\.\d+$/],
] as const)('%s becomes another address of its kind', ([address, kind]) => {
  expect(fakesOf([address])(address)).toMatch(kind)
  expect(fakesOf([address])(address)).not.toBe(address)
})

test('a list of bogons takes all documentation ranges for itself, and fakes still do not fall into it', () => {
  const bogons = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '198.18.0.0/15', '240.0.0.0/4']
  const fake = fakesOf([...bogons, '8.8.8.8', '9.9.9.0/24', '9.9.9.9'])
  for (const one of bogons) expect(holds(fake(one), fake('8.8.8.8'))).toBe(false)
  expect(holds(fake('9.9.9.0/24'), fake('9.9.9.9'))).toBe(true)
})

test('a private range that is full is told apart all the same', () => {
  const networks = Array.from({ length: 16 }, (_, index) => `172.${16 + index}.0.0/16`)
  const hosts = networks.map((one) => one.replace('.0.0/16', '.0.5'))
  const fake = fakesOf(['172.16.0.0/12', ...networks, ...hosts])
  expect(new Set(networks.map(fake)).size).toBe(16)
  for (const [index, one] of networks.entries()) {
    for (const [other, host] of hosts.entries()) expect(holds(fake(one), fake(host))).toBe(index === other)
  }
})

test('a list of half the internet finds room', () => {
  const networks = Array.from({ length: 120 }, (_, index) => `${index + 1}.0.0.0/8`).filter(
    (one) => !one.startsWith('10.'),
  )
  const hosts = networks.map((one) => one.replace('.0.0.0/8', '.2.3.4'))
  const fake = fakesOf([...networks, ...hosts])
  expect(new Set(networks.map(fake)).size).toBe(networks.length)
  for (const [index, one] of networks.entries())
    expect(hosts.filter((host) => holds(fake(one), fake(host)))).toEqual([hosts[index]])
})

test('a hundred thousand banned addresses get a fake each', () => {
  const addresses = Array.from({ length: 100_000 }, (_, index) => ({ address: 0x01000000 + index * 7919, length: 32 }))
  const fake = fakeAddresses(addresses)
  expect(new Set(addresses.map(({ address }) => fake(address))).size).toBe(100_000)
})
