import { describe, expect, it } from 'vitest'
import { policyPlan } from '#answers/plan-answer.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { readPath } from '#snapshots/live.ts'
import { readNftText } from '#syntax/nft/text/read-nft-text.ts'

const day = Date.parse('2026-12-01T00:00:00Z') / 1000

function planOf(snapshot: Snapshot, text: string, sets: Readonly<Record<string, string>> = {}) {
  return policyPlan(snapshot, { sources: [{ name: 'policy.yaml', text }], setText: (file) => sets[file], now: day })
}

/** What a zone meets at a port of the host by IPv4: before and after. */
function met(plan: ReturnType<typeof planOf>, zone: string, port: number, kind = 'published'): string {
  const found = plan.cells.filter(
    (cell) => cell.zone === zone && cell.port === port && cell.kind === kind && cell.families.includes('ipv4'),
  )
  return found.map(({ before, after }) => `${before} ${after}`).join(', ')
}

// redis-20.10.24 publishes 10000 to port 6379 of a container, on all addresses. Judge of each: a reading of the policy by hand.
describe('the plan of a policy', () => {
  const host = readPath('test/cases/hosts/redis-20.10.24')

  it('closes a published port that the policy does not name', async () => {
    const plan = planOf(await host, 'in: {22/tcp: internet}')
    expect(met(plan, 'internet', 10000)).toBe('open closed')
    expect(met(plan, 'bridge', 10000)).toBe('open open')
    expect(met(plan, 'lan', 6379, 'direct')).toBe('open closed')
  })

  it('asks for the port that the client types, not for that of the container', async () => {
    expect(met(planOf(await host, 'in: {10000/tcp: internet}'), 'internet', 10000)).toBe('open open')
    expect(met(planOf(await host, 'in: {6379/tcp: internet}'), 'internet', 10000)).toBe('open closed')
    expect(met(planOf(await host, 'in: {10000/udp: internet}'), 'internet', 10000)).toBe('open closed')
  })

  it('lets a zone in and keeps the rest out', async () => {
    const plan = planOf(await host, 'zones: {office: 203.0.113.0/24}\nin: {9999-10001/tcp: office}')
    expect(met(plan, 'office', 10000)).toBe('open open')
    expect(met(plan, 'internet', 10000)).toBe('open closed')
  })

  it('gives a sender to the first zone that it fits', async () => {
    const zones = 'zones: {bad: 203.0.113.0/28, office: 203.0.113.0/24}'
    const plan = planOf(await host, `${zones}\ntrust: [office]\nin: {10001/tcp: office}`)
    expect(met(plan, 'bad', 10000)).toBe('open closed')
  })

  it('refuses containers that are not trusted', async () => {
    const plan = planOf(await host, 'trust: []\nin: {10000/tcp: 203.0.113.9}')
    expect(met(plan, 'bridge', 10000)).toBe('open closed')
    expect(met(planOf(await host, 'trust: [network:bridge]'), 'bridge', 10000)).toBe('open open')
  })

  it('leads a named container to its own published port, and a container that is not there nowhere', async () => {
    const named = planOf(await host, 'in: [{port: 10000/tcp, from: internet, to: "container:redis"}]')
    expect(met(named, 'internet', 10000)).toBe('open open')
    const missing = planOf(await host, 'in: [{port: 10000/tcp, from: internet, to: "container:other"}]')
    expect(missing.findings.map(({ id }) => id)).toEqual(['policy/no-container'])
    expect(met(missing, 'internet', 10000)).toBe('open closed')
  })

  it('shows a limit, and an entry that ended allows nothing', async () => {
    const limited = planOf(await host, 'in: [{port: 10000/tcp, from: internet, limit: 5/min per source}]')
    expect(met(limited, 'internet', 10000)).toBe('open limited')
    const ended = planOf(await host, 'in: [{port: 10000/tcp, from: internet, expires: 2026-11-30}]')
    expect(met(ended, 'internet', 10000)).toBe('open closed')
    const lasts = planOf(await host, 'in: [{port: 10000/tcp, from: internet, expires: 2026-12-01}]')
    expect(met(lasts, 'internet', 10000)).toBe('open open')
    expect(lasts.rules?.scripts[0]?.text).toContain(`meta time < ${day + 86_400} return`)
  })

  it('an empty set lets no sender in, and a set that is not there stops the plan', async () => {
    const text = 'sets: {fi: {file: fi.txt}}\nin: {10000/tcp: "@fi"}'
    expect(met(planOf(await host, text, { 'fi.txt': '' }), 'internet', 10000)).toBe('open closed')
    expect(planOf(await host, text).rules).toBeUndefined()
  })

  it('shows in observe what would be refused, with rules that refuse nothing', async () => {
    const plan = planOf(await host, 'mode: observe\nin: {22/tcp: internet}')
    expect(met(plan, 'internet', 10000)).toBe('open closed')
    expect(plan.rules?.scripts[0]?.text).not.toContain('drop comment')
  })

  it('has no rules for a policy with a key that does not become rules yet', async () => {
    const plan = planOf(await host, 'route: {internet -> containers: allow}')
    expect(plan.findings.map(({ id }) => id)).toEqual(['policy/not-yet'])
    expect(plan.rules).toBeUndefined()
  })

  // Containers come to port 10000 by docker-proxy, on the way to the host.
  it.for([
    ['internet', 'open closed'],
    ['dns', 'open closed'],
    ['192.0.2.1:10000', 'open closed'],
    ['network:bridge:6379', 'open closed'],
    ['network:bridge:10000', 'open open'],
    ['containers', 'open open'],
    ['host', 'open open'],
  ])('containers of a named network reach what out says: %s', async ([target, expected]) => {
    const plan = planOf(await host, `out: {network:bridge: ["${target}"]}\nin: {10000/tcp: internet}`)
    expect(plan.findings).toEqual([])
    expect(met(plan, 'bridge', 10000)).toBe(expected)
    expect(met(plan, 'internet', 10000)).toBe('open open')
  })

  it('the internet is what is in no zone, also where the zones have addresses of one family only', async () => {
    const plan = planOf(await host, 'zones: {z: 10.0.0.0/8}\nout: {network:bridge: [internet]}')
    const lines = plan.rules?.scripts[0]?.text.split('\n').filter((line) => line.includes('oifname != @bridges'))
    expect(lines?.map((line) => line.trim().replace(/ return .*/, ''))).toEqual([
      'oifname != @bridges ip daddr != 10.0.0.0/8',
      'oifname != @bridges meta nfproto ipv6',
    ])
  })

  it('a network that does not exist is named, and no later network reaches anything', async () => {
    const plan = planOf(await host, 'out: {network:agents: [internet]}')
    expect(plan.findings.map(({ id }) => id)).toEqual(['policy/no-network'])
    expect(met(plan, 'bridge', 10000)).toBe('open open')
    expect(plan.rules?.scripts[0]?.text).toContain('goto refuse comment "a network that was made later"')
  })

  it('counts a limit for all senders once, however many rules it takes', async () => {
    const entry = '{port: 10000/tcp, from: [203.0.113.0/24, "2001:db8::/32", internet], limit: 5/min}'
    const plan = planOf(await host, `in: [${entry}, {port: 22/tcp, from: internet, to: host}]`)
    expect(plan.rules?.scripts[0]?.text.match(/limit rate 5/g)).toHaveLength(1)
    expect(met(plan, 'internet', 10000)).toBe('open limited')
  })

  it('names the ports that other nodes of a swarm need and nobody may reach', async () => {
    const read = await host
    if (read.docker === undefined) throw new Error('no engine')
    const node = { ...read, docker: { ...read.docker, swarmActive: true } }
    const found = (text: string) => planOf(node, text).findings.map(({ id, args }) => [id, args])
    const ports = '7946/udp, 4789/udp'
    expect(found('in: {"2377,7946/tcp": internet}')).toEqual([['policy/swarm-ports', { ports }]])
    expect(found('in: {"2377,7946/tcp": internet, "4789,7946/udp": internet}')).toEqual([])
    expect(found('zones: {nodes: 192.0.2.0/24}\ntrust: [containers, nodes]')).toEqual([])
  })

  it('names a rule that turns off connection tracking', async () => {
    const { tables } = readNftText({
      name: 'raw',
      text: 'table inet quick { chain pre { type filter hook prerouting priority raw; udp dport 53 notrack; }; }',
    })
    const plan = planOf({ ...(await host), native: tables }, 'in: {53/udp: internet}')
    expect(plan.findings.map(({ id, args }) => [id, args])).toEqual([
      ['policy/untracked', { rule: 'inet/quick/pre#1' }],
    ])
  })

  it('names of files cannot end a comment', async () => {
    const sources = [{ name: 'a";\ndrop\u001b.yaml', text: 'in: {22/tcp: internet}' }]
    const { rules } = policyPlan(await host, { sources, setText: () => undefined, now: day })
    expect(rules?.scripts[0]?.text).toContain('return comment "a?;?drop?.yaml:1"')
  })
})
