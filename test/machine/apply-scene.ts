import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { lastAttempt } from '#apply/attempt.ts'
import type { LoadRequest } from '#apply/load-rules.ts'
import type { Places } from '#apply/places.ts'
import type { Host } from '#host/host.ts'
import { netnsHost } from '#host/netns-host.ts'
import { nodeHost } from '#host/node-host.ts'
import type { PolicyRules } from '#model/policy-rules.ts'
import { makeFolder } from '#lab/cleanup.ts'
import { createNamespace, type Namespace } from './namespace.ts'

/** A host without an engine, with folders of its own for what an apply keeps. */
export interface ApplyScene {
  readonly namespace: Namespace
  readonly host: Host
  readonly places: Places
  /** Our table as nft lists it, without counters; undefined: it is not there. */
  table(): Promise<string | undefined>
  /** What the undo has told every terminal, and the journal. */
  told(): { readonly wall: string; readonly journal: string; readonly systemctl: string }
  state(): Promise<string | undefined>
  /** Waits until the last attempt is in this state. */
  until(state: string): Promise<void>
}

/** Makes one. The terminals and units of the machine are left alone: `wall`, `logger` and `systemctl` write what they are given into files. */
export async function createApplyScene(label: string): Promise<ApplyScene> {
  const namespace = await createNamespace(label)
  const folder = makeFolder('apply', namespace.name)
  const places = { run: `${folder}/run`, state: `${folder}/state`, units: `${folder}/units` }
  mkdirSync(`${folder}/bin`)
  mkdirSync(places.state, { mode: 0o700 })
  const wants = `${places.units}/multi-user.target.wants`
  const link = `${wants}/seawall-policy.service`
  const enable = `case $1 in enable) mkdir -p "${wants}"; touch "${link}" ;; disable) rm -f "${link}" ;; esac`
  for (const program of ['wall', 'logger', 'systemctl']) {
    const more = program === 'systemctl' ? enable : ''
    const text = `#!/bin/sh\n{ echo "$@"; [ $# -gt 0 ] || cat; } >> ${folder}/${program}\n${more}\n`
    writeFileSync(`${folder}/bin/${program}`, text, { mode: 0o755 })
  }
  const inside = netnsHost(nodeHost, namespace.name)
  const env = { PATH: `${folder}/bin:${process.env.PATH}` }
  const host: Host = { ...inside, run: (argv, options) => inside.run(argv, { ...options, env }) }
  const told = (name: string) => (existsSync(`${folder}/${name}`) ? readFileSync(`${folder}/${name}`, 'utf8') : '')
  const scene: ApplyScene = {
    namespace,
    host,
    places,
    table: async () => {
      const words = ['nft', '--stateless', 'list', 'table', 'inet', 'seawall']
      const { code, stdout } = await namespace.run(words, { mayFail: true })
      return code === 0 ? stdout : undefined
    },
    told: () => ({ wall: told('wall'), journal: told('logger'), systemctl: told('systemctl') }),
    state: async () => (await lastAttempt(host, places))?.state,
    until: async (state) => {
      for (let tries = 0; tries < 300; tries++) {
        if ((await scene.state()) === state) return
        await sleep(50)
      }
      throw new Error(`the attempt is ${await scene.state()}, not ${state}`)
    },
  }
  return scene
}

/** Rules that let in these ports from outside and drop the rest. */
export function rulesFor(...ports: readonly number[]): PolicyRules {
  return scriptOf(`chain ports {
    ct state established,related return
    meta l4proto tcp ct original proto-dst { ${ports.join(', ')} } return comment "line 5"
    meta l4proto tcp counter drop
  }
  chain input {
    type filter hook input priority filter - 10; policy accept;
    jump ports
  }`)
}

/** What replaces our table by one with this in it. */
export function scriptOf(inside: string): PolicyRules {
  const text = `add table inet seawall\ndelete table inet seawall\ntable inet seawall {\n${inside}\n}\n`
  return { backend: 'nft', scripts: [{ program: 'nft', text }] }
}

/** A request whose undo comes after a minute, unless told otherwise. */
export function request(rules: PolicyRules, timeout = 60): LoadRequest {
  return { rules, timeout, said: { undone: 'It was taken back.', failing: 'It could not be taken back.' } }
}
