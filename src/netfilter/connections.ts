import { ctStatuses } from '#model/condition.ts'
import type { Connection, Direction, Packet, Tuple } from '#model/packet.ts'
import type { Trace } from '#model/trace.ts'
import type { KnownConnections } from './conntrack.ts'
import type { Detail } from './journey.ts'
import type { Program } from './program.ts'
import { judge, trace } from './trace.ts'
import { tupleKey } from './tuple.ts'

interface Entry {
  readonly connection: Connection
  readonly direction: Direction
}

/** Connections that packets have made: for whoever sends several packets through one host, one after the other. */
export class Connections implements KnownConnections {
  readonly #entries = new Map<string, Entry>()
  readonly #sources = new Map<string, ReadonlyMap<string, Connection>>()

  find(tuple: Tuple): Entry | undefined {
    return this.#entries.get(tupleKey(tuple))
  }

  fromSource(tuple: Tuple): readonly Connection[] {
    return [...(this.#sources.get(sourceKey(tuple))?.values() ?? [])].reverse()
  }

  /** Keeps what a packet's way has made of its connection; nothing where it was lost on the way, or could go several ways. */
  remember({ ways }: Trace): void {
    const connection = ways.length === 1 ? ways[0]?.connection : undefined
    if (connection === undefined || (connection.status & ctStatuses.CONFIRMED) === 0) return
    const [original, reply] = [tupleKey(connection.original), tupleKey(connection.reply)]
    // Two connections cannot expect the same answers: the kernel drops the packet of the later one at the very end.
    const other = this.#entries.get(reply)
    if (other !== undefined && tupleKey(other.connection.original) !== original) return
    this.#entries.set(original, { connection, direction: 'ORIGINAL' })
    this.#entries.set(reply, { connection, direction: 'REPLY' })
    const source = sourceKey(connection.original)
    this.#sources.set(source, new Map([...(this.#sources.get(source) ?? []), [original, connection]]))
  }

  /** Sends a packet: its trace, and the connection kept. */
  send(packet: Packet, program: Program, detail: Detail = 'steps'): Trace {
    const made =
      detail === 'steps' ? trace(packet, program, { known: this }) : judge(packet, program, detail, { known: this })
    this.remember(made)
    return made
  }
}

function sourceKey({ protocol, src, sport }: Tuple): string {
  return `${protocol} ${src} ${sport}`
}
