import { Worker } from 'node:worker_threads'
import { drawing, drawn, quiet } from './progress-states.ts'

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

/** Draws the text, with `{}` for the seconds, after two seconds and then each second, as the shared number allows. */
export function drawInThread(state: Int32Array, text: string): void {
  const worker = new Worker(source, { eval: true, workerData: { state, text } })
  worker.on('error', () => {})
  worker.unref()
}
