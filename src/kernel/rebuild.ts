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
import { isOfIptables } from '#lowered/iptables-nft.ts'
import { completeFacts } from './complete.ts'
import { type Counts, readCounters } from './counters.ts'
import { type Links, planLinks } from './links.ts'
import {
  followedTables,
  loadNative,
  type LoadedNative,
  nativeCounts,
  nftVersion,
  type Rules,
  withHandles,
} from './load-native.ts'
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
  readonly rules: Rules
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
  readonly native: LoadedNative
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
  const { family, rules, packets } = wanted
  const { facts, madeUp } = completeFacts(wanted.facts, rules, family, packets)
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
  const { loaded, native } = await loadAll(host, rules, family)
  await host.ask({ settings: settings.last })
  if (family === 'ipv6') await untilQuiet(host)
  return {
    sandbox,
    facts,
    links,
    loaded,
    native,
    run: {
      kernel: `Linux ${release()}`,
      tools: [...new Set([...loaded.map(({ tools }) => tools.version), ...native.tools])],
      leftOut: [...notes, ...[...loaded, native].flatMap(({ leftOut }) => leftOut)],
      madeUp,
    },
    counts: () => countsOf(host, loaded, native),
    traffic: () => trafficOf(host, family),
    connections: () => connectionsOf(host),
    close: () => sandbox.close(),
  }
}

// Of two chains at one place the kernel asks the later one first: tables are made in the order of the host.
async function loadAll(host: Inside, rules: Rules, family: Family) {
  const tables = followedTables(rules, family).toSorted((a, b) => (a.handle ?? 0) - (b.handle ?? 0))
  const first = handleOfIptables(rules, family)
  const isBefore = ({ handle }: { readonly handle: number | undefined }) => handle !== undefined && handle < first
  const before = await loadNative(host, tables.filter(isBefore))
  const loaded = await loadRules(host, rules.rulesets, family)
  const after = await loadNative(
    host,
    tables.filter((table) => !isBefore(table)),
  )
  const native: LoadedNative = {
    tables: await withHandles(host, tables),
    counted: tables,
    tools: tables.length === 0 ? [] : [await nftVersion(host)],
    missing: new Set([...before.missing, ...after.missing]),
    uncounted: new Set([...before.uncounted, ...after.uncounted]),
    leftOut: [...before.leftOut, ...after.leftOut],
  }
  return { loaded, native }
}

function handleOfIptables({ native = [], rulesets }: Rules, family: Family): number {
  const own = native.filter((table) => table.family === (family === 'ipv4' ? 'ip' : 'ip6'))
  const handles = own.flatMap((table) => (isOfIptables(table, rulesets) ? [table.handle ?? 0] : []))
  return handles.toSorted((a, b) => a - b)[0] ?? 0
}

function portsIn(packets: readonly Packet[]): ReadonlySet<string> {
  return new Set(packets.flatMap((packet) => [packet.in, packet.out].filter((name) => name !== undefined)))
}

// Whoever packets come from comes first: those get ports of their own.
function hostsOf({ hosts, packets, rules, family }: Wanted): readonly AddressNumber[] {
  const sources = packets.flatMap(({ src }) => (src === undefined ? [] : [src]))
  const all = [...sources, ...packets.map(({ dst }) => dst), ...hosts, ...wordsOf(rules, family).hosts]
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

async function countsOf(host: Inside, loaded: readonly LoadedRules[], native: LoadedNative): Promise<Counts> {
  const all = new Map<string, { packets: number; bytes: number }>()
  for (const { tools, prefix } of loaded) {
    const { stdout } = await host.run([tools.save, '-c'])
    for (const [id, count] of readCounters(stdout, prefix)) all.set(id, count)
  }
  for (const [id, count] of await nativeCounts(host, native.counted)) if (!native.uncounted.has(id)) all.set(id, count)
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
