import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { searchPath } from '#kernel/run.ts'

/** A program that lives in a namespace and does what it is told, a heap of things at a time. */
export class Companion {
  readonly #child: ChildProcess
  #complaint = ''
  #heard = ''
  #waiting: { resolve(line: string): void; reject(error: Error): void } | undefined

  /** `pid`: of a process of the namespace. */
  constructor(pid: number, argv: readonly string[]) {
    const env = { ...process.env, PATH: searchPath(), LC_ALL: 'C', NODE_OPTIONS: '' }
    this.#child = spawn('nsenter', [`--target=${pid}`, '--net', ...argv], { stdio: 'pipe', env })
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint += text
    })
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#hear(text))
    this.#child.stdin?.on('error', () => {})
    this.#child.on('close', () => this.#waiting?.reject(new Error(`${argv[0]} has ended: ${this.#complaint}`)))
  }

  /** Hands over what is to be done, and waits for the line that says that it was. One at a time. */
  tell(work: Buffer | string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#child.stdin?.write(work)
    })
  }

  #hear(text: string): void {
    this.#heard += text
    const end = this.#heard.indexOf('\n')
    if (end < 0) return
    const line = this.#heard.slice(0, end)
    this.#heard = this.#heard.slice(end + 1)
    this.#waiting?.resolve(line)
    this.#waiting = undefined
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'exit')
    this.#child.stdin?.end()
    await gone
  }
}
