import process from 'node:process'

// What the shared number says: nothing is drawn, the line is drawn, the worker is drawing, nothing may be drawn.
const [quiet, drawn, drawing, held] = [0, 1, 2, 3] as const

/** Draws in a thread of its own: the work that takes long leaves no time for timers. */
const source = `
const { workerData: { state, text } } = require('node:worker_threads')
const { writeSync } = require('node:fs')
const pause = (ms) => Atomics.wait(state, 1, 0, ms)
pause(2000)
for (let seconds = 2; ; seconds++, pause(1000))
  for (const from of [${quiet}, ${drawn}]) {
    if (Atomics.compareExchange(state, 0, from, ${drawing}) !== from) continue
    try { writeSync(2, '\\r' + text.replace('{}', seconds) + '\\x1b[K') } catch {}
    Atomics.store(state, 0, ${drawn})
    break
  }
`

let state: Int32Array | undefined
let holders = 0

/** Begins to show, after two seconds, that work goes on: one line on standard error, and only where both outputs are a screen. `text`: with `{}` for the seconds. */
export async function startProgress(text: string): Promise<void> {
  const isScreen = process.stdout.isTTY && process.stderr.isTTY && process.env.TERM !== 'dumb'
  if (!isScreen || state !== undefined) return
  const { Worker } = await import('node:worker_threads')
  state = new Int32Array(new SharedArrayBuffer(8))
  const worker = new Worker(source, { eval: true, workerData: { state, text } })
  worker.on('error', () => {})
  worker.unref()
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
