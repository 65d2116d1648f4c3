import { execFile } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import process from 'node:process'
import { Fault } from '#model/fault.ts'

/** What a command said. `code` is its exit code, or 128 and more where a signal ended it. */
export interface Output {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** How a command is run: text for its input, more environment, and whether a failure is an answer (default: it throws). */
export interface RunOptions {
  readonly stdin?: string | Uint8Array
  readonly env?: Readonly<Record<string, string>>
  readonly mayFail?: boolean
  readonly timeoutMs?: number
}

/** Runs a program on the machine itself, without a shell, in the C locale. Faults: lab/step-failed. */
export function run(argv: readonly string[], options: RunOptions = {}): Promise<Output> {
  const [program = '', ...args] = argv
  const { stdin = '', env = {}, mayFail = false, timeoutMs = 60_000 } = options
  const settings = {
    env: { ...process.env, PATH: searchPath(), LC_ALL: 'C', ...env },
    timeout: timeoutMs,
    maxBuffer: 1 << 28,
  }
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, settings, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 128
      if (error === null || (mayFail && typeof error.code !== 'string' && !error.killed))
        resolve({ code, stdout, stderr })
      else {
        const status = String(error.code ?? error.signal ?? '')
        reject(new Fault('lab/step-failed', { command: argv.join(' '), status, said: stderr.trim() }, { cause: error }))
      }
    })
    // A program that ends before it has read everything closes the pipe: its exit code tells what happened.
    child.stdin?.on('error', () => {})
    child.stdin?.end(stdin)
  })
}

/** Where programs are looked for: firewall tools and dockerd lie in sbin folders, which not every PATH has. */
export function searchPath(): string {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => isAbsolute(folder))
  const more = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/bin', '/bin']
  return [...folders, ...more.filter((folder) => !folders.includes(folder))].join(delimiter)
}

/** The path of a program; undefined where it is not installed. */
export function findTool(tool: string): string | undefined {
  const paths = searchPath()
    .split(delimiter)
    .map((folder) => join(folder, tool))
  return paths.find(isProgram)
}

/** Whether a path is a file that may be run. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
