import { append } from '#base/lists.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import { release } from 'node:os'
import type { AddressNumber } from '#base/address.ts'
import { type Message, message } from '#model/diagnostic.ts'
import { Fault } from '#model/fault.ts'
import type { Facts } from '#model/facts.ts'
import type { Family } from '#model/family.ts'
import type { KernelRun } from '#model/kernel.ts'
import type { Packet } from '#model/packet.ts'
import type { Ruleset } from '#model/ruleset.ts'
import { completeFacts } from './complete.ts'
import { type Counts, readCounters } from './counters.ts'
import { type Links, planLinks } from './links.ts'
import { type LoadedRules, loadRules } from './load-rules.ts'
import { planRoutes } from './routes.ts'
import { wordsOf } from './rule-words.ts'
import { type Inside, openSandbox, type Sandbox } from './sandbox.ts'
import { planSettings, type Setting } from './settings.ts'
import { needTools } from './tools.ts'
import { type Kept, readConnections, readTraffic, type Traffic, trafficFiles } from './traffic.ts'

/** What is to be rebuilt: the rules and facts of a host, and what is to be tried on it. */
export interface Wanted {
  readonly facts: Facts
  readonly rulesets: readonly Ruleset[]
  readonly family: Family
  readonly packets: readonly Packet[]
  /** Addresses of containers and others that live behind bridges. */
  readonly hosts: readonly AddressNumber[]
}

/** A host in a sandbox that is as another one is: its rules, interfaces, addresses, routes, settings and sets. */
export interface RebuiltHost {
  readonly sandbox: Sandbox
  /** The facts with what was made up: what the kernel knows. */
  readonly facts: Facts
  readonly links: Links
  readonly loaded: readonly LoadedRules[]
  readonly run: KernelRun
  counts(): Promise<Counts>
  traffic(): Promise<Traffic>
  /** What conntrack keeps; undefined where the kernel does not show it. */
  connections(): Promise<readonly Kept[] | undefined>
  close(): Promise<void>
}

/** Rebuilds a host. Faults: kernel/no-namespaces, kernel/no-tool, kernel/rules-refused, kernel/settings-refused, lab/step-failed. */
export async function rebuild(wanted: Wanted): Promise<RebuiltHost> {
  needTools(['ip', 'bridge', 'tcpreplay'])
  const sandbox = await openSandbox()
  try {
    return await setUp(sandbox, wanted)
  } catch (error) {
    await sandbox.close()
    throw error
  }
}

async function setUp(sandbox: Sandbox, wanted: Wanted): Promise<RebuiltHost> {
  const { family, rulesets, packets } = wanted
  const { facts, madeUp } = completeFacts(wanted.facts, rulesets, family, packets)
  const links = planLinks(facts, family, portsIn(packets), hostsOf(wanted))
  const made = new Set(['lo', ...links.macs.keys()])
  const settings = planSettings(facts, family, made)
  const { host, far } = sandbox
  const notes: Message[] = [...links.leftOut]
  await Promise.all([host.ask({ settings: settings.first }), far.ask({ settings: silentFar })])
  append(notes, await makeLinks(host, far, links))
  append(notes, await ipBatch(host, planRoutes(facts, family)))
  append(notes, await applySettings(host, settings.next, facts))
  append(notes, await makeSets(host, facts))
  const loaded = await loadRules(host, rulesets, family)
  await host.ask({ settings: settings.last })
  if (family === 'ipv6') await untilQuiet(host)
  return {
    sandbox,
    facts,
    links,
    loaded,
    run: {
      kernel: `Linux ${release()}`,
      tools: [...new Set(loaded.map(({ tools }) => tools.version))],
      leftOut: [...notes, ...loaded.flatMap(({ leftOut }) => leftOut)],
      madeUp,
    },
    counts: () => countsOf(host, loaded),
    traffic: () => trafficOf(host, family),
    connections: () => connectionsOf(host),
    close: () => sandbox.close(),
  }
}

function portsIn(packets: readonly Packet[]): ReadonlySet<string> {
  return new Set(packets.flatMap((packet) => [packet.in, packet.out].filter((name) => name !== undefined)))
}

// Whoever packets come from comes first: those get ports of their own.
function hostsOf({ hosts, packets, rulesets, family }: Wanted): readonly AddressNumber[] {
  const sources = packets.flatMap(({ src }) => (src === undefined ? [] : [src]))
  const all = [...sources, ...packets.map(({ dst }) => dst), ...hosts, ...wordsOf(rulesets, family).hosts]
  return all.filter((address) => (typeof address === 'bigint') === (family === 'ipv6'))
}

// The far ends have no addresses, and nothing to say.
const silentFar = ['all', 'default'].map((device) => [`net/ipv6/conf/${device}/disable_ipv6`, '1'] as const)

async function makeLinks(host: Inside, far: Inside, links: Links): Promise<readonly Message[]> {
  const notes = await ipBatch(
    host,
    links.lines.map((line) => line.replace(/\bFAR$/, String(far.pid))),
  )
  await ipBatch(
    far,
    links.cables.map(({ name }) => `link set ${name} arp off up`),
  )
  await far.run(['ip', 'link', 'set', 'lo', 'up'])
  if (links.stations.length > 0)
    await host.run(['bridge', '-force', '-batch', '-'], { stdin: lines(links.stations), mayFail: true })
  await Promise.all([untilUp(host), untilUp(far)])
  return notes
}

function lines(list: readonly string[]): string {
  return `${list.join('\n')}\n`
}

/** Runs lines of `ip`; those that it refuses become notes with what it said. */
async function ipBatch(inside: Inside, batch: readonly string[]): Promise<readonly Message[]> {
  if (batch.length === 0) return []
  const { stderr } = await inside.run(['ip', '-force', '-batch', '-'], { stdin: lines(batch), mayFail: true })
  const notes: Message[] = []
  let said = ''
  for (const line of stderr.split('\n')) {
    const failed = /^Command failed -:(\d+)/.exec(line)
    if (failed === null) said = line.trim() || said
    else {
      notes.push(message('kernel/left-line', { line: batch[Number(failed[1]) - 1] ?? '', said }))
      said = ''
    }
  }
  return notes
}

// A cable carries nothing before the kernel has looked at both of its ends.
async function untilUp({ run }: Inside): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    const { stdout } = await run(['ip', '-o', 'link', 'show', 'up'])
    if (!/ state (DOWN|LOWERLAYERDOWN|DORMANT) /.test(stdout)) return
    await sleep(10)
  }
}

async function applySettings(host: Inside, settings: readonly Setting[], facts: Facts): Promise<readonly Message[]> {
  const { refused } = await host.ask({ settings })
  // Forwarding and the like decide every packet's way: without them there is nothing to compare.
  const closed = refused.find(({ said }) => said.startsWith('EROFS'))
  if (closed !== undefined) throw new Fault('kernel/settings-refused', { said: closed.said })
  const asked = new Set(Object.keys(facts.sysctls ?? {}))
  return refused.flatMap(({ path, said }) => {
    const name = path.replace(/[./]/g, (char) => (char === '/' ? '.' : '/'))
    return asked.has(name) ? [message('kernel/left-sysctl', { name, said })] : []
  })
}

async function makeSets(host: Inside, { ipsets }: Facts): Promise<readonly Message[]> {
  if (ipsets === undefined || ipsets.length === 0) return []
  needTools(['ipset'])
  const notes: Message[] = []
  for (const { name, type, options, members } of ipsets) {
    const text = lines([
      `create ${name} ${type} ${options}`.trimEnd(),
      ...members.map((member) => `add ${name} ${member}`),
    ])
    const { code, stderr } = await host.run(['ipset', 'restore'], { stdin: text, mayFail: true })
    if (code !== 0) notes.push(message('kernel/left-set', { name, said: stderr.trim().slice(0, 200) }))
  }
  return notes
}

// An IPv6 host tells its neighbours of itself when an address comes up: that must be over.
async function untilQuiet(host: Inside): Promise<void> {
  let before = -1
  for (let tries = 0; tries < 40; tries++) {
    const { own } = await trafficOf(host, 'ipv6')
    if (own === before) return
    before = own
    await sleep(60)
  }
}

async function countsOf(host: Inside, loaded: readonly LoadedRules[]): Promise<Counts> {
  const all = new Map<string, { packets: number; bytes: number }>()
  for (const { tools, prefix } of loaded) {
    const { stdout } = await host.run([tools.save, '-c'])
    for (const [id, count] of readCounters(stdout, prefix)) all.set(id, count)
  }
  return all
}

async function trafficOf(host: Inside, family: Family): Promise<Traffic> {
  const { texts } = await host.ask({ files: trafficFiles })
  return readTraffic(texts.join('\n'), family)
}

async function connectionsOf(host: Inside): Promise<readonly Kept[] | undefined> {
  const { texts } = await host.ask({ files: ['/proc/net/nf_conntrack'] })
  const [text] = texts
  return typeof text === 'string' ? readConnections(text) : undefined
}
