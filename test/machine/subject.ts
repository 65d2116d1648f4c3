import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Experience, Place } from '#lab/client.ts'
import type { Engine, EngineOptions } from '#lab/engine.ts'
import type { Scene } from '#lab/scene.ts'
import { createScene } from '#lab/scene.ts'

const program = fileURLToPath(new URL('../../dist/bin/seawall.js', import.meta.url))

/** Whether the command line has been built. */
export const isBuilt = existsSync(program)

/** What a command of seawall said. */
export interface Said {
  readonly code: number | null
  readonly out: string
  readonly talk: string
}

/** A command that runs; `kill` ends it as kill -9 does. */
export interface Running {
  readonly said: Promise<Said>
  kill(): void
}

/** A host with a real engine, and what tests do to it. */
export interface Subject {
  readonly scene: Scene
  readonly engine: Engine
  /** Runs a program on the host. */
  host(...argv: readonly string[]): Promise<string>
  /** The rules as iptables-save prints them, without counters and dates. */
  save(program?: string): Promise<string>
  /** The flush that people do. */
  flush(...programs: readonly string[]): Promise<void>
  /** Runs the built command line on the host. */
  seawall(...words: readonly string[]): Promise<Said>
  start(...words: readonly string[]): Running
  /** Each container with its start time and process. */
  lives(): Promise<string>
}

/** A host with an engine that has just been started. `forwards`: the host forwarded before. */
export async function createSubject(options: EngineOptions, forwards = false): Promise<Subject> {
  const scene = await createScene()
  if (forwards) await scene.host.sysctl('net/ipv4/ip_forward', 1)
  const engine = await scene.startEngine(options)
  const { env } = engine
  const host: Subject['host'] = async (...argv) => (await scene.host.run(argv, { env })).stdout
  const start: Subject['start'] = (...words) => {
    const options = ['--netns', scene.host.name, '--docker-host', engine.host]
    return launch([...words, ...options], env)
  }
  return {
    scene,
    engine,
    host,
    start,
    save: async (tool = 'iptables-save') => withoutCounters(await host(tool)),
    flush: async (...programs) => {
      for (const program of programs) {
        for (const words of ['-F', '-X', '-t nat -F', '-t nat -X', '-P FORWARD ACCEPT'])
          await host(program, ...words.split(' '))
      }
    },
    seawall: (...words) => start(...words).said,
    lives: async () => {
      const ids = (await engine.docker(['ps', '-q', '--no-trunc'])).stdout.split('\n').filter(Boolean).sort()
      const form = '{{.Id}} {{.State.StartedAt}} {{.State.Pid}}'
      return (await engine.docker(['inspect', '--format', form, ...ids])).stdout
    },
  }
}

function launch(words: readonly string[], env: Readonly<Record<string, string>>): Running {
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, talk] = ['', '']
  child.stdout.on('data', (text) => {
    out += text
  })
  child.stderr.on('data', (text) => {
    talk += text
  })
  const said = new Promise<Said>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, talk }))
  })
  return { said, kill: () => child.kill('SIGKILL') }
}

/** Rules that can be compared: no dates, no counters. */
export function withoutCounters(text: string): string {
  return text.replace(/^#.*\n/gm, '').replace(/ \[\d+:\d+\]$/gm, '')
}

const echo = `const s=require('dgram').createSocket('udp4');s.on('message',(m,r)=>s.send('got '+m,r.port,r.address));s.bind(+process.argv[1])`

/**
 * What a container runs to answer UDP: busybox has no server for it, so Node of the machine does it. Start the container with
 * `udpOptions`.
 */
export function answeringUdp(port: number): readonly string[] {
  return ['chroot', '/machine', process.execPath, '-e', echo, String(port)]
}

/** The machine's files, for `answeringUdp` to find Node among. An engine that runs in another root says where it sees them. */
export const udpOptions: readonly string[] = ['-v', `${process.env.SEAWALL_MACHINE_ROOT ?? '/'}:/machine:ro`]

const ask = `const s=require('dgram').createSocket(process.argv[1].includes(':')?'udp6':'udp4');s.on('error',()=>process.exit(1));s.on('message',m=>{console.log(String(m));process.exit()});
s.connect(+process.argv[2],process.argv[1],()=>s.send('ping'));setTimeout(()=>process.exit(2),1000)`

/** Sends a datagram and waits a second for the answer, some times. */
export async function tryUdp(namespace: Place, address: string, port: number, tries = 1): Promise<Experience> {
  for (let count = 1; ; count++) {
    const argv = [process.execPath, '-e', ask, address, String(port)]
    const { code, stdout } = await namespace.run(argv, { mayFail: true })
    if (code === 0) return { kind: 'answered', text: stdout.trim() }
    if (count === tries) return { kind: code === 1 ? 'refused' : 'silent' }
    await sleep(200)
  }
}
