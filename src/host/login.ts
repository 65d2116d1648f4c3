import type { Login } from '#model/applied.ts'
import { Fault } from '#model/fault.ts'
import type { Host } from './host.ts'

// Clock ticks a second in /proc/PID/stat: the same on every architecture that Node runs on. Source: proc(5), sysconf(3).
const ticks = 100
const noSession = '4294967295'
const loginProgram = /^(sshd.*|dropbear|login|mosh-server|in\.telnetd)$/
const furthest = 64

interface Process {
  readonly pid: number
  readonly name: string
  readonly parent: number
  /** Seconds of uptime. */
  readonly began: number
  readonly session: string
}

/**
 * The login session that this process belongs to. sudo and su change nothing about it: the kernel's audit session is inherited, and so are
 * the processes above. Without an audit session it begins at the nearest program above that logs people in.
 */
export async function currentLogin(host: Host): Promise<Login> {
  const line: Process[] = []
  for (let pid: string | number = 'self'; line.length < furthest; ) {
    const one: Process | undefined = await processAt(host, pid)
    if (one === undefined) break
    line.push(one)
    if (one.parent <= 1) break
    pid = one.parent
  }
  const own = line[0]?.session ?? noSession
  const leader =
    own === noSession || own === ''
      ? line.find(({ name }) => loginProgram.test(name))
      : line.findLast(({ session }) => session === own)
  return { ssh: await sshOf(host, line), leader: leader?.pid, began: leader?.began }
}

async function processAt(host: Host, pid: string | number): Promise<Process | undefined> {
  const stat = await quiet(host, `/proc/${pid}/stat`)
  // The name lies in brackets and may hold some.
  const found = /^(\d+) \((.*)\) (.*)$/s.exec(stat ?? '')
  if (found === null) return undefined
  const [, number, name = '', rest = ''] = found
  const fields = rest.split(' ')
  const session = (await quiet(host, `/proc/${pid}/sessionid`))?.trim() ?? ''
  return { pid: Number(number), name, parent: Number(fields[1]), began: Number(fields[19]) / ticks, session }
}

// sudo takes it out of the environment: the shell above has it.
async function sshOf(host: Host, line: readonly Process[]): Promise<string | undefined> {
  const own = host.variable('SSH_CONNECTION')
  if (own !== undefined) return own
  for (const { pid } of line.slice(1)) {
    const environment = (await quiet(host, `/proc/${pid}/environ`))?.split('\0') ?? []
    const found = environment.find((one) => one.startsWith('SSH_CONNECTION='))
    if (found !== undefined) return found.slice('SSH_CONNECTION='.length)
  }
  return undefined
}

/** Seconds since the machine was started. */
export async function uptime(host: Host): Promise<number> {
  return Number((await host.read('/proc/uptime'))?.split(' ')[0] ?? Number.NaN)
}

async function quiet(host: Host, path: string): Promise<string | undefined> {
  try {
    return await host.read(path)
  } catch (error) {
    if (error instanceof Fault) return undefined
    throw error
  }
}
