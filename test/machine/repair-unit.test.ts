import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { groupName, makeFolder } from '#lab/cleanup.ts'
import { flushingServices } from '#model/flushing-services.ts'
import { repairUnit, repairUnitName } from '#plan/repair-unit.ts'
import { afterAll, describe, expect, test, type TestContext } from 'vitest'
import { requireMachine } from './namespace.ts'
import { createSubject, isBuilt } from './subject.ts'

const systemd = ['/usr/lib/systemd/systemd', '/lib/systemd/systemd'].find((path) => existsSync(path))

async function required(ctx: TestContext): Promise<void> {
  if (systemd === undefined) return ctx.skip('systemd is not installed')
  await requireMachine(ctx, 'systemctl', 'systemd-analyze', 'unshare', 'nsenter', 'flock')
}

const run = (...argv: readonly string[]) =>
  execFileSync(argv[0] ?? '', argv.slice(1), { encoding: 'utf8', stdio: 'pipe' })

/** A folder with everything in its name that means something to systemd, and a line of a unit. */
function oddFolder(folder: string): string {
  return `${folder}/a b%i$HOME\${X}"q'\\\t;\nExecStartPre=touch ${folder}\nü`.replaceAll('touch /', 'touch ')
}

test('systemd-analyze verify has nothing to say about the unit, wherever node and the command line lie', async (ctx) => {
  await required(ctx)
  const folder = makeFolder('unit')
  const odd = oddFolder(folder)
  mkdirSync(odd, { recursive: true })
  writeFileSync(`${odd}/node`, '#!/bin/sh\n', { mode: 0o755 })
  for (const [program, script] of [
    [process.execPath, '/usr/lib/seawall/seawall.js'],
    [`${odd}/node`, `${odd}/x`],
  ] as const) {
    writeFileSync(`${folder}/${repairUnitName}`, repairUnit(program, script))
    const { stdout, stderr } = verify(`${folder}/${repairUnitName}`)
    expect(stdout + stderr).toBe('')
  }
})

function verify(path: string) {
  try {
    return { stdout: run('systemd-analyze', 'verify', path), stderr: '' }
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    return { stdout, stderr: `ended with an error\n${stderr}` }
  }
}

test('the rights that the unit leaves are enough for a repair', async (ctx) => {
  await requireMachine(ctx, 'dockerd', 'docker', 'nsenter', 'unshare', 'setpriv', 'iptables-nft-save', 'busybox', 'ss')
  if (!isBuilt) return ctx.skip('dist/bin/seawall.js is not built: npm run build')
  const rights = /^CapabilityBoundingSet=(.*)$/m.exec(repairUnit('node', 'seawall'))?.[1]?.split(' ') ?? []
  expect(rights.length).toBeGreaterThan(1)
  const set = ['-all', ...rights.map((name) => `+${name.replace('CAP_', '').toLowerCase()}`)].join(',')
  const subject = await createSubject({})
  await subject.engine.start(['--name', 'web', '-p', '8080:80'], ['sleep', '600'])
  const whole = await subject.save()
  await subject.flush('iptables')
  // As systemd starts it: root, with no more than these, and no way to more.
  const seawall = [process.execPath, fileURLToPath(new URL('../../dist/bin/seawall.js', import.meta.url))]
  const words = ['repair', '--yes', '--docker-host', subject.engine.host]
  const told = await subject.host(
    'setpriv',
    '--bounding-set',
    set,
    '--inh-caps',
    '-all',
    '--no-new-privs',
    ...seawall,
    ...words,
  )
  expect(told).toContain('Repaired')
  expect(await subject.save()).toBe(whole)
})

/** A systemd of its own, as process 1 of a namespace, with services that only write down what they do. */
interface Manager {
  systemctl(...words: readonly string[]): void
  /** What has been done since the last time, in order. */
  done(): readonly string[]
  state(unit: string): string
  /** Whether the repair was given its first word as it is. */
  isCalledRight(): boolean
}

async function startManager(): Promise<Manager | undefined> {
  const folder = makeFolder('systemd')
  const [units, log] = [`${folder}/units`, `${folder}/log`]
  mkdirSync(units)
  const write = (name: string, ...lines: readonly string[]) =>
    writeFileSync(`${units}/${name}`, `${lines.join('\n')}\n`)
  const note = (what: string) => `/bin/sh -c 'echo ${what} >> ${log}'`
  for (const name of ['default', 'sysinit', 'basic', 'shutdown', 'multi-user'])
    write(`${name}.target`, '[Unit]', `Description=${name}`, 'DefaultDependencies=no')
  const service = (name: string) =>
    write(
      `${name}.service`,
      ...['[Unit]', 'DefaultDependencies=no', '[Service]', 'Type=oneshot', 'RemainAfterExit=yes'],
      // It takes a while, so that what does not wait for it comes first.
      `ExecStart=/bin/sh -c 'sleep 0.2; echo ${name} started >> ${log}'`,
      `ExecReload=/bin/sh -c 'sleep 0.2; echo ${name} reloaded >> ${log}'`,
      `ExecStop=${note(`${name} stopped`)}`,
    )
  for (const name of ['docker', 'nftables', 'netfilter-persistent', 'my-firewall']) service(name)
  appendFileSync(`${units}/docker.service`, '[Unit]\nRequires=docker.socket\nAfter=docker.socket\n')
  write('docker.socket', '[Unit]', 'DefaultDependencies=no', '[Socket]', 'ListenStream=/run/docker.sock')
  // As a repair does: it opens Docker's socket, which would start a stopped Docker, and makes a lock.
  const connect = `require('net').connect('/run/docker.sock').on('connect', () => process.exit())`
  const repair = [
    '#!/bin/sh',
    `printf %s "$1" > ${folder}/word; [ "$2 $3" = "repair --yes" ] || exit 1`,
    `touch /run/xtables.lock && ${process.execPath} -e "${connect}" && echo repaired >> ${log}`,
  ]
  const odd = oddFolder(folder)
  mkdirSync(odd, { recursive: true })
  writeFileSync(`${odd}/repair`, `${repair.join('\n')}\n`, { mode: 0o755 })
  // The log lies outside of what a hardened unit may write to.
  const text = repairUnit(`${odd}/repair`, `${odd}/script`).replace(
    'ReadWritePaths=/run',
    `ReadWritePaths=/run ${folder}`,
  )
  write(repairUnitName, text.replace('[Unit]', '[Unit]\nDefaultDependencies=no').replace('PrivateTmp=yes', ''))
  const pid = await boot(units)
  if (pid === undefined) return undefined
  const inside = (...argv: readonly string[]) => run('nsenter', '-t', String(pid), '-m', '-p', ...argv)
  // A command waits for the job it asked for, not for those that follow from it.
  const settle = () => {
    for (let tries = 0; tries < 200; tries++) if (/^No jobs/m.test(inside('systemctl', 'list-jobs'))) return
    throw new Error('jobs do not end')
  }
  return {
    systemctl: (...words) => void inside('systemctl', ...words),
    isCalledRight: () => readFileSync(`${folder}/word`, 'utf8') === `${odd}/script`,
    state: (unit) => inside('systemctl', 'show', '-P', 'ActiveState', unit).trim(),
    done: () => {
      settle()
      const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : []
      writeFileSync(log, '')
      return lines
    },
  }
}

const processes: ChildProcess[] = []
afterAll(() => {
  for (const child of processes) child.kill('SIGKILL')
})

async function boot(units: string): Promise<number | undefined> {
  const isOld = existsSync('/sys/fs/cgroup/systemd/cgroup.procs')
  const roots = isOld ? ['/sys/fs/cgroup/systemd', '/sys/fs/cgroup/unified'] : ['/sys/fs/cgroup']
  const groups = roots.filter((root) => existsSync(root)).map((root) => `${root}/${groupName}`)
  // Its control groups lie in one of ours, which is the root of what it sees.
  const mount = isOld
    ? 'mount -t tmpfs tmpfs /sys/fs/cgroup && mkdir /sys/fs/cgroup/systemd && mount -t cgroup -o none,name=systemd cgroup /sys/fs/cgroup/systemd'
    : 'mount -t cgroup2 cgroup2 /sys/fs/cgroup'
  const hide = `mount -t tmpfs tmpfs /run && mount --bind ${units} /etc/systemd/system`
  const join = groups.map((group) => `mkdir -p ${group} && echo $$ > ${group}/cgroup.procs`).join(' && ')
  const script = `${join} || exit 1
    exec setpriv --pdeathsig SIGKILL unshare --cgroup --mount --pid --fork --kill-child --mount-proc --propagation private sh -c '
      ${mount} && ${hide} && exec ${systemd} --system --unit=default.target --log-target=null --show-status=0'`
  const child = spawn('sh', ['-c', script], {
    env: { PATH: process.env.PATH, container: 'lab', SYSTEMD_UNIT_PATH: '/etc/systemd/system' },
    stdio: 'ignore',
  })
  processes.push(child)
  for (let tries = 0; tries < 100 && child.exitCode === null; tries++) {
    await sleep(100)
    const first = childrenOf(child.pid ?? 0)
    if (first === '') continue
    try {
      run('nsenter', '-t', first, '-m', '-p', 'systemctl', 'is-active', '--quiet', 'default.target')
      return Number(first)
    } catch {
      // Not yet.
    }
  }
  return undefined
}

function childrenOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  } catch {
    return ''
  }
}

describe('the unit, under a real systemd', () => {
  test('runs after a service is started, restarted and reloaded, at boot after Docker, and never starts Docker', async (ctx) => {
    await required(ctx)
    const manager = await startManager()
    if (manager === undefined) return ctx.skip('systemd does not come up in a namespace of this machine')
    const { systemctl, done, state } = manager
    systemctl('enable', ...['nftables', 'netfilter-persistent', 'my-firewall'].map((name) => `seawall-repair@${name}`))
    systemctl('start', 'docker.socket')
    systemctl('start', 'nftables')
    expect(done()).toEqual(['nftables started'])
    expect(state('docker.service')).toBe('inactive')

    systemctl('start', 'docker')
    expect(done()).toEqual(['docker started'])
    systemctl('reload', 'nftables')
    expect(done()).toEqual(['nftables reloaded', 'repaired'])
    expect(manager.isCalledRight()).toBe(true)
    systemctl('restart', 'nftables')
    expect(done()).toEqual(['nftables stopped', 'nftables started', 'repaired'])
    // Another service while the first one is up.
    systemctl('start', 'my-firewall')
    expect(done()).toEqual(['my-firewall started', 'repaired'])
    systemctl('stop', 'nftables')
    systemctl('start', 'nftables')
    expect(done()).toEqual(['nftables stopped', 'nftables started', 'repaired'])
    systemctl('stop', 'docker.socket', 'docker', 'nftables', 'my-firewall')
    expect(done().filter((line) => line === 'repaired')).toEqual([])

    // As at boot: both in one go.
    systemctl('start', 'nftables', 'docker', 'netfilter-persistent')
    const boot = done()
    expect(boot.slice(0, 3).sort()).toEqual(['docker started', 'netfilter-persistent started', 'nftables started'])
    expect(boot.slice(3)).toEqual(['repaired', 'repaired'])
    systemctl('restart', 'docker')
    expect(done()).toEqual(['docker stopped', 'docker started'])
  })

  test('names services by what systemd calls them', () => {
    expect(flushingServices.filter((name) => !/^[a-z][a-z0-9-]*$/.test(name))).toEqual([])
  })
})
