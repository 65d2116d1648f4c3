import { say } from '#i18n/catalogue.ts'
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { ownersOf } from '#answers/owners-answer.ts'
import { packetOf, viewTrace } from '#answers/trace-answer.ts'
import { askKernel } from '../../src/kernel/ask-kernel.ts'
import { differenceFile } from '../../src/kernel/difference-file.ts'
import { rebuild } from '../../src/kernel/rebuild.ts'
import { definite } from '../../src/kernel/sendable.ts'
import { programOf, traceOnKernel } from '../../src/kernel/trace-on-kernel.ts'
import { verifyOnKernel } from '../../src/kernel/verify-on-kernel.ts'
import type { Packet } from '#model/packet.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { trace } from '#netfilter/trace.ts'
import { answerSchemas } from '#report/answer-schemas.ts'
import { kernelJson } from '#report/kernel-page.ts'
import { traceJson } from '#report/trace-json.ts'
import { verifyJson } from '#report/verify-page.ts'
import { readPath } from '#snapshots/live.ts'
import { textSnapshot } from '#snapshots/read-snapshot.ts'
import { expect, test } from 'vitest'
import { isRefusal } from '#model/answer.ts'
import { requireMachine, run } from './namespace.ts'

const hosts = new URL('../cases/hosts/', import.meta.url).pathname
const tools = ['tcpreplay', 'unshare', 'nsenter', 'bridge', 'iptables-nft-restore', 'ip6tables-nft-restore'] as const

function packetFor(snapshot: Snapshot, from: string, to: string, device?: string): Packet {
  const wish = { from, to, in: device, out: undefined, protocol: undefined, family: undefined, fields: {} }
  const wanted = packetOf(wish, snapshot)
  if (isRefusal(wanted)) throw new Error(wanted.message.id)
  return wanted
}

async function ask(snapshot: Snapshot, from: string, to: string, device?: string) {
  const told = await traceOnKernel(snapshot, packetFor(snapshot, from, to, device), { reply: true })
  if (isRefusal(told)) throw new Error(told.message.id)
  return told
}

/** The snapshot with a rule of somebody's own as the first of DOCKER-USER, as `iptables -I` puts it. */
async function redisWith(rule: string): Promise<Snapshot> {
  const redis = await readPath(`${hosts}redis-20.10.24`)
  const [text] = redis.texts.filter(({ source }) => source.name.endsWith('/iptables-save.txt'))
  const changed = text?.source.text.replace(
    '-A DOCKER-USER -j RETURN',
    `-A DOCKER-USER ${rule}\n-A DOCKER-USER -j RETURN`,
  )
  return { ...redis, rulesets: textSnapshot('rules', changed ?? '').rulesets }
}

test.for([
  ['redis-20.10.24', '203.0.113.9', '192.0.2.10:10000/tcp', 'out'],
  ['redis-20.10.24', '203.0.113.9', '192.0.2.10:22/tcp', 'host'],
  ['redis-20.10.24', 'container:redis', '8.8.8.8:53/udp', 'out'],
  ['redis-20.10.24', 'host', '192.0.2.10:10000/tcp', 'out'],
  ['redis-20.10.24', '203.0.113.9', '172.17.0.2:6380/tcp', 'nowhere'],
  ['redis-29.1.3', '203.0.113.9', '172.17.0.2:6379/tcp', 'nowhere'],
  ['two-networks-20.10.24', '172.18.0.2', '172.19.0.2:53/udp', 'nowhere'],
] as const)('on %s from %s to %s the kernel counts the rules of our trace', async ([name, from, to, arrival], ctx) => {
  await requireMachine(ctx, ...tools)
  const { first, run: told } = await ask(
    await readPath(`${hosts}${name}`),
    from,
    to,
    from.startsWith('203') ? 'eth0' : undefined,
  )
  expect(first.differences).toEqual([])
  expect(first.answer.arrival).toBe(arrival)
  expect(told.leftOut).toEqual([])
})

test('the DROP of port 10000 does nothing on the kernel either, and the proposed rule works', async (ctx) => {
  await requireMachine(ctx, ...tools)
  const meant = await ask(
    await redisWith('-p tcp -m tcp --dport 10000 -j DROP'),
    '203.0.113.9',
    '192.0.2.10:10000/tcp',
    'eth0',
  )
  expect(meant.first.answer.arrival).toBe('out')
  expect(meant.first.answer.counts.get('ipv4/filter/DOCKER-USER#1')).toBeUndefined()
  const works = '-p tcp -m conntrack --ctorigdstport 10000 --ctdir ORIGINAL -j DROP'
  const fixed = await ask(await redisWith(works), '203.0.113.9', '192.0.2.10:10000/tcp', 'eth0')
  expect(fixed.first.answer.arrival).toBe('nowhere')
  expect(fixed.first.answer.counts.get('ipv4/filter/DOCKER-USER#1')).toBe(1)
  expect([...meant.first.differences, ...fixed.first.differences]).toEqual([])
})

test('a trace that is wrong is found out, rule by rule, and told in a file without a real address', async (ctx) => {
  await requireMachine(ctx, ...tools)
  const real = await readPath(`${hosts}redis-20.10.24`)
  const wrong = await redisWith('-p tcp -m tcp --dport 6379 -j DROP')
  const wanted = definite(packetFor(real, '203.0.113.9', '192.0.2.10:10000/tcp', 'eth0'))
  const host = await rebuild({ ...real, rules: real, family: 'ipv4', packets: [wanted], hosts: [] })
  try {
    const compared = await askKernel(host, trace(wanted, programOf(host, wrong)))
    if (compared === undefined) throw new Error('the packet was not sent')
    expect(compared.differences).toContainEqual({ kind: 'arrival', ours: 'nowhere', kernel: 'out' })
    expect(compared.differences).toContainEqual({ kind: 'rule', id: 'ipv4/filter/DOCKER#1', ours: 0, kernel: 1 })
    const text = JSON.stringify(differenceFile(real, host.run, [compared], true))
    expect(text).not.toMatch(/192\.0\.2\.10\b|203\.0\.113\.9\b|"redis"/)
    expect(JSON.stringify(differenceFile(real, host.run, [compared], false))).toContain('192.0.2.10')
  } finally {
    await host.close()
  }
})

test('verify reaches every rule of two networks, and the kernel counts them all as we say', async (ctx) => {
  await requireMachine(ctx, ...tools)
  const { differences, together, rules } = await verifyOnKernel(await readPath(`${hosts}two-networks-20.10.24`))
  expect([differences, together]).toEqual([[], []])
  expect(rules.filter(({ kind }) => kind !== 'reached')).toEqual([])
})

test('what verify and trace --kernel answer in JSON is as the published schemas say', async (ctx) => {
  await requireMachine(ctx, ...tools)
  const snapshot = await readPath(`${hosts}redis-drop-20.10.24`)
  const verified = verifyJson(say, await verifyOnKernel(snapshot), undefined)
  answerSchemas.verify.parse(JSON.parse(JSON.stringify(verified)))
  const { run: told, first } = await ask(snapshot, '203.0.113.9', '192.0.2.10:10000/tcp', 'eth0')
  const kernel = kernelJson(say, { run: told, comparison: first, isReply: false, shown: undefined })
  const traced = traceJson(say, viewTrace(first.trace, snapshot, ownersOf(snapshot)), [])
  answerSchemas.trace.parse(JSON.parse(JSON.stringify({ ...traced, kernel: { ...kernel, file: null } })))
})

test('a rule the kernel rejects is left out and named, and the others keep their numbers', async (ctx) => {
  await requireMachine(ctx, ...tools)
  const odd = await redisWith('-m nosuchmatch --what 1 -j DROP')
  const { run: told, first } = await ask(odd, '203.0.113.9', '192.0.2.10:22/tcp', 'eth0')
  expect(told.leftOut.map(({ args }) => args.id)).toContain('ipv4/filter/DOCKER-USER#1')
  expect(first.differences).toEqual([])
})

test("the machine's own rules and namespaces are as before, and no process is left", async (ctx) => {
  await requireMachine(ctx, ...tools)
  const state = async () => ({
    rules: (await run(['iptables-nft-save'])).stdout.replace(/^#.*\n/gm, ''),
    links: (await run(['ip', '-o', 'link'])).stdout.split('\n').length,
  })
  const before = await state()
  const children = () =>
    execFileSync('ps', ['--no-headers', '--ppid', String(process.pid), '-o', 'args'], { encoding: 'utf8' })
  await ask(await readPath(`${hosts}redis-20.10.24`), '203.0.113.9', '192.0.2.10:10000/tcp', 'eth0')
  expect(await state()).toEqual(before)
  expect(children()).not.toContain('getBuiltinModule')
})

test('a plain user gets the same answer, in a user namespace', async (ctx) => {
  await requireMachine(ctx, ...tools, 'setpriv')
  const program = new URL('../../dist/bin/seawall.js', import.meta.url).pathname
  if (!existsSync(program)) ctx.skip('dist/bin/seawall.js is not built: npm run build')
  const user = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, program]
  const words = ['trace', '--kernel', '--concise', '--from', '203.0.113.9', '--to', '192.0.2.10:10000', '--in', 'eth0']
  const probe = await run([...user.slice(0, 4), 'unshare', '--user', '--map-root-user', 'unshare', '--net', 'true'], {
    mayFail: true,
  })
  if (probe.code !== 0) ctx.skip('plain users may make no user namespaces here')
  const { stdout } = await run([...user, ...words, `${hosts}redis-20.10.24`])
  expect(stdout).toContain('Kernel agrees: same 8 rules matched')
})

// Expected: by hand from the rules, then the kernel.
const conf = `table inet mine {
	set admins { type ipv4_addr; flags interval; elements = { 203.0.113.0/29 }; }
	map doors { type inet_service : verdict; elements = { 22 : jump admin, 80 : accept, 23 : drop }; }
	chain input {
		type filter hook input priority 0; policy drop;
		ct state established,related counter accept
		fib daddr type broadcast drop
		tcp dport vmap @doors
		udp dport { 53, 500-600 } ct mark set 7 accept
	}
	chain admin { ip saddr @admins log accept; }
	chain forward { type filter hook forward priority 0; policy drop; }
}
table inet asleep {
	flags dormant;
	chain input { type filter hook input priority -10; policy drop; }
}
table bridge frames {
	chain forward { type filter hook forward priority 0; policy drop; }
}
`

test.for([
  ['203.0.113.1', '22/tcp', 'host', ['inet/mine/admin#1']],
  ['203.0.113.9', '22/tcp', 'nowhere', []],
  ['203.0.113.9', '80/tcp', 'host', []],
  ['203.0.113.1', '23/tcp', 'nowhere', []],
  ['203.0.113.1', '443/tcp', 'nowhere', []],
  ['203.0.113.1', '550/udp', 'host', ['inet/mine/input#4']],
] as const)('tables of nftables are loaded: from %s to port %s', async ([from, port, arrival, ids], ctx) => {
  await requireMachine(ctx, ...tools, 'nft')
  const { facts } = await readPath(`${hosts}redis-20.10.24`)
  const { first, run: told } = await ask({ ...textSnapshot('conf', conf), facts }, from, `192.0.2.10:${port}`, 'eth0')
  expect(first.differences).toEqual([])
  expect(first.answer.arrival).toBe(arrival)
  expect([...first.answer.counts.keys()]).toEqual(ids)
  expect(told.leftOut.map(({ id, args }) => [id, args.tables])).toEqual([['kernel/left-native', 'bridge frames']])
})

test('a rule of nftables that the kernel refuses keeps its number, and a trace that meets it is not compared', async (ctx) => {
  await requireMachine(ctx, ...tools, 'nft')
  const { facts } = await readPath(`${hosts}redis-20.10.24`)
  // The kernel refuses a reject before routing.
  const text = `table ip mine {
	chain pre {
		type filter hook prerouting priority -150; policy accept;
		tcp dport 99 reject with tcp reset
		tcp dport 81 notrack drop
		tcp dport 80 masquerade
		tcp dport 82 drop
	}
}
`
  const snapshot = { ...textSnapshot('conf', text), facts }
  const refused = await ask(snapshot, '203.0.113.1', '192.0.2.10:80/tcp', 'eth0')
  expect(refused.run.leftOut.map(({ args }) => args.id)).toEqual(['ip/mine/pre#3'])
  expect(refused.first.unknown).toEqual(['ip/mine/pre#3'])
  const other = await ask(snapshot, '203.0.113.1', '192.0.2.10:82/tcp', 'eth0')
  expect(other.first.answer.counts.get('ip/mine/pre#4')).toBe(1)
  expect(other.first.differences).toEqual([])
})

test('every rule of tables of nftables that packets can reach is verified', async (ctx) => {
  await requireMachine(ctx, ...tools, 'nft')
  const { facts } = await readPath(`${hosts}redis-20.10.24`)
  const verified = await verifyOnKernel({ ...textSnapshot('conf', conf), facts })
  expect([verified.differences, verified.together]).toEqual([[], []])
  const reached = verified.rules.flatMap(({ kind, id }) => (kind === 'reached' ? [id] : []))
  expect(reached.sort()).toEqual(['inet/mine/admin#1', ...[1, 2, 3, 4].map((number) => `inet/mine/input#${number}`)])
})
