import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll } from 'vitest'
import { type Namespace, type Output, run } from './namespace.ts'

/** A real Docker engine of this test: its rules lie in one namespace, everything else in a folder of its own. */
export interface Engine {
  /** Where it listens, as DOCKER_HOST would say it. */
  readonly host: string
  /** Runs the docker command against it. */
  docker(...args: readonly string[]): Promise<Output>
}

/** The image that `startEngine` brings: busybox alone. */
export const image = 'seawall-busybox'

/** Starts dockerd with its rules in a namespace. It stops, with all its containers, when the test file ends. */
export async function startEngine(namespace: Namespace, ...args: readonly string[]): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'seawall-engine-'))
  const host = `unix://${folder}/docker.sock`
  const places = [
    '--data-root',
    `${folder}/data`,
    '--exec-root',
    `${folder}/exec`,
    '--pidfile',
    `${folder}/pid`,
    '-H',
    host,
  ]
  // Not `ip netns exec`: the engine needs the machine's own cgroups.
  const daemon = spawn(
    'nsenter',
    [`--net=/run/netns/${namespace.name}`, 'dockerd', ...places, '--storage-driver', 'vfs', ...args],
    {
      stdio: 'ignore',
    },
  )
  const docker = (...words: readonly string[]) => run(['docker', '-H', host, ...words])
  stops.push(async () => {
    const gone = daemon.exitCode === null ? once(daemon, 'exit') : undefined
    const { stdout } = await run(['docker', '-H', host, 'ps', '-aq'], { mayFail: true })
    await run(['docker', '-H', host, 'rm', '-f', ...stdout.split('\n').filter(Boolean)], { mayFail: true })
    daemon.kill()
    await gone
    await removeFolder(folder)
  })
  await untilReady(docker, () => daemon.exitCode)
  mkdirSync(`${folder}/image/bin`, { recursive: true })
  cpSync('/bin/busybox', `${folder}/image/bin/busybox`)
  await run(['tar', '-C', `${folder}/image`, '-cf', `${folder}/image.tar`, '.'])
  await docker('import', `${folder}/image.tar`, image)
  return { host, docker }
}

// Hooks are taken while a file is read, not while a test runs; those of `namespace.ts` come after this one.
const stops: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const stop of stops) await stop()
}, 60_000)

// dockerd leaves its data folder and its containers' namespaces mounted.
async function removeFolder(folder: string): Promise<void> {
  const mounts = readFileSync('/proc/self/mounts', 'utf8').match(/^\S+ \S+/gm) ?? []
  const left = mounts.map((line) => line.split(' ')[1] ?? '').filter((path) => path.startsWith(`${folder}/`))
  for (const path of left.reverse()) await run(['umount', path])
  rmSync(folder, { recursive: true, force: true })
}

async function untilReady(docker: Engine['docker'], exitCode: () => number | null): Promise<void> {
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline && exitCode() === null) {
    const answers = await docker('version').then(
      () => true,
      () => false,
    )
    if (answers) return
    await sleep(200)
  }
  throw new Error(exitCode() === null ? 'dockerd did not answer within 60 s' : `dockerd ended with ${exitCode()}`)
}
