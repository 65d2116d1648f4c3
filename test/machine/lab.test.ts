import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { runExperiment } from '#lab/run-experiment.ts'
import { experimentNames, type ExperimentStep } from '#model/experiment.ts'
import { answerSchemas } from '#report/answer-schemas.ts'
import { afterAll, describe, expect, test, type TestContext } from 'vitest'
import { requireMachine } from './namespace.ts'
import { isBuilt } from './subject.ts'

const program = fileURLToPath(new URL('../../dist/bin/seawall.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'seawall-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function required(ctx: TestContext): Promise<void> {
  const tools = ['dockerd', 'docker', 'nsenter', 'unshare', 'setpriv', 'iptables-nft-save', 'busybox']
  await requireMachine(ctx, ...tools)
  if (!isBuilt) ctx.skip('dist/bin/seawall.js is not built: npm run build')
}

const say = (...argv: readonly string[]) => execFileSync(argv[0] ?? '', argv.slice(1), { encoding: 'utf8' })

/** What the tools say of the experiment that runs in this process. */
interface Told {
  readonly rules: readonly string[]
  readonly forward: string
  /** Name, process and start of each container, as docker inspect prints them. */
  readonly containers: string
}

function lookInside(): Told {
  const mine = `seawall-${process.pid}-`
  const host = readdirSync('/run/netns').filter((name) => name.startsWith(mine) && name.endsWith('-host'))
  const engines = readdirSync(tmpdir()).filter((name) => name.startsWith(`${mine}engine-`))
  expect(host).toHaveLength(1)
  expect(engines.length).toBeLessThanOrEqual(1)
  const save = (tool: string) => say('ip', 'netns', 'exec', host[0] ?? '', tool).replace(/ \[\d+:\d+\]$/gm, '')
  const [ipv4, ipv6] = [save('iptables-save'), save('ip6tables-save')]
  const docker = (...words: readonly string[]) =>
    say('docker', '-H', `unix://${tmpdir()}/${engines[0]}/sock`, ...words).trim()
  const ids = engines.length === 0 ? [] : docker('ps', '-q').split('\n').filter(Boolean).sort()
  const form = '{{.Name}} {{.State.Pid}} {{.State.StartedAt}}'
  return {
    rules: [...rulesIn(ipv4), ...rulesIn(ipv6).map((rule) => `ipv6 ${rule}`)],
    forward: /^\*filter\n(?:[:#].*\n)*?:FORWARD (\w+)/m.exec(ipv4)?.[1] ?? '',
    containers: ids.length === 0 ? '' : docker('inspect', '--format', form, ...ids),
  }
}

function rulesIn(save: string): readonly string[] {
  let table = ''
  return save.split('\n').flatMap((line) => {
    if (line.startsWith('*')) table = line.slice(1)
    return line.startsWith('-A') ? [`${table} ${line}`] : []
  })
}

const textOf = (step: ExperimentStep, kind: 'added' | 'removed') =>
  step.difference.groups
    .flatMap(({ rules }) => rules)
    .filter((rule) => rule.kind === kind)
    .map(({ family, table, text }) => `${family === 'ipv6' ? 'ipv6 ' : ''}${table} ${text}`)
    .sort()

const without = (rules: readonly string[], others: readonly string[]) => {
  const left = [...others]
  return rules.filter((rule) => {
    const at = left.indexOf(rule)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

describe('an experiment of the lab', () => {
  const told = new Map<string, readonly Told[]>()

  test.for(experimentNames)(
    '%s: every check holds, and its differences are those that iptables-save shows',
    async (name, ctx) => {
      await required(ctx)
      const seen: Told[] = []
      const run = await runExperiment(name, { onStep: () => seen.push(lookInside()) })
      told.set(name, seen)
      expect(run.steps.flatMap(({ checks }) => checks).filter(({ holds }) => !holds)).toEqual([])
      let before: readonly string[] = []
      run.steps.forEach((step, index) => {
        const after = seen[index]?.rules ?? []
        expect(textOf(step, 'added')).toEqual([...without(after, before)].sort())
        expect(textOf(step, 'removed')).toEqual([...without(before, after)].sort())
        before = after
      })
      expect(readdirSync('/run/netns').filter((one) => one.startsWith(`seawall-${process.pid}-`))).toEqual([])
    },
  )

  test('does what it says', async (ctx) => {
    await required(ctx)
    const [, every] = told.get('rule-in-every-chain') ?? []
    expect(every?.rules.filter((rule) => / -A [A-Z]+ -j ACCEPT$/.test(rule))).toHaveLength(14)
    expect(told.get('empty-host')?.[0]?.forward).toBe('DROP')
    const [idle, busy] = told.get('container') ?? []
    const came = without(busy?.rules ?? [], idle?.rules ?? [])
    expect(came.length).toBeGreaterThanOrEqual(2)
    expect(came.some((rule) => rule.includes('--dport 3456 -j DNAT'))).toBe(true)
    // Newer engines also have a rule for the container's address alone.
    expect(came.filter((rule) => !/3456|raw -A PREROUTING -d 172\.17\.0\.2\/32 /.test(rule))).toEqual([])
    const [, pair] = told.get('pair') ?? []
    expect(pair?.containers.match(/^\/\S+/gm)?.sort()).toEqual(['/shop-db-1', '/shop-web-1', '/ubuntu'])
    const [before, flushed, repaired] = told.get('flush-and-repair') ?? []
    expect(before?.rules.some((rule) => rule.includes('--dport 8080 -j DNAT'))).toBe(true)
    expect(flushed).toMatchObject({ forward: 'ACCEPT', containers: before?.containers })
    expect(flushed?.rules.filter((rule) => /^(filter|nat) /.test(rule))).toEqual([])
    expect(repaired).toEqual(before)
  })
})

test('seawall lab answers as its schema says, and keeps captures that the other commands read', async (ctx) => {
  await required(ctx)
  const words = ['lab', 'container', '--json', '--keep', folder]
  const answer = answerSchemas.lab.parse(JSON.parse(say(process.execPath, program, ...words)))
  const run = answer.experiments[0]?.run
  expect(run?.holds).toBe(true)
  const [before = '', after = ''] = run?.steps.map(({ kept }) => kept ?? '') ?? []
  expect(readFileSync(join(after, 'iptables-save.txt'), 'utf8')).toContain('--dport 3456 -j DNAT')
  const status = JSON.parse(say(process.execPath, program, 'status', after, '--json'))
  expect(answerSchemas.status.parse(status).families.flatMap(({ steps }) => steps)).toEqual([])
  const diff = spawn(process.execPath, [program, 'diff', before, after, '--json'])
  const out = (await diff.stdout.toArray()).join('')
  const rules = answerSchemas.diff.parse(JSON.parse(out)).groups.flatMap((group) => group.rules)
  expect(rules.length).toBeGreaterThanOrEqual(2)
})

/** Everything on this machine that names a process's lab. */
function leftBy(pid: number): readonly string[] {
  const mark = `seawall-${pid}-`
  const named = (path: string) => readdirSync(path).filter((name) => name.startsWith(mark))
  const groups = ['/sys/fs/cgroup', ...readdirSync('/sys/fs/cgroup').map((name) => `/sys/fs/cgroup/${name}`)]
  const processes = readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(mark)
    } catch {
      return false
    }
  })
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n')
  return [
    ...named('/run/netns'),
    ...named(tmpdir()),
    ...processes.map((id) => `process ${id}`),
    ...mounts.filter((line) => line.includes(mark)),
    ...groups.flatMap((path) => {
      try {
        return named(path)
      } catch {
        return []
      }
    }),
  ]
}

const links = () =>
  say('ip', '-o', 'link')
    .match(/^\d+: [^:@]+/gm)
    ?.map((line) => line.replace(/^\d+: /, ''))
    .sort()

async function interrupt(signal: NodeJS.Signals, twice: boolean): Promise<number> {
  const child = spawn(process.execPath, [program, 'lab', 'all'], {
    stdio: 'ignore',
  })
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const pid = child.pid ?? 0
  // Until an engine runs a container.
  const isBusy = () => readdirSync('/proc').some((id) => /^\d+$/.test(id) && runsFor(id, pid))
  let wasBusy = false
  for (let tries = 0; tries < 400 && !wasBusy; tries++) {
    await sleep(100)
    wasBusy = isBusy()
  }
  child.kill(signal)
  if (twice) {
    await sleep(30)
    child.kill(signal)
  }
  await ended
  expect(wasBusy).toBe(true)
  return pid
}

function runsFor(id: string, pid: number): boolean {
  try {
    return (
      readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(`containerd-shim`) &&
      readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(`seawall-${pid}-`)
    )
  } catch {
    return false
  }
}

describe('a lab that is interrupted while its containers run', () => {
  test('leaves nothing: no namespace, process, mount, link, folder or group; killed, nothing that the next does not take', async (ctx) => {
    await required(ctx)
    const before = links()
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const
    const pids = await Promise.all(signals.map((signal) => interrupt(signal, signal === 'SIGINT')))
    expect(pids.slice(0, 3).flatMap(leftBy)).toEqual([])
    say(process.execPath, program, 'lab', 'empty-host')
    expect(pids.flatMap(leftBy)).toEqual([])
    expect(links()).toEqual(before)
  })
})
