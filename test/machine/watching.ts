import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Subject } from './subject.ts'

const program = fileURLToPath(new URL('../../dist/bin/seawall.js', import.meta.url))

/** A line of `watch --json`. */
export interface Line {
  readonly event: string
  readonly weight: string
  readonly message: string
  readonly by: readonly { readonly program: string; readonly pid: number; readonly command: string | null }[]
  /** When it came, by our clock. */
  readonly cameMs: number
}

/** A `seawall watch --json` that runs. */
export interface Watching {
  readonly lines: readonly Line[]
  /** The first line that is meant, of those after the first `from`; fails with all that came where it does not come in time. */
  meets(isMeant: (line: Line) => boolean, ms: number, from?: number): Promise<Line>
  /** Seconds of processor time, its finished children's too, and kilobytes of memory. */
  cost(): { readonly seconds: number; readonly kilobytes: number }
  /** Ends it and returns its exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>
}

/** Watches the host of a subject; `words`: more options. */
export async function watching(
  { scene, engine }: Pick<Subject, 'scene' | 'engine'>,
  ...words: readonly string[]
): Promise<Watching> {
  const argv = ['watch', '--json', '--docker-host', engine.host, ...words]
  const child = spawn('ip', ['netns', 'exec', scene.host.name, process.execPath, program, ...argv], {
    env: { ...process.env, ...engine.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: Line[] = []
  let rest = ''
  let talk = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    const parts = (rest + piece).split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) lines.push({ ...(JSON.parse(part) as Line), cameMs: Date.now() })
  })
  child.stderr.on('data', (piece) => {
    talk += piece
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const meets: Watching['meets'] = async (isMeant, ms, from = 0) => {
    for (const deadline = Date.now() + ms; ; await sleep(10)) {
      const found = lines.slice(from).find(isMeant)
      if (found !== undefined) return found
      if (Date.now() > deadline)
        throw new Error(
          `not in ${ms} ms; it said:\n${lines.map((one) => `${one.event} ${one.message}`).join('\n')}\n${talk}`,
        )
    }
  }
  await meets(({ event }) => event === 'started', 20_000)
  return {
    lines,
    meets,
    cost: () => costOf(child.pid ?? 0),
    end: (signal = 'SIGTERM') => {
      child.kill(signal)
      return ended
    },
  }
}

// `ip netns exec` becomes the program: it has its process id.
function costOf(pid: number) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  const ticks = fields.slice(11, 15).reduce((sum, one) => sum + Number(one), 0)
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return { seconds: ticks / 100, kilobytes: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) }
}
