import { spawn } from 'node:child_process'
import { Fault } from '#model/fault.ts'
import { searchPath } from './run-program.ts'

const isHeld = 75

/**
 * Takes the lock of a file with flock(1), in a process of its own: when ours ends, however it ends, its pipe closes and the kernel
 * frees the lock, so that no lock is left of a process that was killed. Undefined: somebody else has held it for `waitSeconds`.
 */
export function lockFile(path: string, waitSeconds: number): Promise<(() => Promise<void>) | undefined> {
  const argv = ['--exclusive', '--conflict-exit-code', String(isHeld), '--timeout', String(waitSeconds), path]
  // Signals of our terminal do not reach it.
  const child = spawn('flock', [...argv, 'sh', '-c', 'echo held; read -r line'], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, PATH: searchPath(), LC_ALL: 'C' },
  })
  child.stdin.on('error', () => {})
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return new Promise((resolve, reject) => {
    let said = ''
    child.stderr.on('data', (text) => {
      said += text
    })
    child.once('error', (error) => reject(new Fault('host/tool-missing', { tool: 'flock' }, { cause: error })))
    child.stdout.once('data', () =>
      resolve(async () => {
        child.stdin.end()
        await ended
      }),
    )
    void ended.then((code) => {
      if (code === isHeld) resolve(undefined)
      else reject(new Fault('host/unreadable', { path, said: said.trim() }))
    })
  })
}
