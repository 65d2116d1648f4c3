import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { confirmRules } from '#apply/confirm-rules.ts'
import { loadRules } from '#apply/load-rules.ts'
import { rollBack } from '#apply/roll-back.ts'
import { expect, test } from 'vitest'
import { createApplyScene, request, rulesFor } from './apply-scene.ts'
import { connect, createNamespace, requireMachine } from './namespace.ts'

const cycles = Number(process.env.SEAWALL_APPLY_CYCLES ?? 10)
const server = `for (const port of [80, 81]) require('net').createServer((s) => s.on('error', () => {}).end('x')).listen(port)`
// Asks for both ports without a pause, and says at the end: allowed that were answered, allowed that were not, forbidden that were answered, forbidden asked.
const client = `const net = require('net'), n = [0, 0, 0, 0]
const ask = (port, ms) => new Promise((done) => { const s = net.connect(port, '192.0.2.1'); const end = (ok) => { s.destroy(); done(ok) }
  s.setTimeout(ms, () => end(false)); s.on('error', () => end(false)); s.on('data', () => end(true)) })
const loop = async (port) => { for (;;) { const ok = await ask(port, port === 80 ? 3000 : 20); if (port === 80) n[ok ? 0 : 1]++; else { n[3]++; if (ok) n[2]++ } } }
loop(80); for (let i = 0; i < 4; i++) loop(81)
process.on('SIGTERM', () => { console.log(JSON.stringify(n)); process.exit() })`

test('apply and rollback let no forbidden connection through and lose no allowed one, while both are asked for all the time', async (ctx) => {
  await requireMachine(ctx, 'nft', 'unshare', 'nsenter', 'setsid', 'flock')
  const scene = await createApplyScene('traffic')
  const outside = await createNamespace('outside')
  await connect(
    { namespace: scene.namespace, name: 'in0', addresses: ['192.0.2.1/24'] },
    { namespace: outside, name: 'out0', addresses: ['192.0.2.2/24'] },
  )
  const inside = (name: string, text: string) =>
    spawn('ip', ['netns', 'exec', name, process.execPath, '-e', text], { stdio: ['ignore', 'pipe', 'inherit'] })
  const apply = async (...ports: readonly number[]) =>
    expect(await loadRules(scene.host, scene.places, request(rulesFor(...ports)))).toMatchObject({ kind: 'waiting' })
  await apply(22, 80)
  await confirmRules(scene.host, scene.places, { sameSession: true })
  const serving = inside(scene.namespace.name, server)
  await sleep(500)
  const asking = inside(outside.name, client)
  let said = ''
  asking.stdout.on('data', (text) => {
    said += text
  })
  await sleep(500)
  for (let cycle = 0; cycle < cycles; cycle++) {
    await apply(80, 443)
    const end = await rollBack(scene.host, scene.places)
    expect(end).toEqual({ kind: 'rolled-back', wasWaiting: true, emptied: false })
  }
  asking.kill('SIGTERM')
  await expect.poll(() => said, { timeout: 10_000 }).not.toBe('')
  serving.kill('SIGKILL')
  const [answered = 0, lost, through, asked = 0] = JSON.parse(said) as readonly number[]
  if (process.env.SEAWALL_APPLY_CYCLES !== undefined) console.log(`${cycles} cycles: ${said}`)
  expect({ lost, through }).toEqual({ lost: 0, through: 0 })
  expect(answered).toBeGreaterThan(100)
  expect(asked).toBeGreaterThan(100)
}, 3_000_000)
