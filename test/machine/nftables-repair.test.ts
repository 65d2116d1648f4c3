import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answerMoving } from '#answers/moving-answer.ts'
import { runRepair } from '#answers/repair-run.ts'
import { answerRepair, type RepairAnswer } from '#answers/repair-answer.ts'
import { netnsHost } from '#host/netns-host.ts'
import { nodeHost } from '#host/node-host.ts'
import { predictNft } from '#docker/nftables/predict-nft.ts'
import { tableOfBook } from '#docker/nftables/nft-book.ts'
import { acceptMark, translateRule } from '#docker/nftables/translate-rule.ts'
import { readDaemonOptions } from '#docker/engines/daemon-options.ts'
import { answering, tryTcp, untilAnswered } from '#lab/client.ts'
import { isRefusal } from '#model/answer.ts'
import { plainDaemon } from '#model/daemon.ts'
import type { DockerState } from '#model/docker.ts'
import { emptySnapshot, type Snapshot } from '#model/snapshot.ts'
import { textSnapshot } from '#snapshots/read-snapshot.ts'
import { printNftTable } from '#syntax/nft/print-table.ts'
import { readNftJson } from '#syntax/nft/read-nft-json.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect, createNamespace, type Namespace, requireMachine } from './namespace.ts'

const network = {
  id: '0123456789abcdef0123456789abcdef',
  name: 'bridge',
  driver: 'bridge',
  created: '1',
  internal: false,
  ingress: false,
  ipv4: true,
  ipv6: false,
  subnets: ['172.17.0.0/16'],
  options: {
    'com.docker.network.bridge.name': 'docker0',
    'com.docker.network.bridge.default_bridge': 'true',
  },
  members: {},
}
const endpoint = { networkId: network.id, networkName: 'bridge', ipv4: '172.17.0.2', ipv6: undefined }
const state: DockerState = {
  version: '29.1.3',
  firewallBackend: 'nftables',
  swarmActive: false,
  networks: [network],
  containers: [
    {
      id: 'web',
      name: 'web',
      running: true,
      startedAt: '1',
      pid: 1,
      networkMode: 'bridge',
      endpoints: [{ ...endpoint, gatewayPriority: 0 }],
      ports: [{ protocol: 'tcp', containerPort: 80, hostAddress: '0.0.0.0', hostPort: 8080 }],
      links: [],
      exposed: ['80/tcp', '81/tcp'],
      labels: {},
    },
  ],
}
// Without docker-proxy, as a published port lives by its rules alone.
const daemon = { ...plainDaemon, words: ['--userland-proxy=false'], before: { ipv4: true, ipv6: true } }
const told = { daemon: readDaemonOptions([29, 1, 3], daemon.words, undefined), before: daemon.before, mesh: [] }
const rules = (predictNft({ state, ...told }) ?? []).map(({ book }) => printNftTable(tableOfBook(book, ''))).join('')

// Judge: the kernel, by a client outside the host, and `nft list ruleset` of before. The engine itself is not there: its tables
// are loaded as it writes them.
describe('the tables of an engine with the nftables backend, after somebody changed them', () => {
  let host: Namespace
  let outside: Namespace
  let container: Namespace
  let folder: string
  let whole: string
  const commands: string[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'seawall-nft-'))
    host = await createNamespace('nfthost')
    outside = await createNamespace('nftout')
    container = await createNamespace('nftct')
    await host.run(['ip', 'link', 'add', 'docker0', 'type', 'bridge'])
    await host.run(['ip', 'address', 'add', '172.17.0.1/16', 'dev', 'docker0'])
    await host.run(['ip', 'link', 'set', 'docker0', 'up'])
    await connect(
      { namespace: outside, name: 'eth0', addresses: ['192.0.2.1/24'] },
      { namespace: host, name: 'eth0', addresses: ['192.0.2.10/24'] },
    )
    await connect({ namespace: container, name: 'eth0', addresses: ['172.17.0.2/16'] }, { namespace: host, name: 'v1' })
    await host.run(['ip', 'link', 'set', 'v1', 'master', 'docker0'])
    await container.run(['ip', 'route', 'add', 'default', 'via', '172.17.0.1'])
    await outside.run(['ip', 'route', 'add', '172.17.0.0/16', 'via', '192.0.2.10'])
    await host.sysctl('net/ipv4/ip_forward', 1)
    for (const port of [80, 81])
      await container.run(['sh', '-c', `/bin/busybox ${answering(port, `port ${port}`).join(' ')} >/dev/null 2>&1 &`])
    await host.run(['nft', '-f', '-'], { stdin: rules })
    whole = await listed()
  }, 60_000)

  afterAll(async () => {
    for (const one of [host, outside, container]) await one.delete()
    rmSync(folder, { recursive: true, force: true })
  })

  const nft = (...words: readonly string[]) => host.run(['nft', ...words])
  // Without handles and counts.
  const listed = async () => (await nft('-s', 'list', 'ruleset')).stdout

  async function look(): Promise<Snapshot> {
    const { stdout } = await nft('-j', 'list', 'ruleset')
    return { ...emptySnapshot('live'), docker: state, native: readNftJson(JSON.parse(stdout), 'nft') }
  }

  async function answer(): Promise<RepairAnswer> {
    const found = answerRepair(await look(), daemon)
    if (isRefusal(found)) throw new Error(found.message.id)
    return found
  }

  async function repair() {
    const real = netnsHost(nodeHost, host.name)
    commands.length = 0
    const recording: typeof real = {
      ...real,
      run: (argv, options) => {
        commands.push(argv.join(' '))
        return real.run(argv, options)
      },
      write: async (path, text) => writeFileSync(join(folder, path.replaceAll('/', '_')), text),
      list: async () => [],
    }
    return runRepair(recording, await answer(), answer)
  }

  const published = () => untilAnswered(outside, '192.0.2.10', 8080)
  const answered = { kind: 'answered', text: 'port 80' }

  test('are found whole, the client connects, and an unpublished port is closed', async (ctx) => {
    await requireMachine(ctx, 'nft', 'busybox', 'nsenter')
    const { plans } = await answer()
    expect(plans.flatMap(({ steps }) => steps)).toEqual([])
    expect(await published()).toEqual(answered)
    expect((await tryTcp(outside, '172.17.0.2', 81)).kind).toBe('silent')
  })

  const damages: readonly (readonly [string, readonly (readonly string[])[]])[] = [
    ['flush ruleset', [['flush', 'ruleset']]],
    ['delete table', [['delete', 'table', 'ip', 'docker-bridges']]],
    ['flush table', [['flush', 'table', 'ip', 'docker-bridges']]],
    ['flush chain of redirections', [['flush', 'chain', 'ip', 'docker-bridges', 'nat-prerouting-and-output']]],
    ['flush chain of a network', [['flush', 'chain', 'ip', 'docker-bridges', 'filter-forward-in__docker0']]],
    [
      'delete element',
      [['delete', 'element', 'ip', 'docker-bridges', 'filter-forward-in-jumps', '{', '"docker0"', '}']],
    ],
    ['flush map', [['flush', 'map', 'ip', 'docker-bridges', 'nat-postrouting-out-jumps']]],
    ['dormant', [['add', 'table', 'ip', 'docker-bridges', '{', 'flags', 'dormant', ';', '}']]],
  ]

  test.for(damages)('%s: one transaction puts back what it took', { timeout: 60_000 }, async ([, words], ctx) => {
    await requireMachine(ctx, 'nft', 'busybox', 'nsenter')
    for (const command of words) await nft(...command)
    expect(await listed()).not.toBe(whole)
    expect((await answer()).plans.some(({ steps }) => steps.length > 0)).toBe(true)
    const run = await repair()
    expect(run).toMatchObject({ rounds: 1, stalled: false })
    expect(commands.filter((command) => command.startsWith('nft -f'))).toHaveLength(1)
    expect(sorted(await listed())).toEqual(sorted(whole))
    expect(await published()).toEqual(answered)
    expect((await tryTcp(outside, '172.17.0.2', 81)).kind).toBe('silent')
  })

  test('keep rules of others, and the places of their own around them', { timeout: 60_000 }, async (ctx) => {
    await requireMachine(ctx, 'nft', 'busybox', 'nsenter')
    const chain = ['ip', 'docker-bridges', 'filter-forward-in__docker0']
    const rulesNow = async () => {
      const { stdout } = await nft('-s', 'list', 'chain', ...chain)
      return stdout.split('\n').filter((line) => line.startsWith('\t\t'))
    }
    const before = await rulesNow()
    await nft('insert', 'rule', ...chain, 'ip', 'saddr', '203.0.113.9', 'drop')
    await nft('add', 'rule', ...chain, 'ip', 'saddr', '203.0.113.8', 'accept')
    const { stdout } = await nft('-j', 'list', 'chain', ...chain)
    const handles = [...stdout.matchAll(/"handle": (\d+), (?:"comment": "[^"]*", )?"expr"/g)].map(
      ([, handle]) => handle,
    )
    // The last two of the engine's: the published port, and what closes all others.
    for (const handle of handles.slice(-3, -1)) await nft('delete', 'rule', ...chain, 'handle', String(handle))
    await repair()
    const [first, ...rest] = await rulesNow()
    expect(first).toContain('203.0.113.9')
    expect(rest.at(-1)).toContain('203.0.113.8')
    expect(rest.slice(0, -1)).toEqual(before)
    await nft('delete', 'table', 'ip', 'docker-bridges')
    await repair()
  })

  test('moved behind what closes the network, come back in front of it', { timeout: 60_000 }, async (ctx) => {
    await requireMachine(ctx, 'nft', 'busybox', 'nsenter')
    const chain = ['ip', 'docker-bridges', 'filter-forward-in__docker0']
    const before = (await nft('-s', 'list', 'chain', ...chain)).stdout
    await nft('flush', 'chain', ...chain)
    const lines = before.split('\n').filter((line) => line.startsWith('\t\t'))
    for (const line of [...lines.slice(-1), ...lines.slice(0, -1)])
      await host.run(['nft', '-f', '-'], { stdin: `add rule ${chain.join(' ')} ${line.trim()}\n` })
    expect((await tryTcp(outside, '192.0.2.10', 8080)).kind).toBe('silent')
    await repair()
    expect((await nft('-s', 'list', 'chain', ...chain)).stdout).toBe(before)
    expect(await published()).toEqual(answered)
  })

  // What `seawall status --moving-to nftables` says.
  test('are of no use to a client whom the policy of iptables drops', { timeout: 60_000 }, async (ctx) => {
    await requireMachine(ctx, 'nft', 'busybox', 'iptables-nft')
    await host.run(['iptables-nft', '-P', 'FORWARD', 'DROP'])
    expect((await tryTcp(outside, '192.0.2.10', 8080)).kind).toBe('silent')
    await host.run(['iptables-nft', '-P', 'FORWARD', 'ACCEPT'])
    expect(await published()).toEqual(answered)
    for (const table of ['filter', 'nat']) await host.run(['nft', 'delete', 'table', 'ip', table], { mayFail: true })
  })

  test("are overridden by a drop in a table of one's own, as DOCKER-USER was", { timeout: 60_000 }, async (ctx) => {
    await requireMachine(ctx, 'nft', 'busybox')
    const dump = [
      '*filter',
      ':FORWARD ACCEPT [0:0]',
      ':DOCKER-USER - [0:0]',
      '-A FORWARD -j DOCKER-USER',
      '-A DOCKER-USER -s 192.0.2.1/32 -p tcp -m conntrack --ctorigdstport 8080 --ctdir ORIGINAL -j DROP',
      '-A DOCKER-USER ! -i docker0 -p tcp -m multiport --dports 22,80 -m conntrack --ctstate NEW -j RETURN',
      'COMMIT',
    ]
    const { rulesets } = textSnapshot('host', `${dump.join('\n')}\n`, { family: 'ipv4' })
    const moving = answerMoving(
      { ...emptySnapshot('host'), rulesets, docker: { ...state, firewallBackend: 'iptables' } },
      plainDaemon,
    )
    if (isRefusal(moving)) throw new Error(moving.message.id)
    expect(moving.rules.map(({ nft: text }) => text)).toEqual([
      'ip saddr 192.0.2.1 meta l4proto tcp ct original proto-dst 8080 ct direction original counter drop',
      'iifname != "docker0" meta l4proto tcp th dport { 22, 80 } ct state new counter return',
    ])
    await host.run(['nft', '-f', '-'], { stdin: moving.script })
    expect((await tryTcp(outside, '192.0.2.10', 8080)).kind).toBe('silent')
    await nft('delete', 'table', 'ip', 'docker-user')
    expect(await published()).toEqual(answered)
  })

  test('let a marked packet past what closes the network', { timeout: 60_000 }, async (ctx) => {
    await requireMachine(ctx, 'nft', 'busybox')
    const rule = translateRule([], { kind: 'verdict', verdict: 'ACCEPT' }, 'ipv4')
    const marked = readDaemonOptions([29, 1, 3], [...daemon.words, `--bridge-accept-fwmark=${acceptMark}`], undefined)
    const books = predictNft({ state, ...told, daemon: { ...marked, allowDirectRouting: true } }) ?? []
    const tables = books.map(({ book }) => printNftTable(tableOfBook(book, ''))).join('')
    const own = `table ip mine { chain forward { type filter hook forward priority -1; policy accept; ${rule}; }; }\n`
    await nft('flush', 'ruleset')
    await host.run(['nft', '-f', '-'], { stdin: tables })
    expect((await tryTcp(outside, '172.17.0.2', 81)).kind).toBe('silent')
    await host.run(['nft', '-f', '-'], { stdin: own })
    expect(await untilAnswered(outside, '172.17.0.2', 81)).toEqual({ kind: 'answered', text: 'port 81' })
  })
})

// Chains stand in the order in which they were made.
function sorted(text: string): readonly string[] {
  return text
    .split(/\n\n|\n(?=\t(?:chain|map))|^table.*\n/m)
    .map((block) => block.trim())
    .filter((block) => block !== '' && block !== '}')
    .toSorted()
}
