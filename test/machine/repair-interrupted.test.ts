import { setTimeout as sleep } from 'node:timers/promises'
import { answerRepair } from '#answers/repair-answer.ts'
import type { Host } from '#host/host.ts'
import { readEndpoint } from '#host/docker-endpoint.ts'
import { netnsHost } from '#host/netns-host.ts'
import { nodeHost } from '#host/node-host.ts'
import { repairScript } from '#plan/repair-script.ts'
import { capture } from '#snapshots/capture.ts'
import { daemonOfHost } from '#snapshots/daemon-of-host.ts'
import { snapshotFromFile } from '#snapshots/snapshot-from-file.ts'
import { describe, expect, test, type TestContext } from 'vitest'
import { requireMachine } from './namespace.ts'
import { repairOn } from './repairing.ts'
import { createSubject, isBuilt, type Subject } from './subject.ts'

async function required(ctx: TestContext): Promise<void> {
  const tools = ['dockerd', 'docker', 'nsenter', 'unshare', 'setpriv', 'iptables-nft-save', 'busybox', 'timeout']
  await requireMachine(ctx, ...tools)
  if (!isBuilt) ctx.skip('dist/bin/seawall.js is not built: npm run build')
}

/** Kill -9 comes before this call. */
class Killed extends Error {}

/** The host as a process sees it that is killed before its call number `at`; `calls` is told of each one. `meanwhile`: before each loading. */
function mortal(host: Host, at: number, calls: string[], meanwhile: () => Promise<void>): Host {
  const live = <T>(what: string, call: () => Promise<T>): Promise<T> => {
    if (calls.length >= at) return Promise.reject(new Killed(what))
    calls.push(what)
    return call()
  }
  return {
    ...host,
    run: async (argv, options) => {
      const what = argv.join(' ')
      if (isLoading(what)) await meanwhile()
      return live(what, () => host.run(argv, options))
    },
    get: (endpoint, path) => live(`GET ${path}`, () => host.get(endpoint, path)),
  }
}

/** A repair with the functions that the command calls; what it asked the host, up to its end or its death. */
async function repair(
  { scene, engine }: Subject,
  at = Number.POSITIVE_INFINITY,
  meanwhile = () => Promise.resolve(),
): Promise<readonly string[]> {
  const calls: string[] = []
  const host = mortal(netnsHost(nodeHost, scene.host.name), at, calls, meanwhile)
  try {
    await repairOn(engine.host, host)
  } catch (error) {
    if (!(error instanceof Killed)) throw error
  }
  return calls
}

const isLoading = (call: string) => call.includes('-restore') && call.includes('--noflush')
const users = ['-A INPUT -s 192.0.2.66/32 -j DROP', '-A FORWARD -s 192.0.2.67/32 -j DROP']

describe('a repair of both families', () => {
  let subject: Subject
  let before: string
  const saved = async () => `${await subject.save()}\n# IPv6\n${await subject.save('ip6tables-save')}`
  const owned = (text: string) => text.replace(/^-A (INPUT|FORWARD) -s 192\.0\.2\.6[67]\/32 -j DROP\n/gm, '')
  const tables = (text: string) => {
    const found = new Map<string, string>()
    text.split('# IPv6').forEach((part, index) => {
      for (const [, name = '', rules = ''] of part.matchAll(/^\*(\w+)\n([\s\S]*?)^COMMIT$/gm))
        found.set(`${index === 0 ? 'ipv4' : 'ipv6'} ${name}`, owned(rules))
    })
    return found
  }
  const flush = async () => {
    await subject.flush('iptables', 'ip6tables')
    // What somebody else has written after the flush is nobody's to lose.
    for (const rule of users) await subject.host('iptables', ...rule.split(' '))
  }

  test('is killed before and after each loading, and while it reads back: nothing is half done or lost, a second run completes', async (ctx) => {
    await required(ctx)
    const ipv6 = ['--experimental', '--ip6tables', '--ipv6', '--fixed-cidr-v6', '2001:db8:d0c::/64']
    subject = await createSubject({ args: ipv6 })
    const { engine } = subject
    await engine.docker(['network', 'create', 'shop'])
    await engine.start(['--name', 'web', '-p', '8080:80'], ['sleep', '600'])
    await engine.start(['--name', 'db', '--network', 'shop', '-p', '7000-7001:7000-7001'], ['sleep', '600'])
    before = await saved()
    const whole = tables(before)
    await flush()
    const empty = tables(await saved())
    const calls = await repair(subject)
    expect(owned(await saved())).toBe(before)
    const loadings = calls.flatMap((call, index) => (isLoading(call) ? [index] : []))
    expect(loadings).toHaveLength(2)
    const [first = 0, last = 0] = loadings
    // Before everything, around each loading, in every part of the first look back, and before the last word.
    const readBack = [2, 4, 6, 8, 10, 12].map((count) => last + count).filter((index) => index < calls.length)
    const moments = [...new Set([0, first, first + 1, last, last + 1, ...readBack, calls.length - 1])]
    const seen = new Set<string>()
    for (const moment of moments) {
      await flush()
      expect(await repair(subject, moment)).toHaveLength(moment)
      const now = await saved()
      for (const rule of users) expect(now.split('\n').filter((line) => line === rule)).toHaveLength(1)
      const states = [...tables(now)].map(([name, text]) => {
        if (text === whole.get(name)) return `${name} whole`
        return `${name} ${text === empty.get(name) ? 'empty' : 'HALF'}`
      })
      seen.add(
        states
          .filter((state) => !/ (raw|mangle|security) /.test(state))
          .sort()
          .join(', '),
      )
      await repair(subject)
      expect(owned(await saved())).toBe(before)
    }
    const all = (ipv4: string, six: string) =>
      [`ipv4 filter ${ipv4}`, `ipv4 nat ${ipv4}`, `ipv6 filter ${six}`, `ipv6 nat ${six}`].join(', ')
    expect([...seen].sort()).toEqual([all('empty', 'empty'), all('whole', 'empty'), all('whole', 'whole')].sort())
  })

  test('loads with an iptables-restore that is killed: each table is as it was or whole', async (ctx) => {
    await required(ctx)
    await subject.flush('iptables')
    const empty = tables(await saved())
    const whole = tables(before)
    const host = netnsHost(nodeHost, subject.scene.host.name)
    const file = await capture(host, { dockerHost: subject.engine.host, quick: true })
    const answer = answerRepair(
      snapshotFromFile(file, 'live'),
      await daemonOfHost(host, readEndpoint(subject.engine.host)),
    )
    const plan = 'plans' in answer ? answer.plans.find(({ family }) => family === 'ipv4') : undefined
    const script = repairScript(plan ?? { steps: [] })
    const ended = new Set<number>()
    for (let round = 0; round < 24; round++) {
      const seconds = String((round + 1) * 0.0007)
      const { status } = await host.run(['timeout', '-s', 'KILL', seconds, 'iptables-restore', '--noflush'], {
        stdin: script,
      })
      ended.add(status)
      const now = tables(await saved())
      for (const name of ['ipv4 filter', 'ipv4 nat'])
        expect([empty.get(name), whole.get(name)]).toContain(now.get(name))
      await subject.flush('iptables')
    }
    // Some were killed.
    expect([...ended].some((status) => status >= 128)).toBe(true)
    await repair(subject)
    expect(await saved()).toBe(before)
  })

  test('runs twice at once: everything is there once', async (ctx) => {
    await required(ctx)
    for (const pause of [0, 80]) {
      await subject.flush('iptables', 'ip6tables')
      const one = subject.seawall('repair', '--yes')
      await sleep(pause)
      const two = subject.seawall('repair', '--yes')
      expect([(await one).code, (await two).code]).toEqual([0, 0])
      expect(await saved()).toBe(before)
    }
  })

  test('meets a network that Docker makes and one that it takes away, between plan and loading', async (ctx) => {
    await required(ctx)
    const { engine } = subject
    await engine.docker(['network', 'create', 'early'])
    // Docker's chains are there, so that Docker can work.
    await subject.host('iptables', '-F', 'FORWARD')
    await subject.host('ip6tables', '-F', 'FORWARD')
    let changes = 0
    await repair(subject, Number.POSITIVE_INFINITY, async () => {
      if (changes++ > 0) return
      await engine.docker(['network', 'create', 'later'])
      await engine.docker(['network', 'rm', 'early'])
    })
    expect(changes).toBeGreaterThan(1)
    expect((await subject.seawall('status')).code).toBe(0)
    await engine.docker(['network', 'rm', 'later'])
    expect(await saved()).toBe(before)
  })
})
