import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { confirmRules } from '#apply/confirm-rules.ts'
import { loadRules } from '#apply/load-rules.ts'
import { policyState } from '#apply/policy-state.ts'
import { isPolicyLost, putBack } from '#apply/put-back.ts'
import { removeOurs } from '#apply/remove-ours.ts'
import { rollBack } from '#apply/roll-back.ts'
import type { Host } from '#host/host.ts'
import type { PolicyRules } from '#model/policy-rules.ts'
import { afterEach, beforeEach, describe, expect, test, type TestContext } from 'vitest'
import { type ApplyScene, createApplyScene, request, rulesFor } from './apply-scene.ts'
import { createNamespace, requireMachine, run } from './namespace.ts'

let scene: ApplyScene
const apply = (rules: PolicyRules, timeout?: number) => loadRules(scene.host, scene.places, request(rules, timeout))
const confirm = (host: Host = scene.host, sameSession = true) => confirmRules(host, scene.places, { sameSession })
const rollback = () => rollBack(scene.host, scene.places)
const state = () => policyState(scene.host, scene.places)
const confirmed = { kind: 'confirmed', boot: { kind: 'unit' } }

async function inUse(...ports: readonly number[]): Promise<string | undefined> {
  expect(await apply(rulesFor(...ports))).toMatchObject({ kind: 'waiting' })
  expect(await confirm()).toEqual(confirmed)
  return scene.table()
}

beforeEach(async (ctx) => {
  await requireMachine(ctx as unknown as TestContext, 'nft', 'unshare', 'nsenter', 'setsid', 'flock')
  scene = await createApplyScene('confirm')
})
afterEach(() => scene?.namespace.delete())

/** What the units run at boot, in a machine that has just been started. */
async function boot(): Promise<string> {
  const fresh = await createNamespace('booted')
  const command = /^ExecStart=(.*)$/m.exec(readFileSync(`${scene.places.units}/seawall-policy.service`, 'utf8'))?.[1]
  await fresh.run(command?.split(' ') ?? [])
  const { stdout } = await fresh.run(['nft', '--stateless', 'list', 'ruleset'])
  await fresh.delete()
  return stdout
}

describe('a confirmation', () => {
  test('keeps the rules, ends the undo, and has them loaded at boot', async () => {
    const table = await inUse(22, 443)
    expect(await scene.state()).toBe('confirmed')
    await expect.poll(async () => (await run(['pgrep', '-f', scene.places.run], { mayFail: true })).stdout).toBe('')
    expect(await scene.table()).toBe(table)
    expect(await boot()).toBe(table)
    expect(scene.told().systemctl).toMatch(/^enable seawall-policy\.service .*seawall-policy@nftables\.service/m)
    // Twice is once.
    await scene.namespace.run(['sh', `${scene.places.state}/current/load.sh`, `${scene.places.state}/current`, 'rules'])
    expect(await scene.table()).toBe(table)
    expect(await apply(rulesFor(22, 443))).toEqual({ kind: 'same' })
    expect(await confirm()).toMatchObject({ kind: 'refused', why: { id: 'apply/confirmed-already' } })
  })

  test('is refused without rules that wait, after the undo, and where the kernel lost the rules meanwhile', async () => {
    expect(await confirm()).toMatchObject({ why: { id: 'apply/none-waits' } })
    await apply(rulesFor(22), 1)
    await scene.until('undone')
    expect(await confirm()).toMatchObject({ why: { id: 'apply/undone-already' } })
    await apply(rulesFor(22))
    await scene.namespace.run(['nft', 'flush', 'ruleset'])
    expect(await confirm()).toMatchObject({ why: { id: 'apply/other-rules' } })
    expect(existsSync(scene.places.units)).toBe(false)
    await rollback()
  })

  test('from a login of which nothing is known is refused, and so is one from a login that is older than the rules', async () => {
    await apply(rulesFor(22))
    const began = async (seconds: number): Promise<Host> => {
      const up = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) + seconds
      const fields = Array.from({ length: 17 }, () => '0').join(' ')
      const stat = (pid: number, name: string, parent: number) =>
        `${pid} (${name}) S ${parent} ${fields} ${Math.round(up * 100)} 0\n`
      const files: Readonly<Record<string, string>> = {
        '/proc/self/stat': stat(900, 'node', 800),
        '/proc/800/stat': stat(800, 'sshd', 1),
        '/proc/800/environ': '',
      }
      return {
        ...scene.host,
        read: async (path, options) =>
          /^\/proc\/(self|\d+)\//.test(path) ? files[path] : scene.host.read(path, options),
      }
    }
    const bare: Host = { ...scene.host, read: async (path) => (path.includes('/stat') ? '' : scene.host.read(path)) }
    expect(await confirm(bare, false)).toMatchObject({ why: { id: 'apply/login-unknown' } })
    expect(await confirm(await began(-30), false)).toMatchObject({ why: { id: 'apply/login-old' } })
    expect(await scene.state()).toBe('waiting')
    expect(await confirm(await began(1), false)).toEqual(confirmed)
  })

  test('can be put off, and the undo runs later', async () => {
    await apply(rulesFor(22), 2)
    expect(await confirmRules(scene.host, scene.places, { sameSession: false, extend: 4 })).toEqual({
      kind: 'extended',
      left: 4,
    })
    const start = Date.now()
    await scene.until('undone')
    expect(Date.now() - start).toBeGreaterThan(3000)
  })

  test('with a full disk leaves the undo on, and the boot as it was', async () => {
    const first = await inUse(22)
    await run(['mount', '-t', 'tmpfs', '-o', 'size=4k,mode=700', 'tmpfs', scene.places.state])
    try {
      await apply(rulesFor(80), 3)
      await run(['dd', 'if=/dev/zero', `of=${scene.places.state}/full`, 'bs=1k'], { mayFail: true })
      await expect(confirm()).rejects.toThrow()
      expect(await scene.state()).toBe('waiting')
    } finally {
      await run(['umount', '--lazy', scene.places.state])
    }
    await scene.until('undone')
    expect(await scene.table()).toBe(first)
    expect(await boot()).toBe(first)
  })

  test('killed anywhere, it leaves the old rules for kernel and boot, or the new ones, and a second one finishes', async () => {
    const calls: string[] = []
    const mortal = (at: number): Host => {
      const live = <T>(what: string, call: () => Promise<T>): Promise<T> => {
        if (calls.length >= at) return Promise.reject(new Killed(what))
        calls.push(what)
        return call()
      }
      return {
        ...scene.host,
        run: (argv, options) => live(argv.join(' '), () => scene.host.run(argv, options)),
        write: (path, text, mode) => live(`write ${path}`, () => scene.host.write(path, text, mode)),
      }
    }
    const first = await inUse(22)
    await apply(rulesFor(80))
    const second = await scene.table()
    expect(await confirm(mortal(Number.POSITIVE_INFINITY))).toEqual(confirmed)
    const steps = calls.length
    for (let at = 0; at < steps; at++) {
      await rollback()
      expect([await scene.table(), await boot()]).toEqual([first, first])
      await apply(rulesFor(80))
      calls.length = 0
      await confirm(mortal(at)).catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error
      })
      expect(await scene.table()).toBe(second)
      const isNew = (await scene.state()) === 'confirmed'
      if (!isNew) expect(await boot()).toBe(first)
      const again = await confirm()
      if (again.kind === 'refused') expect(again.why.id).toBe('apply/confirmed-already')
      expect([await scene.table(), await boot()]).toEqual([second, second])
    }
  })
})

class Killed extends Error {}

describe('a rollback', () => {
  test('of rules that wait runs the undo at once', async () => {
    const first = await inUse(22)
    await apply(rulesFor(80))
    expect(await rollback()).toEqual({ kind: 'rolled-back', wasWaiting: true, emptied: false })
    expect([await scene.table(), await boot()]).toEqual([first, first])
    expect(scene.told().wall).toBe('')
  })

  test('of confirmed rules brings back those from before, and at last a host without any', async () => {
    const first = await inUse(22)
    await inUse(80)
    expect(await rollback()).toEqual({ kind: 'rolled-back', wasWaiting: false, emptied: false })
    expect([await scene.table(), await boot()]).toEqual([first, first])
    expect(await state()).toMatchObject({ kernel: 'applied' })
    expect(await rollback()).toEqual({ kind: 'rolled-back', wasWaiting: false, emptied: true })
    expect(await scene.table()).toBeUndefined()
    expect(existsSync(`${scene.places.state}/current`)).toBe(false)
    expect(await rollback()).toMatchObject({ kind: 'refused', why: { id: 'apply/nothing-before' } })
  })
})

test('a removal leaves nothing of ours, and everything of others', async () => {
  await scene.namespace.run(['nft', 'add', 'table', 'ip', 'docker-bridges'])
  await inUse(22)
  await apply(rulesFor(80))
  expect(await removeOurs(scene.host, scene.places)).toBeUndefined()
  expect((await scene.namespace.run(['nft', 'list', 'ruleset'])).stdout).toBe('table ip docker-bridges {\n}\n')
  expect(existsSync(scene.places.state)).toBe(false)
  expect(existsSync(scene.places.run)).toBe(false)
  expect(readdirSync(scene.places.units, { recursive: true })).toEqual(['multi-user.target.wants'])
  expect(scene.told().systemctl).toContain('disable --now seawall-policy.service')
  await expect.poll(async () => (await run(['pgrep', '-f', scene.places.run], { mayFail: true })).stdout).toBe('')
  expect(await state()).toBeUndefined()
})

test('the state says what is applied, what the kernel holds, and whether the file was changed', async () => {
  expect(await state()).toBeUndefined()
  const path = `${scene.places.state}/policy.yaml`
  writeFileSync(path, 'version: 1\n')
  await loadRules(scene.host, scene.places, { ...request(rulesFor(22)), files: [{ path, text: 'version: 1\n' }] })
  expect(await state()).toMatchObject({ attempt: { state: 'waiting', path }, applied: undefined, kernel: 'attempt' })
  await confirm()
  expect(await state()).toMatchObject({ applied: { path }, kernel: 'applied', boot: true, file: 'same' })
  writeFileSync(path, 'version: 1\nin: {}\n')
  await scene.namespace.run(['nft', 'add', 'chain', 'inet', 'seawall', 'other'])
  expect(await state()).toMatchObject({ kernel: 'other', file: 'changed' })
  await scene.namespace.run(['nft', 'flush', 'ruleset'])
  expect(await state()).toMatchObject({ kernel: 'nothing' })
})

test('a policy that somebody removed or changed is lost, and is put back; one that waits is not', async () => {
  expect(await isPolicyLost(scene.host, scene.places)).toBe(false)
  const table = await inUse(22)
  expect(await isPolicyLost(scene.host, scene.places)).toBe(false)
  await scene.namespace.run(['nft', 'flush', 'ruleset'])
  expect(await isPolicyLost(scene.host, scene.places)).toBe(true)
  expect(await putBack(scene.host, scene.places)).toBeUndefined()
  expect(await scene.table()).toBe(table)
  await scene.namespace.run(['nft', 'add', 'rule', 'inet', 'seawall', 'ports', 'accept'])
  expect(await isPolicyLost(scene.host, scene.places)).toBe(true)
  expect(await putBack(scene.host, scene.places)).toBeUndefined()
  expect(await scene.table()).toBe(table)
  await apply(rulesFor(80))
  expect(await isPolicyLost(scene.host, scene.places)).toBe(false)
})
