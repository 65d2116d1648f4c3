import { readdir, readlink } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import process from 'node:process'
import type { Endpoint, Output } from './host.ts'

const timeoutMs = 5000

/**
 * The processes at the other end of a connection to an endpoint, as the kernel knows them: `ss` names the socket that accepted it,
 * and /proc/PID/fd proves who holds that. Empty where it cannot be told: no answer, another machine, `ss` missing, not root.
 */
export async function socketPeers(
  endpoint: Endpoint,
  run: (argv: readonly string[]) => Promise<Output>,
): Promise<readonly number[]> {
  const place = endpoint.kind === 'unix' ? { path: endpoint.path } : { host: endpoint.host, port: endpoint.port }
  const socket = connect(place)
  try {
    if (!(await isAnswered(socket))) return []
    const { stdout } = await run(endpoint.kind === 'unix' ? ['ss', '-xpeH'] : ['ss', '-tnpeH'])
    const own = await inodeOf(socket)
    const rows = stdout.split('\n').map((row) => row.trim())
    const row = rows.find((one) =>
      endpoint.kind === 'unix' ? isPeerOf(one, own) : isOtherEnd(one, socket.localPort, socket.remotePort),
    )
    if (row === undefined) return []
    const inode = endpoint.kind === 'unix' ? unixPorts(row)?.[1] : / ino:(\d+)/.exec(row)?.[1]
    // A process chooses its name, which may look like `",pid=1,`: a number counts only where /proc confirms it.
    const claimed = [...new Set([...row.matchAll(/pid=(\d+)/g)].map(([, pid]) => Number(pid)))]
    const held = await Promise.all(claimed.map((pid) => holds(pid, inode)))
    return claimed.filter((_, index) => held[index])
  } catch {
    return []
  } finally {
    socket.destroy()
  }
}

// Only a connection that was answered was accepted, and so has somebody at its other end.
function isAnswered(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), timeoutMs)
    const give = (answered: boolean) => {
      clearTimeout(timer)
      resolve(answered)
    }
    socket.on('error', () => give(false))
    socket.on('close', () => give(false))
    socket.once('data', () => give(true))
    socket.once('connect', () => socket.write('GET /_ping HTTP/1.1\r\nhost: docker\r\n\r\n'))
  })
}

async function inodeOf(socket: Socket): Promise<string | undefined> {
  const { _handle: handle } = socket as unknown as { readonly _handle?: { readonly fd?: number } }
  return socketInode(await readlink(`/proc/${process.pid}/fd/${handle?.fd ?? -1}`))
}

function socketInode(link: string): string | undefined {
  return /^socket:\[(\d+)\]$/.exec(link)?.[1]
}

/** `u_str ESTAB 0 0 /run/docker.sock 164058 * 164057 users:(…)`: the row's own socket, and that at its other end. */
function unixPorts(row: string): RegExpExecArray | null {
  return /^u_str\s+ESTAB\s+\d+\s+\d+\s+.* (\d+)\s+\* (\d+)\s+users:/.exec(row)
}

function isPeerOf(row: string, own: string | undefined): boolean {
  return own !== undefined && unixPorts(row)?.[2] === own
}

/** `ESTAB 0 0 127.0.0.1:2375 127.0.0.1:45678 users:(…)`. */
function isOtherEnd(row: string, localPort: number | undefined, remotePort: number | undefined): boolean {
  const found = /^ESTAB\s+\d+\s+\d+\s+\S+:(\d+)\s+\S+:(\d+)\s+users:/.exec(row)
  return found !== null && Number(found[1]) === remotePort && Number(found[2]) === localPort
}

async function holds(pid: number, inode: string | undefined): Promise<boolean> {
  const folder = `/proc/${pid}/fd`
  const links = await Promise.all(
    (await readdir(folder).catch(() => [])).map((name) => readlink(`${folder}/${name}`).catch(() => '')),
  )
  return inode !== undefined && links.some((link) => socketInode(link) === inode)
}
