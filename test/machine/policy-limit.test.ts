import { spawn } from 'node:child_process'
import { policyPlan } from '#answers/plan-answer.ts'
import { tryTcp, untilAnswered } from '#lab/client.ts'
import { addresses, createScene } from '#lab/scene.ts'
import { expect, onTestFinished, test } from 'vitest'
import { requireMachine } from './namespace.ts'

const server = `for (const port of [80, 81]) require('net').createServer((s) => s.on('error', () => {}).end('x')).listen(port, '::')`

test('a limit for all senders is counted once for IPv4, IPv6 and every sender, one for each source is not', async (ctx) => {
  await requireMachine(ctx, 'nft')
  const scene = await createScene()
  const serving = spawn('ip', ['netns', 'exec', scene.host.name, process.execPath, '-e', server], { stdio: 'ignore' })
  onTestFinished(() => void serving.kill('SIGKILL'))
  for (const port of [80, 81]) await untilAnswered(scene.outside, addresses.host.ipv4, port)
  const text = `in:
  - {port: 80/tcp, from: [203.0.113.0/24, "2001:db8::/32", internet], limit: 3/hour}
  - {port: 81/tcp, from: internet, limit: 3/hour per source}`
  const snapshot = await scene.look('host')
  const { rules } = policyPlan(snapshot, { sources: [{ name: 'policy.yaml', text }], setText: () => undefined, now: 0 })
  await scene.host.run(['nft', '-f', '-'], { stdin: rules?.scripts[0]?.text ?? '' })
  const count = async (port: number) => {
    const met = []
    for (const address of [addresses.host.ipv4, addresses.host.ipv6])
      for (let tries = 0; tries < 5; tries++) met.push((await tryTcp(scene.outside, address, port)).kind)
    return met.filter((kind) => kind === 'answered').length
  }
  expect({ all: await count(80), each: await count(81) }).toEqual({ all: 3, each: 6 })
}, 240_000)
