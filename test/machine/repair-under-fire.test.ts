import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerRepair } from '#answers/repair-answer.ts'
import type { RepairRun } from '#answers/repair-run.ts'
import type { Host } from '#host/host.ts'
import { readEndpoint } from '#host/docker-endpoint.ts'
import { netnsHost } from '#host/netns-host.ts'
import { nodeHost } from '#host/node-host.ts'
import { repairScript } from '#plan/repair-script.ts'
import { capture } from '#snapshots/capture.ts'
import { daemonOfHost } from '#snapshots/daemon-of-host.ts'
import { snapshotFromFile } from '#snapshots/snapshot-from-file.ts'
import { describe, expect, test, type TestContext } from 'vitest'
import { makeFolder } from '#lab/cleanup.ts'
import { requireMachine } from './namespace.ts'
import { repairOn } from './repairing.ts'
import { createSubject, isBuilt, type Subject } from './subject.ts'

const tools = [
  'dockerd',
  'docker',
  'nsenter',
  'unshare',
  'setpriv',
  'iptables-nft-save',
  'iptables-legacy-save',
  'busybox',
]

async function required(ctx: TestContext): Promise<void> {
  await requireMachine(ctx, ...tools, 'flock')
  if (!isBuilt) ctx.skip('dist/bin/seawall.js is not built: npm run build')
}

/** Something that happens on the host before a script is loaded. */
type Interference = () => Promise<unknown>

/** The host, on which something happens each time between the plan and its loading. */
function interfered(host: Host, happenings: Interference[]): Host {
  return {
    ...host,
    run: async (argv, options) => {
      if (argv[0]?.endsWith('-restore') && argv.includes('--noflush')) await happenings.shift()?.()
      return host.run(argv, options)
    },
  }
}

/** Repairs with the functions that the command calls. */
async function repair({ scene, engine }: Subject, ...happenings: Interference[]): Promise<RepairRun> {
  const host = netnsHost(nodeHost, scene.host.name)
  return repairOn(engine.host, host, interfered(host, happenings))
}

const standings = ({ left }: RepairRun) =>
  new Set(left.plans.flatMap(({ rules }) => rules.map(({ standing }) => standing)))
const quiet = ['sleep', '600']

async function setUp(subject: Subject): Promise<string> {
  const { engine } = subject
  await engine.docker(['network', 'create', 'shop'])
  await engine.start(['--name', 'web', '-p', '8080:80'], quiet)
  await engine.start(['--name', 'db', '--network', 'shop', '-p', '7000-7002:7000-7002', '-p', '5353:53/udp'], quiet)
  return subject.save()
}

describe('a repair, while', () => {
  let subject: Subject
  let before: string
  const docker = (...words: readonly string[]) => subject.engine.docker(words)

  test('nothing else happens, puts everything back in one round', async (ctx) => {
    await required(ctx)
    subject = await createSubject({})
    before = await setUp(subject)
    await subject.flush('iptables')
    const run = await repair(subject)
    expect(run.rounds).toBe(1)
    expect(standings(run)).toEqual(new Set(['expected']))
    expect(await subject.save()).toBe(before)
  })

  test('a container starts between plan and loading, leaves each rule once', async (ctx) => {
    await required(ctx)
    await subject.host('iptables', '-F', 'DOCKER')
    await docker('create', '--name', 'late', '-p', '8099:80', 'seawall-busybox', '/bin/busybox', ...quiet)
    const run = await repair(subject, () => docker('start', 'late'))
    expect(standings(run)).toEqual(new Set(['expected']))
    const after = await subject.save()
    expect(after.match(/--dport 8099/g)).toHaveLength(1)
    await docker('rm', '-f', 'late')
    expect(await subject.save()).toBe(before)
  })

  test('a container stops between plan and loading, leaves nothing of it', async (ctx) => {
    await required(ctx)
    await subject.engine.start(['--name', 'early', '-p', '8098:80'], quiet)
    await subject.flush('iptables')
    const run = await repair(subject, () => docker('rm', '-f', 'early'))
    expect(standings(run)).toEqual(new Set(['expected']))
    expect(await subject.save()).toBe(before)
  })

  test('a user makes DOCKER-USER between plan and loading, keeps the rule', async (ctx) => {
    await required(ctx)
    await subject.flush('iptables')
    const user = async () => {
      await subject.host('iptables', '-N', 'DOCKER-USER')
      await subject.host('iptables', '-A', 'DOCKER-USER', '-s', '192.0.2.66', '-j', 'DROP')
      await subject.host('iptables', '-A', 'FORWARD', '-s', '192.0.2.67', '-j', 'DROP')
    }
    const run = await repair(subject, user)
    expect(standings(run)).toEqual(new Set(['expected']))
    const after = await subject.save()
    expect(after).toContain('-A DOCKER-USER -s 192.0.2.66/32 -j DROP\n-A DOCKER-USER -j RETURN\n')
    expect(after.replace(/^.*192\.0\.2\.6[67].*\n/gm, '')).toBe(before)
    await subject.host('iptables', '-D', 'DOCKER-USER', '-s', '192.0.2.66', '-j', 'DROP')
    await subject.host('iptables', '-D', 'FORWARD', '-s', '192.0.2.67', '-j', 'DROP')
  })

  test('a rule is inserted where another is about to go, takes the right one', async (ctx) => {
    await required(ctx)
    await subject.host('iptables', '-D', 'FORWARD', '-j', 'DOCKER-USER')
    await subject.host('iptables', '-A', 'FORWARD', '-j', 'DOCKER-USER')
    const position = String((await subject.host('iptables', '-S', 'FORWARD')).match(/^-A/gm)?.length)
    const user = ['FORWARD', position, '-s', '192.0.2.68', '-j', 'DROP']
    const run = await repair(subject, () => subject.host('iptables', '-I', ...user))
    expect(standings(run)).toEqual(new Set(['expected']))
    const after = await subject.save()
    expect(after.match(/192\.0\.2\.68/g)).toHaveLength(1)
    await subject.host('iptables', '-D', 'FORWARD', '-s', '192.0.2.68', '-j', 'DROP')
    expect(await subject.save()).toBe(before)
  })

  test('its script breaks off anywhere, leaves each table as it was or as it should be', async (ctx) => {
    await required(ctx)
    await subject.flush('iptables')
    const empty = tablesOf(await subject.save())
    const host = netnsHost(nodeHost, subject.scene.host.name)
    const file = await capture(host, { dockerHost: subject.engine.host, quick: true })
    const answer = answerRepair(
      snapshotFromFile(file, 'live'),
      await daemonOfHost(host, readEndpoint(subject.engine.host)),
    )
    const script = 'plans' in answer ? repairScript(answer.plans[0] ?? { steps: [] }) : ''
    const whole = tablesOf(before)
    const ends = [...script.matchAll(/\n/g)].map(({ index }) => index)
    expect(ends.length).toBeGreaterThan(30)
    // Behind every fourth line, in the middle of others, and around both ends of a table.
    const commits = [...script.matchAll(/COMMIT/g)].flatMap(({ index }) => [index, index + 3, index + 6, index + 7])
    const cuts = [
      ...ends.map((end, index) => (index % 2 === 0 ? end : end - 9)).filter((_, index) => index % 4 < 2),
      ...commits,
    ]
    const seen = new Set<string>()
    for (const cut of cuts) {
      await host.run(['iptables-restore', '--noflush'], { stdin: script.slice(0, cut) })
      const now = tablesOf(await subject.save())
      const state = [...now].map(
        ([table, text]) =>
          `${table} ${text === empty.get(table) ? 'as it was' : text === whole.get(table) ? 'whole' : 'HALF'}`,
      )
      seen.add(state.sort().join(', '))
      if (state.some((one) => one.endsWith('whole'))) await subject.flush('iptables')
    }
    expect([...seen].filter((state) => state.includes('HALF'))).toEqual([])
    expect(seen).toContain('filter as it was, nat as it was')
    expect(seen).toContain('filter whole, nat as it was')
    await repair(subject)
    expect(await subject.save()).toBe(before)
  })
})

describe('the command', () => {
  let subject: Subject
  let before: string

  test('may be killed at any moment: no table is half done, and a second run completes', async (ctx) => {
    await required(ctx)
    subject = await createSubject({})
    before = await setUp(subject)
    const whole = tablesOf(before)
    await subject.flush('iptables')
    const empty = tablesOf(await subject.save())
    const start = Date.now()
    expect((await subject.seawall('repair', '--yes')).code).toBe(0)
    const took = Date.now() - start
    for (let moment = 1; moment <= 4; moment++) {
      await subject.flush('iptables')
      const running = subject.start('repair', '--yes')
      await sleep((took * moment) / 5)
      running.kill()
      await running.said
      await untilNobodyLoads(subject)
      for (const [table, text] of tablesOf(await subject.save()))
        expect([empty.get(table), whole.get(table)]).toContain(text)
    }
    expect((await subject.seawall('repair', '--yes')).code).toBe(0)
    expect(await subject.save()).toBe(before)
  })

  test('keeps every rule that others add while containers come and go', async (ctx) => {
    await required(ctx)
    const { engine } = subject
    let over = false
    const churn = async (name: string): Promise<void> => {
      while (!over) {
        // A start fails where a chain is flushed away under it: that is Docker's to say.
        await engine.docker(['run', '-d', '--name', name, '-p', '80', 'seawall-busybox', '/bin/busybox', ...quiet], {
          mayFail: true,
        })
        await engine.docker(['rm', '-f', name], { mayFail: true })
      }
    }
    const churning = [churn('one'), churn('two')]
    for (const flush of [['-F'], ['-F', '-X']]) {
      // A chain that dockerd fills meanwhile is not deleted.
      for (const words of flush)
        for (const table of ['filter', 'nat'])
          await subject.scene.host.run(['iptables', '-t', table, words], { mayFail: true })
      const added: string[] = []
      const repairing = subject.seawall('repair', '--yes')
      let done = false
      const adding = (async () => {
        for (let count = 1; !done; count++) {
          const chain = ['INPUT', 'FORWARD', 'OUTPUT'][count % 3] ?? ''
          const rule = [
            '-s',
            `192.0.2.${count % 250}/32`,
            '-p',
            'tcp',
            '-m',
            'tcp',
            '--dport',
            String(count),
            '-j',
            'DROP',
          ]
          const { code } = await subject.scene.host.run(['iptables', count % 2 ? '-A' : '-I', chain, ...rule], {
            mayFail: true,
          })
          await sleep(20)
          if (code === 0) added.push(`-A ${chain} ${rule.join(' ')}`)
        }
      })()
      const { code } = await repairing
      done = true
      await adding
      const rules = new Set((await subject.save()).split('\n'))
      expect(added.length).toBeGreaterThan(3)
      expect(added.filter((rule) => !rules.has(rule))).toEqual([])
      expect([0, 4]).toContain(code)
      const deletions = added.map((rule) => rule.replace('-A', '-D')).join('\n')
      await subject.scene.host.run(['iptables-restore', '--noflush'], { stdin: `*filter\n${deletions}\nCOMMIT\n` })
    }
    over = true
    await Promise.all(churning)
    expect((await subject.seawall('repair', '--yes')).code).toBe(0)
    expect((await subject.seawall('repair', '--yes', '--prune', '--even-so')).code).toBe(0)
    // dockerd leaves the DNAT of a start behind that failed at a chain of filter: alone it may be anybody's, and stays.
    const fossil = /^-A DOCKER ! -i docker0 -p tcp -m tcp --dport \d+ -j DNAT --to-destination 172\.17\.0\.\d+:80\n/gm
    const mine = new Set(before.match(fossil))
    expect((await subject.save()).replace(fossil, (rule) => (mine.has(rule) ? rule : ''))).toBe(before)
  })
})

test('the legacy lock held by another process is waited for, more than once', async (ctx) => {
  await required(ctx)
  const lock = `${makeFolder('lock')}/xtables.lock`
  const subject = await createSubject({ variant: 'legacy', env: { XTABLES_LOCKFILE: lock } })
  const before = await setUp(subject)
  expect(before).toContain('-A DOCKER ')
  await subject.flush('iptables')
  const holder = spawn('flock', [lock, 'sleep', '6.5'], { stdio: 'ignore' })
  const start = Date.now()
  const repair = await subject.seawall('repair', '--yes')
  expect(Date.now() - start).toBeGreaterThan(5500)
  expect(repair).toMatchObject({ code: 0, talk: '' })
  if (holder.exitCode === null) await once(holder, 'exit')
  expect(await subject.save()).toBe(before)
  expect(await subject.host('iptables-nft-save')).toBe('')
  await subject.scene.delete()
})

async function untilNobodyLoads({ scene }: Subject): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const pids = (await scene.host.run(['ip', 'netns', 'pids', scene.host.name])).stdout.split('\n').filter(Boolean)
    const names = pids.map(nameOf)
    if (!names.some((name) => name.includes('restore'))) return
    await sleep(50)
  }
}

function nameOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

function tablesOf(save: string): ReadonlyMap<string, string> {
  return new Map([...save.matchAll(/^\*(\w+)\n([\s\S]*?)^COMMIT$/gm)].map(([, name = '', text = '']) => [name, text]))
}
