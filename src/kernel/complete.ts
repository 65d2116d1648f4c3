import type { AddressNumber } from '#base/address.ts'
import { liesIn, networkOf } from '#base/network.ts'
import { writeAddress } from '#base/prefix.ts'
import { type Message, message } from '#model/diagnostic.ts'
import type { Facts, Interface, InterfaceAddress, IpSet, Route } from '#model/facts.ts'
import type { Family } from '#model/family.ts'
import type { Packet } from '#model/packet.ts'
import type { Rules } from './load-native.ts'
import { type RuleWords, type SetUse, wordsOf } from './rule-words.ts'

/** What is known of a host, with what was made up where nothing was known: a kernel cannot leave anything open. */
export interface CompleteFacts {
  readonly facts: Facts
  readonly madeUp: readonly Message[]
}

/** Fills in what the facts leave open, so that rules and packets of this family can be tried. */
export function completeFacts(facts: Facts, rules: Rules, family: Family, packets: readonly Packet[]): CompleteFacts {
  const words = wordsOf(rules, family)
  const madeUp: Message[] = []
  const interfaces = withNames(withLoopback(facts.interfaces ?? inventInterfaces(words, family, packets)), packets)
  const made = interfaces.filter(({ name }) => name !== 'lo' && !facts.interfaces?.some((one) => one.name === name))
  for (const { name, addresses } of made) {
    const list = addresses.map(({ address, length }) => `${writeAddress(address)}/${length}`).join(' ')
    madeUp.push(message('kernel/made-interface', { name, addresses: list }))
  }
  const ipsets = withSets(facts.ipsets ?? [], words.sets, family)
  for (const { name } of ipsets.slice(facts.ipsets?.length ?? 0)) madeUp.push(message('kernel/made-set', { name }))
  const routes = facts.routes ?? inventRoutes(interfaces, family)
  if (facts.routes === undefined) madeUp.push(message('kernel/made-routes', {}))
  const sysctls = withSettings(facts.sysctls ?? {}, family)
  for (const name of Object.keys(sysctls))
    if (facts.sysctls?.[name] === undefined)
      madeUp.push(message('kernel/made-sysctl', { name, value: sysctls[name] ?? '' }))
  return {
    facts: { ...facts, interfaces, routes, sysctls, ipsets, routingRules: facts.routingRules ?? [] },
    madeUp,
  }
}

function withLoopback(interfaces: readonly Interface[]): readonly Interface[] {
  if (interfaces.some(({ name }) => name === 'lo')) return interfaces
  const addresses: readonly InterfaceAddress[] = [
    { family: 'ipv4', address: 0x7f000001, length: 8 },
    { family: 'ipv6', address: 1n, length: 128 },
  ]
  return [link('lo', addresses), ...interfaces]
}

function link(name: string, addresses: readonly InterfaceAddress[]): Interface {
  return { name, up: true, kind: undefined, bridge: undefined, mac: undefined, addresses }
}

// A packet may name an interface that the host does not have: it comes in there all the same.
function withNames(interfaces: readonly Interface[], packets: readonly Packet[]): readonly Interface[] {
  const names = new Set(packets.flatMap((packet) => [packet.in, packet.out]))
  const known = new Set(interfaces.map(({ name }) => name))
  const more = [...names].flatMap((name) => (name === undefined || name === '' || known.has(name) ? [] : [name]))
  return [...interfaces, ...more.map((name) => link(name, []))]
}

const outer = /^(eth|en|wl|ww|bond|ppp|venet)/

function inventInterfaces(words: RuleWords, family: Family, packets: readonly Packet[]): readonly Interface[] {
  const named = packets.flatMap((packet) => (packet.in === undefined ? [] : [packet.in]))
  const names = new Set([...named, ...words.interfaces].filter((name) => name !== '' && name !== 'lo'))
  if (![...names].some((name) => outer.test(name))) names.add('eth0')
  let count = 0
  return [...names].map((name) => {
    const network = networkBehind(name, words)
    const address = network ?? askedAddress(name, packets) ?? documentation(family, count++)
    return link(name, [{ family, ...address }])
  })
}

type Placed = Omit<InterfaceAddress, 'family'>

// The widest network that rules tell of; of single hosts, the network around them.
function networkBehind(name: string, { networks }: RuleWords): Placed | undefined {
  const own = networks.filter(({ device }) => device === name)
  const width = (one: RuleWords['networks'][number]) => BigInt(one.last) - BigInt(one.address)
  const [widest] = own.toSorted((a, b) => (width(a) < width(b) ? 1 : -1))
  if (widest === undefined || width(widest) >= 2n ** 64n) return undefined
  const { address, last } = widest
  if (typeof address === 'bigint') {
    const length = address === last ? 64 : 128 - width(widest).toString(2).length
    return { address: firstHost(networkOf(address, length), address), length }
  }
  const length = address === last ? 24 : 32 - width(widest).toString(2).length
  return length < 8 ? undefined : { address: firstHost(networkOf(address, length), address), length }
}

// The first address is the host's own, unless a rule already gives it to somebody.
function firstHost(network: AddressNumber, taken: AddressNumber): AddressNumber {
  const step = (by: number) => (typeof network === 'bigint' ? network + BigInt(by) : network + by)
  return step(1) === taken ? step(250) : step(1)
}

// What comes in from outside is meant for the host itself, where nothing says otherwise.
function askedAddress(name: string, packets: readonly Packet[]): Placed | undefined {
  const asked = packets.find((packet) => packet.in === name && outer.test(name))
  if (asked === undefined) return undefined
  return { address: asked.dst, length: typeof asked.dst === 'bigint' ? 64 : 24 }
}

function documentation(family: Family, index: number): Placed {
  if (family === 'ipv6') return { address: (0x20010db8n << 96n) | (BigInt(index) << 64n) | 1n, length: 64 }
  const nets = [0xc0000201, 0xc6336401, 0xcb007101]
  const base = nets[index % 3] ?? 0xc0000201
  return { address: base + Math.min(Math.floor(index / 3), 15) * 16, length: index < 3 ? 24 : 28 }
}

function inventRoutes(interfaces: readonly Interface[], family: Family): readonly Route[] {
  const onLink = interfaces.flatMap(({ name, up, addresses }) =>
    addresses.flatMap(({ family: own, address, length }): readonly Route[] => {
      const isNetwork = own === family && up && name !== 'lo' && length < (own === 'ipv4' ? 32 : 128)
      if (!isNetwork || liesIn(address, linkLocal)) return []
      const destination = { address: networkOf(address, length), length }
      return [route(family, destination, name, undefined, address)]
    }),
  )
  const exit = interfaces.find(({ name, kind }) => name !== 'lo' && kind !== 'bridge' && outer.test(name))
  const own = exit?.addresses.find((each) => each.family === family)
  if (exit === undefined || own === undefined) return onLink
  const hop = typeof own.address === 'bigint' ? own.address ^ 0xffn : (own.address ^ 0xf) >>> 0
  const anywhere = { address: family === 'ipv4' ? 0 : 0n, length: 0 }
  return [...onLink, route(family, anywhere, exit.name, hop, undefined)]
}

const linkLocal = { address: 0xfe80n << 112n, length: 10 }

function route(
  family: Family,
  destination: Route['destination'],
  device: string,
  via: AddressNumber | undefined,
  source: AddressNumber | undefined,
): Route {
  return { family, table: 'main', type: 'unicast', destination, via, device, source, metric: 0 }
}

// Sets of which nothing is known are there, but empty: a rule that names a set that is not there cannot be loaded.
function withSets(sets: readonly IpSet[], uses: readonly SetUse[], family: Family): readonly IpSet[] {
  const known = new Set(sets.map(({ name }) => name))
  const missing = uses.filter(({ name }) => !known.has(name))
  const types = ['hash:net', 'hash:net,port', 'hash:net,port,net']
  return [
    ...sets,
    ...missing.map(({ name, parts }) => ({
      name,
      type: types[parts - 1] ?? 'hash:net,port,net',
      options: `family ${family === 'ipv4' ? 'inet' : 'inet6'}`,
      members: [],
    })),
  ]
}

// Settings that decide and were not read: what they are on a host with containers.
function withSettings(known: Readonly<Record<string, string>>, family: Family): Readonly<Record<string, string>> {
  const usual =
    family === 'ipv4'
      ? {
          'net.ipv4.ip_forward': '1',
          'net.ipv4.conf.all.rp_filter': '0',
          'net.bridge.bridge-nf-call-iptables': '1',
        }
      : { 'net.ipv6.conf.all.forwarding': '1', 'net.bridge.bridge-nf-call-ip6tables': '1' }
  return { ...usual, ...known }
}
