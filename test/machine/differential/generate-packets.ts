import type { Family } from '#model/family.ts'
import { type Packet, packet } from '#model/packet.ts'
import type { Trace } from '#model/trace.ts'
import { replyTo } from '#netfilter/follow-up.ts'
import { ip } from '../../netfilter/hosts.ts'
import { leastLength } from './frames.ts'
import { portPool } from './generate-matches.ts'
import { type Place, places } from './lab.ts'
import type { Random } from './random.ts'

const own: Readonly<Record<Family, readonly string[]>> = {
  ipv4: ['203.0.113.1', '203.0.113.2', '172.17.0.1', '172.18.0.1', '198.51.100.1', '10.4.1.1'],
  ipv6: ['2001:db8:1::1', '2001:db8:2::1', '2001:db8:3::1', '2001:db8:4::1', 'fe80::1'],
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
  readonly #tracked: boolean
  readonly #used = new Set<number>()
  #next = 20_000

  /** `tracked`: connections are, so that fragments are put together before any rule sees them. */
  constructor(random: Random, family: Family, tracked: boolean) {
    this.#random = random
    this.#family = family
    this.#tracked = tracked
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
      tos: random.chance(0.7) ? 0 : random.pick([1, 2, 3, 4, 16, 32, 40, 184]),
      bridged,
      out,
    }
    return this.#sized(this.#odd(this.#kind(common)))
  }

  // What cards, stacks and links do besides: frames for others, fragments, headers between.
  #odd(made: Packet): Packet {
    const random = this.#random
    const dice = random.next()
    const isGroup = [...strange[this.#family].map(ip)].includes(made.dst)
    if (dice < 0.03 && made.bridged === undefined && !isGroup) return { ...made, pkttype: random.pick([1, 3]) }
    if (dice < 0.1 && this.#family === 'ipv6' && made.protocol !== 50)
      return { ...made, headers: random.pick([128, 64, 192]) }
    // Those for the host itself would wait for the rest of them.
    const isOwn = own[this.#family].map(ip).includes(made.dst)
    if (
      dice < 0.1 &&
      !this.#tracked &&
      made.protocol !== 6 &&
      made.protocol !== 17 &&
      made.family === 'ipv4' &&
      !isOwn &&
      !isGroup
    )
      return { ...made, fragment: 1, tcpmss: undefined }
    return made
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
    const protocol = random.pick(this.#family === 'ipv4' ? [47, 50, 51, 112, 132] : [47, 50, 112, 132])
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
    const least = leastLength(made)
    // A SYN without data may grow by the option that TCPMSS adds.
    const isBare = made.protocol === 132 || (this.#random.chance(0.2) && made.protocol !== 6)
    return { ...made, length: isBare ? least : least + this.#random.int(1, 120) }
  }

  /** A datagram from a socket of the host. */
  local(): Packet {
    const random = this.#random
    const others = Object.values(places).flatMap(
      ({ hosts, hosts6 }) => (this.#family === 'ipv4' ? hosts : hosts6) as readonly string[],
    )
    const loopback = this.#family === 'ipv4' ? ['127.0.0.1', '127.0.0.5'] : ['::1']
    const dst = random.pick([
      ...own[this.#family].filter((text) => text !== 'fe80::1'),
      ...others,
      ...abroad[this.#family],
      ...loopback,
    ])
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
      length: (this.#family === 'ipv4' ? 28 : 48) + random.int(1, 100),
      uid: random.pick([0, 1000]),
      gid: random.pick([0, 1000]),
    })
  }

  /** The same packet once more, or the answer to it, where somebody behind a cable or a process of the host could send it. */
  later(earlier: Trace): readonly Packet[] {
    const { packet: sent } = earlier
    const random = this.#random
    const plain =
      sent.protocol === 17 ||
      (sent.protocol === 6 && sent.tcpflags === 2) ||
      sent.icmptype === 8 ||
      sent.icmptype === 128
    if (!plain || sent.fragment === 1 || sent.pkttype !== undefined) return []
    if (random.chance(0.3)) return sent.local ? [] : [sent]
    const answer = replyTo(earlier)
    if (answer?.src === undefined || answer.dst === undefined) return []
    // Nobody sends from the address of all routers of a network, or from none.
    if (typeof answer.src === 'bigint' && BigInt.asUintN(64, answer.src) === 0n) return []
    const arrives = earlier.ways[0]?.end.kind === 'out'
    const made = arrives ? this.#fromOutside(answer, earlier) : this.#fromHost(answer)
    if (made === undefined) return []
    // What an end says that has seen an answer: then the connection is established for both.
    return arrives && !sent.local && sent.protocol === 17 && random.chance(0.4) ? [made, this.#further(sent)] : [made]
  }

  #further(sent: Packet): Packet {
    return this.#sized({
      ...sent,
      tcpflags: sent.protocol === 6 ? 16 : undefined,
      tcpmss: sent.protocol === 6 ? null : undefined,
    })
  }

  // From a socket at the address and port to which the packet came.
  #fromHost(answer: Packet): Packet | undefined {
    if (answer.protocol !== 17 || (answer.dport ?? 0) === 0) return undefined
    // Nobody answers from a group's address, and a link-local one means nothing without its link.
    const odd = [...strange[this.#family], 'fe80::1', 'fe80::99'].filter(
      (text) => !/^(127|203.0.113.1$|::1$)/.test(text),
    )
    const ends = [answer.src, answer.dst]
    if (odd.some((text) => ends.includes(ip(text)))) return undefined
    if (ends.some((end) => typeof end === 'bigint' && end >> 118n === 0x3fan)) return undefined
    const length = (this.#family === 'ipv4' ? 28 : 48) + this.#random.int(1, 100)
    return {
      ...answer,
      local: true,
      in: '',
      out: undefined,
      bridged: undefined,
      tracked: undefined,
      ttl: 64,
      tos: 0,
      uid: 0,
      gid: 0,
      headers: 0,
      length,
    }
  }

  #fromOutside(answer: Packet, { final, packet: sent }: Trace): Packet | undefined {
    const place = placeOf(final.out, answer.src)
    return place === undefined ? undefined : this.#answer(answer, place, sent)
  }

  #answer(answer: Packet, place: Place, sent: Packet): Packet {
    const { bridge } = places[place]
    // To the host's own address, where a frame was masqueraded, the answer comes in a frame for the host.
    const onBridge = answer.bridged === true && !own[this.#family].map(ip).includes(answer.dst)
    const quotes = this.#random.chance(0.25) && (sent.protocol === 17 || sent.protocol === 6)
    const made: Packet = {
      ...answer,
      ...(quotes ? errorAbout(answer, sent) : {}),
      in: place,
      bridged: bridge === undefined ? undefined : onBridge,
      out: bridge !== undefined && places[sent.in as Place]?.bridge === bridge ? sent.in : undefined,
      tracked: undefined,
      ttl: 64,
      tos: 0,
      tcpmss: answer.protocol === 6 && !quotes ? null : undefined,
    }
    if (!quotes) return this.#sized(made)
    // A router on the way may say it too.
    const src =
      place === 'eth0' && this.#random.chance(0.3)
        ? ip(places.eth0[sent.family === 'ipv4' ? 'hosts' : 'hosts6'][1])
        : made.src
    return { ...made, src, length: leastLength(made) }
  }
}

// What a stack says that has no socket at the port: it quotes the packet as it arrived.
function errorAbout(answer: Packet, { family, protocol }: Packet): Partial<Packet> {
  const inner = { src: answer.dst, dst: answer.src, protocol, sport: answer.dport, dport: answer.sport }
  return {
    tcpflags: undefined,
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
