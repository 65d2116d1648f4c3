import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { answering, untilAnswered } from '#lab/client.ts'
import { addresses } from '#lab/scene.ts'
import { enableWatchUnit, watchUnit, watchUnitName } from '#plan/watch-unit.ts'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { requireMachine } from './namespace.ts'
import { createSubject, isBuilt, type Subject } from './subject.ts'
import { type Line, type Watching, watching } from './watching.ts'

const is = (event: string) => (line: Line) => line.event === event

let subject: Subject | undefined
let watched: Watching | undefined

afterEach(async () => {
  await watched?.end()
  watched = undefined
})

beforeAll(async () => {
  if (!isBuilt) return
  subject = await createSubject({})
  await subject.engine.start(['--name', 'web', '-p', '8080:80'], answering(80, 'hello'))
})

describe('seawall watch --repair', () => {
  test.each<readonly [string, string, RegExp]>([
    ['iptables -F', 'iptables -F', /^iptables$/],
    ['iptables -t nat -F', 'iptables -t nat -F', /^iptables$/],
    ['iptables -F and -X', 'iptables -F; iptables -X; iptables -t nat -F; iptables -t nat -X', /^iptables$/],
    ['nft flush ruleset', 'nft flush ruleset', /^nft$/],
    ['an empty iptables-restore', "printf '*filter\\nCOMMIT\\n' | iptables-restore", /^iptables-restor$/],
    ['iptables -D of one rule', 'iptables -D FORWARD -j DOCKER-USER', /^iptables$/],
  ])('puts back within five seconds what %s took, and says who took it', async (name, command, who) => {
    if (subject === undefined) return
    const before = await subject.save()
    watched = await watching(subject, '--repair')
    const from = watched.lines.length
    await subject.host('sh', '-c', command)
    const doneMs = Date.now()
    const lost = await watched.meets(is('rules-lost'), 6000, from)
    const repaired = await watched.meets(is('repaired'), 10_000, from)
    console.log(name, 'told after', lost.cameMs - doneMs, 'ms, repaired after', repaired.cameMs - doneMs, 'ms')
    expect(lost.by[0]?.program).toMatch(who)
    // The times are those of a machine that has a processor free.
    if ((loadavg()[0] ?? 0) < availableParallelism()) {
      expect(lost.cameMs - doneMs).toBeLessThan(2000)
      expect(repaired.cameMs - doneMs).toBeLessThan(5000)
    }
    expect(repaired.message).toContain(`the rules were taken by ${lost.by[0]?.program} (pid `)
    expect((await subject.save()).split('\n').sort()).toEqual(before.split('\n').sort())
    const met = await untilAnswered(subject.scene.outside, addresses.host.ipv4, 8080)
    expect(met).toEqual({ kind: 'answered', text: 'hello' })
  })

  test('leaves rules alone that a script puts back itself', async () => {
    if (subject === undefined) return
    watched = await watching(subject, '--repair')
    const from = watched.lines.length
    await subject.host(
      'sh',
      '-c',
      'iptables-save > rules-kept; iptables -F; sleep 0.6; iptables-restore < rules-kept; rm rules-kept',
    )
    await sleep(4000)
    expect(watched.lines.slice(from).filter(is('repaired'))).toEqual([])
  })

  test('stops after three repairs in a minute, and says so', async () => {
    if (subject === undefined) return
    watched = await watching(subject, '--repair')
    for (let count = 0; count < 3; count++) {
      const from = watched.lines.length
      await subject.host('iptables', '-F')
      await watched.meets(is('repaired'), 10_000, from)
      await watched.meets(is('rules-whole'), 10_000, from)
    }
    const from = watched.lines.length
    await subject.host('iptables', '-F')
    const stopped = await watched.meets(is('repair-stopped'), 10_000, from)
    expect(stopped.message).toContain('no more repairs until watch is started again')
    await sleep(3000)
    expect(watched.lines.slice(from).filter(is('repaired'))).toEqual([])
    expect((await subject.save()).match(/-A FORWARD/g)).toBeNull()
    expect((await subject.seawall('repair', '--yes')).code).toBe(0)
  })

  test('repairs nothing while the engine restarts, and goes on afterwards', async () => {
    if (subject === undefined) return
    watched = await watching(subject, '--repair')
    let from = watched.lines.length
    await subject.engine.restart()
    await watched.meets(is('judged-again'), 20_000, from)
    await sleep(3000)
    expect(watched.lines.slice(from).filter(({ event }) => event.startsWith('repair'))).toEqual([])
    from = watched.lines.length
    await subject.host('iptables', '-F')
    await watched.meets(is('repaired'), 10_000, from)
  })
})

test('systemd reads the service without a complaint, and rates what it may do as small', async (ctx) => {
  await requireMachine(ctx, 'systemd-analyze')
  const folder = mkdtempSync(`${tmpdir()}/seawall-watch-unit-`)
  try {
    const path = `${folder}/${watchUnitName}`
    writeFileSync(path, watchUnit(process.execPath, '/usr/bin/true'))
    expect(enableWatchUnit).toContain(watchUnitName)
    const verify = spawnSync('systemd-analyze', ['verify', path], { encoding: 'utf8' })
    expect(verify.stderr).not.toContain(watchUnitName)
    const security = spawnSync('systemd-analyze', ['security', '--offline=true', '--no-pager', path], {
      encoding: 'utf8',
    })
    const score = Number(/Overall exposure level for \S+: ([\d.]+)/.exec(security.stdout)?.[1])
    console.log('exposure level', score)
    expect(score).toBeLessThan(4)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
