import { answering, tryTcp, untilAnswered } from '#lab/client.ts'
import { image } from '#lab/engine.ts'
import { addresses } from '#lab/scene.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setTimeout as sleep } from 'node:timers/promises'
import { requireMachine } from './namespace.ts'
import { createSubject, isBuilt, type Subject } from './subject.ts'

const tools = ['dockerd', 'docker', 'nsenter', 'iptables-nft-save', 'busybox', 'ip']
const firstLine = (text: string) => text.split('\n', 1)[0] ?? ''

// The judge: Docker writes and removes its rules itself all the time, and web, which nobody touches, answers a client.
describe('while containers start and stop all the time', () => {
  let subject: Subject
  let isOver = false
  let count = 0
  let before = ''
  const loops: Promise<void>[] = []
  const client = () => tryTcp(subject.scene.outside, addresses.host.ipv4, 8080)

  /** A container that is made anew each time, and one that is stopped and started. */
  const comeAndGo = async () => {
    const { docker } = subject.engine
    const words = ['--name', 'guest', '-p', '9090:80', image, '/bin/busybox', ...answering(80, 'hi')]
    for (; !isOver; count++) {
      await docker(['run', '--rm', '-d', ...words], { mayFail: true })
      await sleep(300)
      await docker(['kill', 'guest'], { mayFail: true })
      await sleep(300)
    }
  }
  const stopAndStart = async () => {
    const { docker } = subject.engine
    for (; !isOver; count++) {
      await docker(['stop', '-t', '0', 'other'], { mayFail: true })
      await sleep(700)
      await docker(['start', 'other'], { mayFail: true })
      await sleep(500)
    }
  }

  beforeAll(async () => {
    if (!isBuilt) return
    subject = await createSubject({})
    await subject.engine.start(['--name', 'web', '-p', '8080:80'], answering(80, 'web'))
    await subject.engine.start(['--name', 'other', '-p', '9191:80'], answering(80, 'other'))
    await untilAnswered(subject.scene.outside, addresses.host.ipv4, 8080)
    before = await subject.save()
    loops.push(comeAndGo(), stopAndStart())
  })
  afterAll(async () => {
    isOver = true
    await Promise.all(loops)
  })

  test('status accuses nothing, 30 times', { timeout: 400_000 }, async (ctx) => {
    await requireMachine(ctx, ...tools)
    const said: unknown[] = []
    for (let run = 0; run < 30; run++) {
      const { code, out } = await subject.seawall('status')
      said.push([code, firstLine(out)])
    }
    expect(said.filter((one) => !isFair(String(one)))).toEqual([])
    expect(count).toBeGreaterThan(20)
  })

  test('a rule that is really missing is still named, and repair puts it back', { timeout: 120_000 }, async (ctx) => {
    await requireMachine(ctx, ...tools)
    const [rule = ''] = /^-A DOCKER .*--dport 8080 .*$/m.exec(before) ?? []
    await subject.host('iptables', '-t', 'nat', ...rule.replace('-A', '-D').split(' '))
    const { code, out } = await subject.seawall('status')
    expect([code, firstLine(out)]).toEqual([1, expect.stringMatching(/ 1 of \d+ rules missing/)])
    expect((await subject.seawall('repair', '--yes')).code).toBe(0)
    expect(await subject.save()).toContain(rule)
  })

  test('repair changes nothing, 10 times, and web answers all the time', { timeout: 300_000 }, async (ctx) => {
    await requireMachine(ctx, ...tools)
    const said: unknown[] = []
    for (let run = 0; run < 10; run++) {
      const { code, out } = await subject.seawall('repair', '--yes')
      said.push([code, firstLine(out), /Nothing to repair/.test(out), (await client()).kind])
    }
    expect(said.filter((one) => !isFair(String(one)) || !/,true,answered$/.test(String(one)))).toEqual([])
  })

  test('in the end the rules are as before', { timeout: 60_000 }, async (ctx) => {
    await requireMachine(ctx, ...tools)
    isOver = true
    await Promise.all(loops)
    await subject.engine.docker(['start', 'other'], { mayFail: true })
    const sorted = (text: string) => text.split('\n').sort()
    expect(sorted(await subject.save()).map(withoutAddress)).toEqual(sorted(before).map(withoutAddress))
    expect(await client()).toEqual({ kind: 'answered', text: 'web' })
  })
})

/** Well; or what starts and stops is not judged, which is true, and nothing else. */
function isFair(said: string): boolean {
  return /^0,OK: /.test(said) || /^[45],UNKNOWN: (?!.*web :8080)(.*\b(guest|other)\b|containers of bridge)/.test(said)
}

// A container may come back with another address.
function withoutAddress(rule: string): string {
  return rule.replace(/172\.17\.0\.[3-9]/g, '172.17.0.X')
}
