import { readdirSync, readFileSync } from 'node:fs'
import { netnsHost } from '#host/netns-host.ts'
import { nodeHost } from '#host/node-host.ts'
import { capture } from '#snapshots/capture.ts'
import { redact } from '#redact/redact.ts'
import { snapshotFromFile } from '#snapshots/snapshot-from-file.ts'
import { parseSnapshotFile } from '#snapshots/snapshot-schema.ts'
import { describe, expect, test } from 'vitest'
import { connect, createNamespace, type Namespace, requireMachine } from './namespace.ts'

const filter = (comment: string) => `*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
:OWN - [0:0]
-A INPUT -s 198.51.100.0/24 -p tcp -m tcp --dport 22 -m comment --comment "${comment}" -j ACCEPT
-A INPUT -m set --match-set people src -j DROP
-A FORWARD -i left0 -j OWN
COMMIT
`

// What the kernel has loaded here and outside: rules of both variants, legacy tables, modules that a careless look would load.
async function stateOf(namespace: Namespace): Promise<unknown> {
  const inside = async (...argv: string[]) =>
    (await namespace.run(argv, { mayFail: true })).stdout.replace(/^#.*\n/gm, '')
  return {
    nft: await inside('iptables-nft-save', '-c'),
    nft6: await inside('ip6tables-nft-save', '-c'),
    tables: await inside('nft', 'list', 'tables'),
    legacy: await inside('cat', '/proc/net/ip_tables_names'),
    legacy6: await inside('cat', '/proc/net/ip6_tables_names'),
    routes: await inside('ip', 'route', 'show', 'table', 'all'),
    outside: readFileSync('/proc/net/ip_tables_names', 'utf8'),
    modules: readdirSync('/sys/module').filter((name) => /^(ip6?_?tables|ip6?table|nf|xt|ip_set)/.test(name)),
  }
}

async function hostWithRules(): Promise<Namespace> {
  const [host, other] = [await createNamespace('host'), await createNamespace('other')]
  await connect(
    { namespace: host, name: 'left0', addresses: ['198.51.100.1/24', '2001:db8:7::1/64'] },
    { namespace: other, name: 'right0' },
  )
  await host.run(['ip', 'route', 'add', 'blackhole', '10.9.0.0/16'])
  await host.run(['ip', 'rule', 'add', 'from', '198.51.100.0/24', 'lookup', '100'])
  await host.sysctl('net/ipv4/ip_forward', 1)
  await host.run(['ipset', 'create', 'people', 'hash:ip'])
  await host.run(['ipset', 'add', 'people', '198.51.100.66'])
  await host.run(['iptables-nft-restore'], { stdin: filter('two words') })
  return host
}

const tools = ['iptables-nft-restore', 'iptables-legacy-restore', 'nft', 'ipset', 'nsenter', 'ss']
const captured = (host: Namespace) => capture(netnsHost(nodeHost, host.name))

describe('a live host', () => {
  test('rules of both variants come back byte for byte, with the facts around them', async (ctx) => {
    await requireMachine(ctx, ...tools)
    const host = await hostWithRules()
    await host.run(['iptables-legacy-restore'], { stdin: filter('legacy').replace(/^-A INPUT -m set.*\n/m, '') })
    const file = await captured(host)
    const withoutDates = (text: string) => text.replace(/ on .*$/gm, '')
    for (const { command, text } of file.rules)
      expect([command, withoutDates(text)]).toEqual([
        command,
        withoutDates((await host.run(command.split(' '))).stdout),
      ])
    expect(file.rules.map(({ family, variant }) => `${family} ${variant}`)).toEqual([
      'ipv4 nft',
      'ipv4 legacy',
      'ipv6 nft',
    ])
    expect(file.facts.interfaces?.find(({ name }) => name === 'left0')).toMatchObject({ kind: 'veth', up: true })
    expect(file.facts.routes).toContainEqual(expect.objectContaining({ type: 'blackhole', destination: '10.9.0.0/16' }))
    expect(file.facts.routingRules?.map(({ text }) => text)).toContain('from 198.51.100.0/24 lookup 100')
    expect(file.facts.sysctls).toMatchObject({
      'net.ipv4.ip_forward': '1',
      'net.ipv4.conf.left0.rp_filter': expect.any(String),
    })
    expect(file.facts.ipsets).toMatchObject([{ name: 'people', type: 'hash:ip', members: ['198.51.100.66'] }])
    expect(JSON.stringify(file.nft)).toContain('"OWN"')
    expect(parseSnapshotFile(JSON.parse(JSON.stringify(file))).kind).toBe('file')
  })

  test('a capture changes nothing: no rule, no table, no module', async (ctx) => {
    await requireMachine(ctx, ...tools)
    const [empty, full] = [await createNamespace('empty'), await hostWithRules()]
    for (const host of [empty, full]) {
      const before = await stateOf(host)
      await captured(host)
      expect(await stateOf(host)).toEqual(before)
    }
  })

  test('a host without rules has none, which is not the same as not knowing', async (ctx) => {
    await requireMachine(ctx, ...tools)
    const snapshot = snapshotFromFile(await captured(await createNamespace('empty')), 'live')
    expect(snapshot.rulesets).toEqual([
      { family: 'ipv4', variant: 'nft', tables: [] },
      { family: 'ipv6', variant: 'nft', tables: [] },
    ])
    expect(snapshot.facts.ipsets).toEqual([])
  })

  test('a table that nft made unreadable is told beside the rules that were read', async (ctx) => {
    await requireMachine(ctx, ...tools)
    const host = await hostWithRules()
    await host.run(['nft', 'add', 'table', 'ip', 'mangle'])
    await host.run(['nft', 'add', 'chain', 'ip', 'mangle', 'mine', '{ type filter hook forward priority 7; }'])
    const file = await captured(host)
    expect(file.notes.filter(({ id }) => id === 'host/table-incompatible').map(({ args }) => args.table)).toEqual([
      'mangle',
    ])
    expect(file.rules[0]?.text).toContain('-A FORWARD -i left0 -j OWN')
  })

  test('without root it says which command would work', async (ctx) => {
    await requireMachine(ctx, ...tools, 'setpriv')
    const plain = {
      ...nodeHost,
      run: (argv: readonly string[]) => nodeHost.run(['setpriv', '--reuid', '65534', '--clear-groups', ...argv]),
    }
    await expect(capture(plain)).rejects.toMatchObject({
      code: 'host/not-root',
      facts: { command: 'sudo iptables-nft-save -c', said: expect.stringContaining('you must be root') },
    })
  })

  test('a namespace that is not there is a fault', async (ctx) => {
    await requireMachine(ctx, ...tools)
    await expect(capture(netnsHost(nodeHost, 'seawall-none'))).rejects.toMatchObject({ code: 'host/no-namespace' })
  })

  test('redacted rules load into a kernel and are saved as they were written', async (ctx) => {
    await requireMachine(ctx, ...tools)
    const host = await hostWithRules()
    const [file] = redact([await captured(host)])
    const text = file?.rules[0]?.text ?? ''
    expect(text).not.toMatch(/198\.51\.100|people|left0|OWN|two words/)
    const twin = await createNamespace('twin')
    await twin.run(['ipset', 'create', file?.facts.ipsets?.[0]?.name ?? '', 'hash:ip'])
    await twin.run(['iptables-nft-restore', '-c'], { stdin: text })
    const { stdout } = await twin.run(['iptables-nft-save', '-c'])
    const withoutDates = (saved: string) => saved.replace(/^#.*\n/gm, '')
    expect(withoutDates(stdout)).toBe(withoutDates(text))
  })
})
