import type { AddressNumber } from '#base/address.ts'
import { liesIn } from '#base/network.ts'
import { writeAddress } from '#base/prefix.ts'
import { type Message, message } from '#model/diagnostic.ts'
import type { Facts, Interface } from '#model/facts.ts'
import type { Family } from '#model/family.ts'

/** A cable of the rebuilt host: into its far end packets are sent. */
export interface Cable {
  /** Both ends have this name, each in its namespace. */
  readonly name: string
  /** The bridge it is a port of. */
  readonly bridge: string | undefined
  /** Whether the bridge may send a frame back by this port. */
  readonly hairpin: boolean
}

/** Somebody who lives behind a bridge: packets to the address go out by the port. */
export interface Neighbour {
  readonly address: AddressNumber
  readonly mac: string
  readonly bridge: string
  readonly port: string
}

/** The interfaces of a host, as the kernel is told to make them. */
export interface Links {
  readonly cables: readonly Cable[]
  readonly bridges: readonly string[]
  readonly neighbours: readonly Neighbour[]
  /** The MAC address of every interface of the host. */
  readonly macs: ReadonlyMap<string, string>
  /** Lines for `ip -batch` in the host's namespace; FAR stands for the process of the far one. */
  readonly lines: readonly string[]
  /** Lines for `bridge -batch`. */
  readonly stations: readonly string[]
  readonly leftOut: readonly Message[]
}

/** Who sends what comes in by cables. */
export const strangerMac = '02:5e:ff:00:00:01'

const mostPorts = 8

/** Plans the interfaces. `wanted`: ports that packets name; `hosts`: addresses that packets may be sent to. */
export function planLinks(
  facts: Facts,
  family: Family,
  wanted: ReadonlySet<string>,
  hosts: readonly AddressNumber[],
): Links {
  const leftOut: Message[] = []
  const fit = (facts.interfaces ?? []).filter(({ name }) => {
    const isName = /^[^\s/:]{1,15}$/.test(name) && name !== '.' && name !== '..'
    if (!isName) leftOut.push(message('kernel/left-interface', { name }))
    return isName
  })
  const bridges = fit.filter((one) => isBridge(one, fit))
  const ports = portsOf(bridges, fit, wanted)
  const isPlaced = (name: string) => bridges.some((one) => one.name === name) || ports.some((one) => one.name === name)
  const plain = fit.filter(({ name, bridge }) => name !== 'lo' && !isPlaced(name) && !isCoveredPort(bridge, bridges))
  const cables = [...plain.map(({ name }): Cable => ({ name, bridge: undefined, hairpin: false })), ...ports]
  const names = [...bridges.map(({ name }) => name), ...cables.map(({ name }) => name)]
  const macs = new Map(names.map((name, index) => [name, mac('00', index)]))
  const neighbours = neighboursOf(hosts, bridges, ports)
  const keepRoutes = facts.routes !== undefined
  return {
    cables,
    bridges: bridges.map(({ name }) => name),
    neighbours,
    macs,
    lines: [
      'link set lo up',
      ...bridges.map(({ name }, index) => bridgeLine(name, index, macs.get(name) ?? '')),
      ...cables.flatMap((cable, index) => cableLines(cable, index, macs.get(cable.name) ?? '')),
      ...names.flatMap((name) => (isUp(name, fit) ? [`link set ${name} arp off up`] : [])),
      ...fit.flatMap((one) => addressLines(one, family, keepRoutes)),
      ...neighbours.map(({ address, mac: own, bridge }) => {
        return `neigh replace ${writeAddress(address)} lladdr ${own} dev ${bridge} nud permanent`
      }),
    ],
    stations: neighbours.map(({ mac: own, port }) => `fdb replace ${own} dev ${port} master static`),
    leftOut,
  }
}

function isBridge({ name, kind }: Interface, all: readonly Interface[]): boolean {
  return kind === undefined ? all.some(({ bridge }) => bridge === name) : kind === 'bridge'
}

// A port that is not made: its bridge has enough of them.
function isCoveredPort(bridge: string | undefined, bridges: readonly Interface[]): boolean {
  return bridge !== undefined && bridges.some(({ name }) => name === bridge)
}

// The host's own ports, some of them at least, and always two: a bridge without one is a dead end.
function portsOf(
  bridges: readonly Interface[],
  all: readonly Interface[],
  wanted: ReadonlySet<string>,
): readonly Cable[] {
  let spare = 0
  return bridges.flatMap(({ name: bridge }) => {
    const own = all.filter((one) => one.bridge === bridge).map(({ name }) => name)
    const asked = own.filter((name) => wanted.has(name))
    const taken = [...new Set([...asked, ...own.slice(0, mostPorts)])]
    while (taken.length < 2) {
      const name = `swport${spare++}`
      if (!all.some((one) => one.name === name)) taken.push(name)
    }
    const isHairpin = (name: string) => all.find((one) => one.name === name)?.hairpin !== false
    return taken.map((name): Cable => ({ name, bridge, hairpin: isHairpin(name) }))
  })
}

function isUp(name: string, all: readonly Interface[]): boolean {
  return all.find((one) => one.name === name)?.up ?? true
}

function bridgeLine(name: string, index: number, own: string): string {
  return `link add ${name} index ${1000 + index} mtu 65535 address ${own} type bridge forward_delay 0 mcast_snooping 0`
}

// An index that differs from that of the far end makes the kernel look at the cable at once, not a second later.
function cableLines({ name, bridge, hairpin }: Cable, index: number, own: string): readonly string[] {
  const add = `link add ${name} index ${2000 + index} mtu 65535 address ${own} type veth peer name ${name} mtu 65535 netns FAR`
  if (bridge === undefined) return [add]
  return [
    add,
    `link set ${name} master ${bridge}`,
    `link set ${name} type bridge_slave hairpin ${hairpin ? 'on' : 'off'} learning off`,
  ]
}

// With the routes known, an address brings none of its own.
function addressLines({ name, addresses }: Interface, family: Family, keepRoutes: boolean): readonly string[] {
  return addresses.flatMap((one) => {
    if (one.family !== family || isImplied(name, one.address)) return []
    const text = `${writeAddress(one.address)}/${one.length}`
    const bare = keepRoutes && name !== 'lo' && !liesIn(one.address, linkLocal) ? ' noprefixroute' : ''
    return [`address add ${text} dev ${name}${bare}${family === 'ipv6' ? ' nodad' : ''}`]
  })
}

const linkLocal = { address: 0xfe80n << 112n, length: 10 }

function isImplied(name: string, address: AddressNumber): boolean {
  return name === 'lo' && (address === 0x7f000001 || address === 1n)
}

// Docker gives each container a port of its own; who has which is not known, so they are dealt out in order.
function neighboursOf(
  hosts: readonly AddressNumber[],
  bridges: readonly Interface[],
  ports: readonly Cable[],
): readonly Neighbour[] {
  const own = new Set(bridges.flatMap(({ addresses }) => addresses.map(({ address }) => address)))
  const counts = new Map<string, number>()
  return [...new Set(hosts)].flatMap((address, index) => {
    const bridge = bridges.find(({ addresses }) => addresses.some((each) => liesIn(address, each)))
    if (bridge === undefined || own.has(address)) return []
    const there = ports.filter((port) => port.bridge === bridge.name)
    const count = counts.get(bridge.name) ?? 0
    counts.set(bridge.name, count + 1)
    const port = there[count % there.length]
    return port === undefined ? [] : [{ address, mac: mac('01', index), bridge: bridge.name, port: port.name }]
  })
}

function mac(kind: string, index: number): string {
  const digits = index.toString(16).padStart(6, '0').match(/../g) ?? []
  return ['02', '5e', kind, ...digits].join(':')
}
