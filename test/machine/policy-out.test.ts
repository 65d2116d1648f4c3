import { type ChildProcess, spawn } from 'node:child_process'
import { policyPlan, withPolicy } from '#answers/plan-answer.ts'
import { answerEgress } from '#answers/egress-answer.ts'
import { answering, type Place, tryTcp, untilAnswered } from '#lab/client.ts'
import { addresses } from '#lab/scene.ts'
import { isRefusal } from '#model/answer.ts'
import { expect, onTestFinished, test } from 'vitest'
import { requireMachine } from './namespace.ts'
import { createSubject, type Subject } from './subject.ts'

const server = `for (const port of [53, 443, 8080, 8081]) require('net').createServer((s) => s.on('error', () => {}).end('x')).listen(port, '::')`
const families = ['ipv4', 'ipv6'] as const

async function setUp({ engine, scene }: Subject): Promise<ChildProcess> {
  for (const [name, net] of [
    ['agents', 'fd00:1::/64'],
    ['shop', 'fd00:2::/64'],
  ] as const) {
    await engine.docker(['network', 'create', '--ipv6', '--subnet', net, name])
    await scene.outside.run(['ip', '-6', 'route', 'add', net, 'via', addresses.host.ipv6])
  }
  await engine.start(['--name', 'agent', '--network', 'agents'], ['sleep', '1000'])
  await engine.start(['--name', 'db', '--network', 'shop', '-p', '10000:80', '-p', '10001:80'], answering(80, 'db'))
  await engine.start(['--name', 'hosted', '--network', 'host'], answering(443, 'hosted'))
  const serving = spawn('ip', ['netns', 'exec', scene.outside.name, process.execPath, '-e', server], {
    stdio: 'ignore',
  })
  expect((await untilAnswered(scene.host, addresses.internet.ipv4, 8081)).kind).toBe('answered')
  return serving
}

/** Loads a policy, and returns it as a plan on the host. */
async function load(subject: Subject, text: string) {
  const snapshot = await subject.scene.look('host', subject.engine)
  const plan = policyPlan(snapshot, { sources: [{ name: 'policy.yaml', text }], setText: () => undefined, now: 0 })
  const script = plan.rules?.scripts[0]?.text
  if (plan.rules === undefined || script === undefined) throw new Error(JSON.stringify(plan.findings))
  await subject.scene.host.run(['nft', '-f', '-'], { stdin: script })
  return withPolicy(snapshot, plan.rules)
}

function inside({ engine }: Subject, name: string): Place {
  return { run: (argv, options) => engine.docker(['exec', name, ...argv], options) }
}

/** Where a container gets, of places written `ADDRESS PORT`. */
async function reached(place: Place, asked: readonly (readonly [string, number])[]): Promise<readonly string[]> {
  const met = await Promise.all(
    asked.map(async ([address, port]) =>
      (await tryTcp(place, address, port)).kind === 'answered' ? [`${address} ${port}`] : [],
    ),
  )
  return met.flat()
}

test('containers of a named network reach what out says and nothing else, as egress shows it', async (ctx) => {
  await requireMachine(ctx, 'iptables-nft', 'dockerd', 'nft')
  const subject = await createSubject({ args: ['--experimental', '--ip6tables'] })
  const serving = await setUp(subject)
  onTestFinished(() => void serving.kill('SIGKILL'))
  const agent = inside(subject, 'agent')
  const everything = families.flatMap((family) => [
    ...[53, 443, 8080, 8081].map((port) => [addresses.internet[family], port] as const),
    [addresses.outside[family], 443] as const,
    ...[443, 10000, 10001].map((port) => [addresses.host[family], port] as const),
  ])
  const written = (list: typeof everything) => list.map(([address, port]) => `${address} ${port}`)
  expect(await reached(agent, everything)).toEqual(written(everything))

  const narrow = `out:
  network:agents: [dns, "198.51.100.7:8080", "[2001:db8:ffff::7]:8080", "network:shop:10000"]`
  await load(subject, narrow)
  const allowed = everything.filter(([address, port]) => {
    const isInternet = address === addresses.internet.ipv4 || address === addresses.internet.ipv6
    return port === 10000 || (isInternet && (port === 53 || port === 8080))
  })
  expect(await reached(agent, everything)).toEqual(written(allowed))
  // A network that is not named reaches everything.
  const other = everything.filter(([, port]) => port === 8081)
  expect(await reached(inside(subject, 'db'), other)).toEqual(written(other))

  const wide = `zones: {partner: [203.0.113.9, "2001:db8:1::9"]}
out: {network:agents: [internet, host]}`
  const snapshot = await load(subject, wide)
  const isPartner = (address: string) => address === addresses.outside.ipv4 || address === addresses.outside.ipv6
  expect(await reached(agent, everything)).toEqual(written(everything.filter(([address]) => !isPartner(address))))
  // A zone that has addresses of one family only.
  await load(subject, 'zones: {partner: 203.0.113.9}\nout: {network:agents: [internet, host]}')
  const isFour = (address: string) => address === addresses.outside.ipv4
  expect(await reached(agent, everything)).toEqual(written(everything.filter(([address]) => !isFour(address))))
  const egress = answerEgress(snapshot, 'agents')
  if (isRefusal(egress)) throw new Error('no egress')
  const names = egress.places.map(({ name }) => name)
  for (const row of egress.rows) {
    const states = Object.fromEntries(row.cells.map((cell, index) => [names[index], cell?.state]))
    expect(states).toMatchObject({ internet: 'open', host: 'open', shop: 'closed' })
  }

  await load(subject, 'out: {network:agents: [partner]}\nzones: {partner: {interface: eth0}}')
  const outside = everything.filter(([address]) => address !== addresses.host.ipv4 && address !== addresses.host.ipv6)
  expect(await reached(agent, everything)).toEqual(written(outside))

  // A network that is made again has another bridge: its containers reach nothing before the policy is loaded again.
  await load(subject, narrow)
  await subject.engine.docker(['rm', '-f', 'agent'])
  await subject.engine.docker(['network', 'rm', 'agents'])
  await subject.engine.docker(['network', 'create', '--ipv6', '--subnet', 'fd00:1::/64', 'agents'])
  await subject.engine.start(['--name', 'agent', '--network', 'agents'], ['sleep', '1000'])
  expect(await reached(agent, everything)).toEqual([])
  await load(subject, narrow)
  expect(await reached(agent, everything)).toEqual(written(allowed))
}, 240_000)
