import process from 'node:process'
import { drawing, drawn, held, quiet } from './progress-states.ts'

let state: Int32Array | undefined
let holders = 0

/** Begins to show, after two seconds, that work goes on: one line on standard error, and only where both outputs are a screen. `text`: with `{}` for the seconds. */
export async function startProgress(text: string): Promise<void> {
  const isScreen = process.stdout.isTTY && process.stderr.isTTY && process.env.TERM !== 'dumb'
  if (!isScreen || state !== undefined) return
  state = new Int32Array(new SharedArrayBuffer(8))
  // Loaded where it is needed: few outputs are a screen.
  const { drawInThread } = await import('./progress-thread.ts')
  drawInThread(state, text)
}

/** Takes the line away, until `releaseProgress` was called as often as this. */
export function holdProgress(): void {
  if (state === undefined || holders++ > 0) return
  for (;;) {
    const before = Atomics.load(state, 0)
    if (before === drawing || Atomics.compareExchange(state, 0, before, held) !== before) continue
    if (before === drawn) process.stderr.write('\r\u001b[K')
    return
  }
}

/** Lets the line come back. */
export function releaseProgress(): void {
  if (state !== undefined && --holders === 0) Atomics.store(state, 0, quiet)
}

/** Does what writes to the screen, with the line out of its way. */
export function besidesProgress(write: () => void): void {
  holdProgress()
  write()
  releaseProgress()
}
