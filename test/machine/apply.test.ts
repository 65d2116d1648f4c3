import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadRules } from '#apply/load-rules.ts'
import type { Host } from '#host/host.ts'
import { Fault } from '#model/fault.ts'
import { afterEach, beforeEach, describe, expect, test, type TestContext } from 'vitest'
import { type ApplyScene, createApplyScene, request, rulesFor, scriptOf } from './apply-scene.ts'
import { requireMachine, run } from './namespace.ts'

async function required(ctx: TestContext): Promise<void> {
  await requireMachine(ctx, 'nft', 'unshare', 'nsenter', 'setsid', 'flock')
}

let scene: ApplyScene
const apply = (rules = rulesFor(22), timeout?: number, host: Host = scene.host) =>
  loadRules(host, scene.places, request(rules, timeout))
const watchdogs = async () => (await run(['pgrep', '-f', `${scene.places.run}/apply`], { mayFail: true })).stdout

beforeEach(async (ctx) => {
  await required(ctx as unknown as TestContext)
  scene = await createApplyScene('apply')
})
afterEach(() => scene?.namespace.delete())

describe('an apply', () => {
  test('loads the rules, and takes them back when they are not confirmed in time: on every terminal and in the journal', async () => {
    expect(await apply(rulesFor(22, 443), 2)).toEqual({ kind: 'waiting', seconds: 2, armedBy: 'watchdog' })
    expect(await scene.table()).toContain('jump ports')
    await scene.until('undone')
    expect(await scene.table()).toBeUndefined()
    await expect.poll(() => scene.told().journal).toContain('It was taken back.')
    expect(scene.told().wall).toContain('It was taken back.')
  })

  test('brings back the rules from before, with counters, sets and ports that nft cannot read from its own listing', async () => {
    const before = scriptOf(`set office { type ipv4_addr; flags interval; elements = { 198.51.100.0/24, 203.0.113.1 } }
      set seen { type ipv4_addr; flags dynamic,timeout; timeout 1m; }
      chain input { type filter hook input priority filter - 10; policy accept;
        ip saddr @office return
        tcp dport 22 add @seen { ip saddr } counter
        meta l4proto tcp ct original proto-dst { 22, 443 } counter drop
      }`)
    await scene.namespace.run(['nft', '-f', '-'], { stdin: before.scripts[0]?.text ?? '' })
    const then = await scene.table()
    expect(await apply(rulesFor(80), 1)).toMatchObject({ kind: 'waiting' })
    expect(await scene.table()).not.toBe(then)
    await scene.until('undone')
    expect(await scene.table()).toBe(then)
  })

  test('changes nothing where nft rejects the rules, and says so', async () => {
    await scene.namespace.run(['nft', '-f', '-'], { stdin: rulesFor(22).scripts[0]?.text ?? '' })
    const then = await scene.table()
    const end = await apply(scriptOf('chain input { no such rule\n }'))
    expect(end).toMatchObject({ kind: 'failed', why: { id: 'apply/refused' }, kernel: 'unchanged' })
    expect(await scene.table()).toBe(then)
    expect(await watchdogs()).toBe('')
  })

  test('touches no table of others, and the undo leaves what they changed meanwhile', async () => {
    const other = async (...words: readonly string[]) => scene.namespace.run(['nft', ...words])
    await other('add table ip docker-bridges')
    await apply(rulesFor(22), 1)
    await other('add chain ip docker-bridges later')
    await scene.until('undone')
    const all = (await other('list', 'ruleset')).stdout
    expect(all.replace(/\s+/g, ' ').trim()).toBe('table ip docker-bridges { chain later { } }')
  })

  test('does not begin while an earlier one waits, nor while another seawall has the lock', async () => {
    await apply(rulesFor(22))
    const table = await scene.table()
    expect(await apply(rulesFor(80))).toMatchObject({ kind: 'failed', why: { id: 'apply/one-waits' } })
    const release = await scene.host.lock(`${scene.places.run}/lock`, 0)
    expect(await apply(rulesFor(80))).toMatchObject({ kind: 'failed', why: { id: 'apply/locked' } })
    await release?.()
    expect(await scene.table()).toBe(table)
  })

  test('says that nothing is to do where the kernel and the file for the boot hold these rules', async () => {
    const rules = rulesFor(22)
    await scene.namespace.run(['nft', '-f', '-'], { stdin: rules.scripts[0]?.text ?? '' })
    mkdirSync(`${scene.places.state}/current`)
    writeFileSync(`${scene.places.state}/current/rules.nft`, rules.scripts[0]?.text ?? '')
    expect(await apply(rules)).toEqual({ kind: 'same' })
    expect(await watchdogs()).toBe('')
  })

  test('changes nothing where what the undo needs cannot be written', async () => {
    await run(['mkdir', '-m', '700', scene.places.run])
    await run(['mount', '-t', 'tmpfs', '-o', 'size=40k', 'tmpfs', scene.places.run])
    try {
      await run(['dd', 'if=/dev/zero', `of=${scene.places.run}/full`, 'bs=1k'], { mayFail: true })
      await expect(apply()).rejects.toThrow(Fault)
      expect(await scene.table()).toBeUndefined()
    } finally {
      await run(['umount', '--lazy', scene.places.run])
    }
  })

  test('takes the rules back although the disk got full meanwhile', async () => {
    await run(['mkdir', '-m', '700', scene.places.run])
    await run(['mount', '-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', scene.places.run])
    try {
      expect(await apply(rulesFor(22), 2)).toMatchObject({ kind: 'waiting' })
      await run(['dd', 'if=/dev/zero', `of=${scene.places.run}/full`, 'bs=1k'], { mayFail: true })
      await scene.until('undone')
      expect(await scene.table()).toBeUndefined()
    } finally {
      await run(['umount', '--lazy', scene.places.run])
    }
  })

  test('takes the rules back at once where the kernel lists other rules than were loaded', async () => {
    const spoiled: Host = {
      ...scene.host,
      run: async (argv, options) => {
        const output = await scene.host.run(argv, options)
        if (argv.join(' ').includes('load.sh'))
          await scene.namespace.run(['nft', 'add', 'chain', 'inet', 'seawall', 'other'])
        return output
      },
    }
    const end = await apply(rulesFor(22), 60, spoiled)
    expect(end).toMatchObject({ kind: 'failed', why: { id: 'apply/other-rules' }, kernel: 'restored' })
    expect(await scene.table()).toBeUndefined()
    expect(await scene.state()).toBe('failed')
  })

  test('loads nothing where its time was over before', async () => {
    const slow: Host = {
      ...scene.host,
      run: async (argv, options) => {
        if (argv.join(' ').includes('load.sh')) await scene.until('undone')
        return scene.host.run(argv, options)
      },
    }
    expect(await apply(rulesFor(22), 1, slow)).toMatchObject({ why: { id: 'apply/undone-early' }, kernel: 'restored' })
    expect(await scene.table()).toBeUndefined()
  })
})

describe('an undo', () => {
  test('is in a session of its own, and survives signals and the end of what started it', async () => {
    await apply(rulesFor(22), 3)
    const pid = readFileSync(`${scene.places.run}/apply/loaded`, 'utf8').trim().split(' ')[2] ?? ''
    const session = (await run(['ps', '-o', 'sid=', '-p', pid])).stdout.trim()
    expect(session).not.toBe((await run(['ps', '-o', 'sid=', '-p', String(process.pid)])).stdout.trim())
    for (const signal of ['HUP', 'INT', 'TERM', 'QUIT']) await run(['kill', `-${signal}`, pid])
    await sleep(300)
    expect(existsSync(`/proc/${pid}`)).toBe(true)
    await scene.until('undone')
    expect(await scene.table()).toBeUndefined()
  })

  test('waits no longer than ten seconds for a lock that another seawall holds', async () => {
    await apply(rulesFor(22), 1)
    const release = await scene.host.lock(`${scene.places.run}/lock`, 0)
    try {
      await scene.until('undone')
      expect(await scene.table()).toBeUndefined()
    } finally {
      await release?.()
    }
  })

  test('tries until it succeeds, and says that it has not', async () => {
    await apply(rulesFor(22), 1)
    const program = `${scene.places.run}/apply/load.sh`
    const whole = readFileSync(program, 'utf8')
    writeFileSync(program, 'exit 1\n')
    await expect.poll(() => scene.told().journal, { timeout: 15_000 }).toContain('It could not be taken back.')
    expect(await scene.state()).toBe('undoing')
    writeFileSync(program, whole)
    await scene.until('undone')
    expect(await scene.table()).toBeUndefined()
  })
})

/** The host as a process sees it that is killed with kill -9 before its call number `at`. */
function mortal(host: Host, at: number, calls: string[]): Host {
  const live = <T>(what: string, call: () => Promise<T>): Promise<T> => {
    if (calls.length >= at) return Promise.reject(new Killed(what))
    calls.push(what)
    return call()
  }
  return {
    ...host,
    // The kernel frees the lock of a process that is killed: here it is freed when the test goes on.
    lock: async (path, seconds) => {
      const release = await host.lock(path, seconds)
      held.push(release)
      return release
    },
    run: (argv, options) => live(argv.join(' '), () => host.run(argv, options)),
    write: (path, text, mode) => live(`write ${path}`, () => host.write(path, text, mode)),
    read: (path, options) => live(`read ${path}`, () => host.read(path, options)),
  }
}

const held: ((() => Promise<void>) | undefined)[] = []

class Killed extends Error {}

test('killed before any of its steps, an apply leaves the old rules or the new ones, and the new ones go again', async () => {
  await scene.namespace.run(['nft', '-f', '-'], { stdin: rulesFor(22).scripts[0]?.text ?? '' })
  const before = await scene.table()
  const calls: string[] = []
  await apply(rulesFor(443), 1, mortal(scene.host, Number.POSITIVE_INFINITY, calls))
  const after = await scene.table()
  await scene.until('undone')
  expect(calls.length).toBeGreaterThan(20)
  let wasNew = 0
  for (let at = 0; at < calls.length; at++) {
    await apply(rulesFor(443), 1, mortal(scene.host, at, [])).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error
    })
    for (const release of held.splice(0)) await release?.()
    const now = await scene.table()
    expect([before, after]).toContain(now)
    if (now === after) wasNew++
    await expect.poll(() => scene.table(), { timeout: 5000, interval: 20 }).toBe(before)
    await expect.poll(watchdogs, { timeout: 5000 }).toBe('')
  }
  expect(wasNew).toBeGreaterThan(0)
  // And one that is not killed works as ever.
  expect(await apply(rulesFor(443), 60)).toMatchObject({ kind: 'waiting' })
  expect(await scene.table()).toBe(after)
})
