import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Variant } from '#model/family.ts'
import { Fault } from '#model/fault.ts'
import { imageTar, staticBusybox } from './busybox.ts'
import { groupName, makeFolder, makeMountPoint } from './cleanup.ts'
import type { Namespace } from './namespace.ts'
import type { Output, RunOptions } from '#kernel/run.ts'
import { findTool, run, searchPath } from '#kernel/run.ts'

/** The image that every lab engine has: busybox alone. */
export const image = 'seawall-busybox'

// An engine of 29 and later refuses the clients of before 25 unless it is told not to.
const olderClients = { DOCKER_MIN_API_VERSION: '1.24' }

// Settings of the user's that mean another engine.
const plainClient = { DOCKER_CONTEXT: '', DOCKER_TLS_VERIFY: '', DOCKER_API_VERSION: '' }

/**
 * How to start an engine. `args`: for dockerd; `variant`: which iptables and ip6tables it finds (default: the machine's choice);
 * `ipv6Variant`: which ip6tables, where that is another one.
 */
export interface EngineOptions {
  readonly args?: readonly string[]
  /** The engine's program (default: the first on the PATH); what lies beside it (containerd, runc, docker) goes with it. */
  readonly dockerd?: string | undefined
  readonly variant?: Variant | undefined
  readonly ipv6Variant?: Variant | undefined
  /** More environment for dockerd and what it runs. */
  readonly env?: Readonly<Record<string, string>>
}

/** A real Docker engine: its rules lie in one namespace, everything else in a folder of its own. */
export interface Engine {
  /** Where it listens, as DOCKER_HOST would say it. */
  readonly host: string
  /** Its version, as it tells it. */
  readonly version: string
  /** The words it was started with. */
  readonly words: readonly string[]
  /** Those of them that were asked for: the rest keep it apart from the machine's own engine. */
  readonly args: readonly string[]
  /** Environment under which programs find the iptables that it finds. */
  readonly env: Readonly<Record<string, string>>
  /** Runs the docker command against it. */
  docker(words: readonly string[], options?: RunOptions): Promise<Output>
  /** Starts a container from `image` in the background and returns its id. `words`: options; `command`: what busybox runs. */
  start(words: readonly string[], command: readonly string[]): Promise<string>
  /** As `systemctl restart docker`: ends in order and starts again. Faults: lab/engine-died. */
  restart(): Promise<void>
}

/**
 * Starts dockerd with its rules in a namespace and its processes and mounts in namespaces of their own: they end with the
 * namespace. Faults: lab/engine-died, lab/step-failed.
 */
export async function startEngine(namespace: Namespace, options: EngineOptions = {}): Promise<Engine> {
  const folder = makeFolder('engine', namespace.name)
  const host = `unix://${folder}/sock`
  writeFileSync(`${folder}/daemon.json`, '{}\n')
  const { dockerd = 'dockerd', args = [] } = options
  const env = { PATH: pathFor(folder, options, dockerd), ...olderClients, ...options.env }
  const words = [
    ...['--data-root', `${folder}/data`, '--exec-root', `${folder}/exec`, '--pidfile', `${folder}/pid`, '-H', host],
    ...[`--config-file=${folder}/daemon.json`, '--storage-driver', 'vfs'],
    ...['--exec-opt', 'native.cgroupdriver=cgroupfs', '--cgroup-parent', `/${groupName}`],
    ...args,
  ]
  let daemon = launch(namespace, folder, [dockerd, ...words], env)
  const client = { ...plainClient, DOCKER_CONFIG: folder, PATH: env.PATH }
  const docker: Engine['docker'] = (asked, how = {}) =>
    run(['docker', '-H', host, ...asked], { ...how, env: { ...client, ...how.env } })
  const version = await untilReady(docker, daemon, folder)
  const busybox = staticBusybox()
  if (busybox === undefined) throw new Fault('lab/step-failed', { command: 'docker import', said: 'no static busybox' })
  await docker(['import', '-', image], { stdin: imageTar(busybox) })
  const start: Engine['start'] = async (asked, command) => {
    const { stdout } = await docker(['run', '-d', ...asked, image, '/bin/busybox', ...command])
    return stdout.trim()
  }
  const restart = async () => {
    await ended(daemon)
    daemon = launch(namespace, folder, [dockerd, ...words], env)
    await untilReady(docker, daemon, folder)
  }
  return { host, version, words, args, env, docker, start, restart }
}

/** Asks dockerd to end, which is the one child of what was launched, and waits for it. */
async function ended(daemon: ChildProcess): Promise<void> {
  const children = readFileSync(`/proc/${daemon.pid}/task/${daemon.pid}/children`, 'utf8').trim()
  process.kill(Number(children.split(' ')[0]), 'SIGTERM')
  for (let tries = 0; tries < 300 && daemon.exitCode === null && daemon.signalCode === null; tries++) await sleep(100)
}

/**
 * Its own mounts: an empty /run hides the machine's D-Bus (and so firewalld), containerd and xtables lock, an empty /etc/docker
 * its settings. Its own process ids: all it started ends with it. It ends when we do, even when we are killed.
 */
function launch(
  namespace: Namespace,
  folder: string,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcess {
  const hide =
    '[ -L /var/run ] || mount -t tmpfs tmpfs /var/run; mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /etc/docker'
  makeMountPoint('/etc/docker')
  const argv = [
    ...['--pdeathsig', 'SIGKILL', 'nsenter', `--net=/run/netns/${namespace.name}`, 'unshare', '--mount', '--pid'],
    ...[
      '--fork',
      '--kill-child',
      '--mount-proc',
      '--propagation',
      'private',
      'sh',
      '-c',
      `${hide} && exec "$0" "$@"`,
      ...command,
    ],
  ]
  const log = openSync(`${folder}/log`, 'a')
  const settings = { detached: true, env: { ...process.env, ...env } }
  const daemon = spawn('setpriv', argv, { ...settings, stdio: ['ignore', log, log] })
  // Why it could not be started is told by its exit code below.
  daemon.on('error', () => {})
  daemon.unref()
  closeSync(log)
  return daemon
}

// dockerd takes the iptables, containerd and runc that it finds first.
function pathFor(folder: string, { variant, ipv6Variant = variant }: EngineOptions, dockerd: string): string {
  const path = dockerd.includes('/') ? `${dirname(dockerd)}:${searchPath()}` : searchPath()
  if (variant === undefined) return path
  mkdirSync(`${folder}/bin`)
  for (const program of ['iptables', 'ip6tables'].flatMap((name) => [name, `${name}-save`, `${name}-restore`])) {
    const [name, ...action] = program.split('-')
    const tool = findTool([name, name === 'ip6tables' ? ipv6Variant : variant, ...action].join('-'))
    if (tool !== undefined) symlinkSync(tool, `${folder}/bin/${program}`)
  }
  return `${folder}/bin:${path}`
}

async function untilReady(docker: Engine['docker'], daemon: ChildProcess, folder: string): Promise<string> {
  const deadline = Date.now() + 60_000
  const isOver = () => daemon.exitCode !== null || daemon.signalCode !== null
  let told = ''
  while (Date.now() < deadline && !isOver()) {
    if (existsSync(`${folder}/sock`)) {
      const { code, stdout, stderr } = await docker(['version', '--format', '{{.Server.Version}}'], { mayFail: true })
      if (code === 0) return stdout.trim()
      told = stderr.trim()
    }
    await sleep(50)
  }
  const said = isOver() || told === '' ? lastWords(folder) : told
  throw new Fault('lab/engine-died', { status: daemon.exitCode ?? daemon.signalCode ?? '', said })
}

function lastWords(folder: string): string {
  try {
    const lines = readFileSync(`${folder}/log`, 'utf8').trimEnd().split('\n')
    return (
      lines
        .filter((line) => /level=(error|fatal)|^failed/.test(line))
        .slice(-3)
        .join('; ') ||
      (lines.at(-1) ?? '')
    )
  } catch {
    return ''
  }
}
