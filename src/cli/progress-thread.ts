import { Worker } from 'node:worker_threads'
import { drawing, drawn, quiet } from './progress-states.ts'

interface Shared {
  /** What may be drawn, and a place to wait at. */
  readonly state: Int32Array
  readonly text: string
  readonly quiet: number
  readonly drawn: number
  readonly drawing: number
}

/** Draws the text, with `{}` for the seconds, after two seconds and then each second, as the shared number allows. */
export function drawInThread(state: Int32Array, text: string): void {
  const workerData: Shared = { state, text, quiet, drawn, drawing }
  const worker = new Worker(`(${draw})()`, { eval: true, workerData })
  worker.on('error', () => {})
  worker.unref()
}

// Runs in the thread, from its text alone: the program, which works without a pause, has no timers.
function draw(): void {
  const { workerData } = globalThis.process.getBuiltinModule('node:worker_threads')
  const { writeSync } = globalThis.process.getBuiltinModule('node:fs')
  const shared = workerData as Shared
  Atomics.wait(shared.state, 1, 0, 2000)
  for (let seconds = 2; ; seconds++) {
    for (const before of [shared.quiet, shared.drawn]) {
      if (Atomics.compareExchange(shared.state, 0, before, shared.drawing) !== before) continue
      try {
        writeSync(2, `\r${shared.text.replace('{}', String(seconds))}\u001b[K`)
      } catch {
        // A screen that takes nothing now may do so later.
      }
      Atomics.store(shared.state, 0, shared.drawn)
      break
    }
    Atomics.wait(shared.state, 1, 0, 1000)
  }
}
