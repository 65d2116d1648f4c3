import type { Setting } from './settings.ts'

/** A packet that a socket of the host is to send. */
export interface Sending {
  readonly protocol: 'udp' | 'tcp'
  readonly family: 4 | 6
  readonly src: string | undefined
  readonly sport: number | undefined
  readonly dst: string
  readonly dport: number
  readonly ttl: number | undefined
  /** Bytes that the datagram carries. */
  readonly size: number
  readonly uid: number
  /** The port of this host at which somebody must listen, so that nobody answers that there is none. */
  readonly sink: number | undefined
}

/** What is asked of the process inside: settings to write, packets to send, files to read. */
export interface Request {
  readonly settings?: readonly Setting[]
  readonly sendings?: readonly Sending[]
  readonly files?: readonly string[]
}

/**
 * What it answers: settings that the kernel refused, why a packet could not be sent at all ('': it was, whatever became of it),
 * texts of files (null: unreadable).
 */
export interface Answer {
  readonly refused: readonly { readonly path: string; readonly said: string }[]
  readonly sent: readonly string[]
  readonly texts: readonly (string | null)[]
}

/** The program of the process that lives in a rebuilt host, for `node --eval`. It ends when nobody speaks to it any more. */
export function agentProgram(): string {
  return `void (${agent.toString()})((${sender.toString()})())`
}

/* Only the texts of these functions travel: they may use nothing but themselves and what every program of Node has. */

type Send = (sendings: readonly Sending[]) => Promise<readonly string[]>

async function agent(send: Send): Promise<void> {
  const { process } = globalThis
  const { readFileSync, writeFileSync } = process.getBuiltinModule('node:fs')
  const { createInterface } = process.getBuiltinModule('node:readline')
  const saying = (error: unknown) => (error instanceof Error ? error.message : String(error))
  const write = (settings: readonly (readonly [string, string])[]) =>
    settings.flatMap(([path, value]) => {
      try {
        writeFileSync(`/proc/sys/${path}`, value)
        return []
      } catch (error) {
        return [{ path, said: saying(error) }]
      }
    })
  const read = (path: string) => {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      return null
    }
  }
  for await (const line of createInterface({ input: process.stdin })) {
    const { settings = [], sendings = [], files = [] } = JSON.parse(line) as Request
    const answer = { refused: write(settings), sent: await send(sendings), texts: files.map(read) }
    process.stdout.write(`${JSON.stringify(answer)}\n`)
  }
  process.exit(0)
}

function sender(): Send {
  const { process } = globalThis
  const dgram = process.getBuiltinModule('node:dgram')
  const net = process.getBuiltinModule('node:net')
  const sinks = new Set<string>()
  const newSocket = (family: 4 | 6) =>
    dgram.createSocket({ type: family === 4 ? 'udp4' : 'udp6', ipv6Only: family === 6, reuseAddr: true })
  const listen = async (family: 4 | 6, port: number) => {
    const key = `${family} ${port}`
    if (sinks.has(key)) return
    sinks.add(key)
    const socket = newSocket(family)
    await new Promise<void>((done) => {
      socket.on('error', () => done())
      socket.bind({ port }, () => done())
    })
  }
  const datagram = ({ family, src, sport, dst, dport, ttl, size }: Sending) =>
    new Promise<string>((done) => {
      const socket = newSocket(family)
      socket.on('error', (error) => done(error.message))
      const own = src === undefined ? {} : { address: src }
      socket.bind({ port: sport ?? 0, ...own, exclusive: true }, () => {
        if (family === 4) socket.setBroadcast(true)
        if (ttl !== undefined) socket.setTTL(ttl)
        // A rule that drops it and a missing route are errors of the socket, and answers of the kernel.
        socket.send(new Uint8Array(size), dport, dst, () => {
          done('')
          socket.close()
        })
      })
    })
  // The SYN goes out before `connect` comes back; it is given up long before it would be sent again.
  const stream = ({ family, src, sport, dst, dport }: Sending) =>
    new Promise<string>((done) => {
      const own = { ...(src === undefined ? {} : { localAddress: src }), ...(sport ? { localPort: sport } : {}) }
      const socket = net.connect({ host: dst, port: dport, family, ...own })
      socket.on('error', (error) => done(/EADDR/.test(error.message) ? error.message : ''))
      setTimeout(() => {
        socket.destroy()
        done('')
      }, 50)
    })
  return async (sendings) => {
    for (const { family, sink } of sendings) if (sink !== undefined) await listen(family, sink)
    // A socket belongs to whoever makes it.
    const begun = sendings.map((one) => {
      if (one.uid !== 0) process.seteuid?.(one.uid)
      try {
        return one.protocol === 'udp' ? datagram(one) : stream(one)
      } finally {
        if (one.uid !== 0) process.seteuid?.(0)
      }
    })
    return await Promise.all(begun)
  }
}
