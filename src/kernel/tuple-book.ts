import type { Packet } from '#model/packet.ts'
import { leastLength } from './frames.ts'
import { definite } from './sendable.ts'

const ported: ReadonlySet<number> = new Set([1, 6, 17, 33, 58, 132, 136])

/**
 * Gives out source ports (of ICMP: numbers) and lengths, so that no two packets belong to one connection, and the bytes that a
 * rule has counted tell which packets it took.
 */
export class TupleBook {
  readonly #taken = new Set<string>()
  #port = 20_000
  #seed = 1

  /** The packet with every field; undefined where its connection is somebody else's already. */
  enter(packet: Packet): Packet | undefined {
    const sport = packet.sport ?? (ported.has(packet.protocol) ? this.#nextPort() : undefined)
    const wanted = { ...packet, sport }
    const length =
      packet.length ?? leastLength(definite(wanted)) + (packet.protocol === 6 && packet.local ? 0 : this.#extra())
    const whole = definite({ ...wanted, length })
    return this.#claim(whole) ? whole : undefined
  }

  /** A packet of a connection that is there already, with every field and a length of its own. */
  lengthen(packet: Packet): Packet {
    const whole = definite({ ...packet, length: undefined })
    return { ...whole, length: leastLength(whole) + this.#extra() }
  }

  /** Gives back what a packet was given that is not sent after all. */
  leave(packet: Packet): void {
    this.#taken.delete(keyOf(packet))
  }

  #claim(packet: Packet): boolean {
    const key = keyOf(packet)
    if (this.#taken.has(key)) return false
    this.#taken.add(key)
    return true
  }

  #nextPort(): number {
    this.#port = this.#port === 60_000 ? 20_000 : this.#port + 1
    return this.#port
  }

  // Any sequence without a pattern will do; this one is that of the Numerical Recipes.
  #extra(): number {
    this.#seed = (Math.imul(this.#seed, 1664525) + 1013904223) >>> 0
    return this.#seed % 1200
  }
}

// Ports that are given out are each given once, because NAT may give two senders one address.
function keyOf({ protocol, src, dst, sport, dport }: Packet): string {
  return `${protocol} ${src} ${sport} ${dst} ${dport}`
}
