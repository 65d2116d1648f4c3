import type { Family } from '#model/family.ts'
import { type Packet, packet } from '#model/packet.ts'
import type { Trace } from '#model/trace.ts'
import { replyTo } from '#netfilter/follow-up.ts'
import { ip } from '../../netfilter/hosts.ts'
import { portPool } from './generate-matches.ts'
import { type Place, places } from './lab.ts'
import type { Random } from './random.ts'

const own: Readonly<Record<Family, readonly string[]>> = {
  ipv4: ['203.0.113.1', '203.0.113.2', '172.17.0.1', '172.18.0.1', '198.51.100.1', '10.4.1.1'],
  ipv6: ['2001:db8:1::1', '2001:db8:2::1', '2001:db8:3::1', '2001:db8:4::1'],
}

const abroad: Readonly<Record<Family, readonly string[]>> = {
  ipv4: ['8.8.8.8', '10.1.0.1', '10.2.0.1', '10.3.0.1', '240.0.0.1', '172.17.0.200'],
  ipv6: ['2001:4860::8', '2001:db8:f::1', 'fd00::1'],
}

// Sources and destinations that nobody has: they die on the way, and where is what matters.
const strange: Readonly<Record<Family, readonly string[]>> = {
  ipv4: ['127.0.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255', '203.0.113.255', '203.0.113.0', '203.0.113.1'],
  ipv6: ['::1', 'ff02::1', 'fe80::99', '2001:db8:1::', '::'],
}

/** Makes packets, each with a source port of its own, so that no two connections get into each other's way. */
export class PacketSource {
  readonly #random: Random
  readonly #family: Family
  readonly #used = new Set<number>()
  #next = 20_000

  constructor(random: Random, family: Family) {
    this.#random = random
    this.#family = family
  }

  /** A packet that begins something, or tries to, from behind one interface. */
  from(place: Place): Packet {
    const random = this.#random
    const src = this.#source(place)
    const { dst, bridged, out } = this.#destination(place)
    const common: Partial<Packet> & Pick<Packet, 'dst'> = {
      in: place,
      src: ip(src),
      dst: ip(dst),
      ttl: random.chance(0.9) ? 64 : random.pick([1, 2, 3, 65, 255]),
      tos: random.chance(0.7) ? 0 : random.pick([4, 16, 32, 184]),
      bridged,
      out,
    }
    return this.#sized(this.#kind(common))
  }

  #source(place: Place): string {
    const random = this.#random
    const { hosts, hosts6 } = places[place]
    const { bridge } = places[place]
    // On a bridge a strange source would leave open by which port its answers go.
    if (bridge !== undefined || random.chance(0.85))
      return random.pick<string>(this.#family === 'ipv4' ? hosts : hosts6)
    return random.pick([...abroad[this.#family], ...strange[this.#family], ...own[this.#family]])
  }

  #destination(place: Place): { dst: string; bridged: boolean | undefined; out: string | undefined } {
    const random = this.#random
    const { bridge } = places[place]
    const neighbours = Object.entries(places).filter(
      ([name, other]) => name !== place && other.bridge === bridge && bridge !== undefined,
    )
    if (neighbours.length > 0 && random.chance(0.3)) {
      const [port, other] = random.pick(neighbours)
      const dst = random.pick<string>(this.#family === 'ipv4' ? other.hosts : other.hosts6)
      return random.chance(0.8) ? { dst, bridged: true, out: port } : { dst, bridged: false, out: undefined }
    }
    const bridged = bridge === undefined ? undefined : false
    const others = Object.values(places).flatMap(
      ({ hosts, hosts6 }) => (this.#family === 'ipv4' ? hosts : hosts6) as readonly string[],
    )
    const dice = random.next()
    // A frame for a group goes to every port of a bridge: that is several packets.
    const odd = bridge === undefined ? strange[this.#family] : abroad[this.#family]
    const pool = dice < 0.4 ? own[this.#family] : dice < 0.85 ? others : dice < 0.95 ? abroad[this.#family] : odd
    return { dst: random.pick(pool), bridged, out: undefined }
  }

  #kind(common: Partial<Packet> & Pick<Packet, 'dst'>): Packet {
    const random = this.#random
    const ports = { sport: this.#port(), dport: random.chance(0.85) ? random.pick(portPool) : random.int(1, 65535) }
    const dice = random.next()
    if (dice < 0.4) {
      const tcpflags = random.chance(0.8) ? 2 : random.int(0, 63)
      return packet({
        ...common,
        protocol: 6,
        ...ports,
        tcpflags,
        tcpmss: random.chance(0.5) ? random.int(500, 1500) : null,
      })
    }
    if (dice < 0.8) return packet({ ...common, protocol: 17, ...ports })
    if (dice < 0.92) {
      const type =
        this.#family === 'ipv4' ? random.pick([8, 8, 8, 0, 3, 11, 13]) : random.pick([128, 128, 128, 129, 1, 3])
      return packet({
        ...common,
        protocol: this.#family === 'ipv4' ? 1 : 58,
        icmptype: type,
        icmpcode: random.chance(0.8) ? 0 : 1,
        sport: ports.sport,
      })
    }
    const protocol = random.pick([47, 50, 112, 132])
    return protocol === 132
      ? packet({ ...common, protocol, ...ports })
      : packet({ ...common, protocol, spi: random.int(0, 300) })
  }

  #port(): number {
    const random = this.#random
    const wanted = random.pick([...portPool, random.int(1, 19_999)])
    const port = random.chance(0.5) && !this.#used.has(wanted) ? wanted : this.#next++
    this.#used.add(port)
    return port
  }

  // The bytes that the packet really has.
  #sized(made: Packet): Packet {
    const layer = { 6: made.tcpmss === null ? 20 : 24, 17: 8, 1: 8, 58: 8, 50: 16, 132: 32 }[made.protocol] ?? 20
    const least = (made.family === 'ipv4' ? 20 : 40) + layer
    return {
      ...made,
      length: made.protocol === 132 || this.#random.chance(0.6) ? least : least + this.#random.int(1, 120),
    }
  }

  /** A datagram from a socket of the host. */
  local(): Packet {
    const random = this.#random
    const others = Object.values(places).flatMap(
      ({ hosts, hosts6 }) => (this.#family === 'ipv4' ? hosts : hosts6) as readonly string[],
    )
    const loopback = this.#family === 'ipv4' ? ['127.0.0.1', '127.0.0.5'] : ['::1']
    const dst = random.pick([...own[this.#family], ...others, ...abroad[this.#family], ...loopback])
    const bound =
      random.chance(0.2) && !loopback.includes(dst) ? ip(random.pick(own[this.#family].slice(0, 3))) : undefined
    return packet({
      local: true,
      protocol: 17,
      src: bound,
      dst: ip(dst),
      sport: this.#next++,
      dport: random.pick(portPool),
      ttl: 64,
      tos: 0,
      length: this.#family === 'ipv4' ? 29 : 49,
      uid: random.pick([0, 1000]),
      gid: 0,
    })
  }

  /** The same packet once more, or the answer to it, where somebody behind a cable could send it. */
  later(earlier: Trace): Packet | undefined {
    const { packet: sent } = earlier
    const random = this.#random
    const plain =
      sent.protocol === 17 ||
      (sent.protocol === 6 && sent.tcpflags === 2) ||
      sent.icmptype === 8 ||
      sent.icmptype === 128
    if (!plain || sent.local) return undefined
    if (random.chance(0.3)) return sent
    const answer = earlier.ways[0]?.end.kind === 'out' ? replyTo(earlier) : undefined
    if (answer === undefined || answer.dst === undefined) return undefined
    const place = placeOf(earlier.final.out, answer.src)
    return place === undefined ? undefined : this.#answer(answer, place, sent)
  }

  #answer(answer: Packet, place: Place, sent: Packet): Packet {
    const { bridge } = places[place]
    const onBridge = answer.bridged === true
    const quotes = this.#random.chance(0.25) && sent.protocol === 17
    const made: Packet = {
      ...answer,
      ...(quotes ? errorAbout(answer, sent.family) : {}),
      in: place,
      bridged: bridge === undefined ? undefined : onBridge,
      out: onBridge ? sent.in : undefined,
      tracked: undefined,
      ttl: 64,
      tos: 0,
      tcpmss: answer.protocol === 6 ? null : undefined,
    }
    return quotes ? { ...made, length: (sent.family === 'ipv4' ? 20 : 40) * 2 + 16 } : this.#sized(made)
  }
}

// What a stack says that has no socket at the port: it quotes the packet as it arrived.
function errorAbout(answer: Packet, family: Family): Partial<Packet> {
  const inner = { src: answer.dst, dst: answer.src, protocol: 17, sport: answer.dport, dport: answer.sport }
  return {
    protocol: family === 'ipv4' ? 1 : 58,
    icmptype: family === 'ipv4' ? 3 : 1,
    icmpcode: family === 'ipv4' ? 3 : 4,
    sport: undefined,
    dport: undefined,
    inner,
  }
}

function placeOf(device: string | undefined, address: Packet['src']): Place | undefined {
  const names = Object.keys(places) as Place[]
  const living = names.find((name) =>
    [...places[name].hosts, ...places[name].hosts6].some((host) => ip(host) === address),
  )
  if (living !== undefined) return living
  return names.find((name) => name === device)
}
