import { describe, expect, it } from 'vitest'
import type { HostNeeds } from '#answers/plan-checks.ts'
import { policyPlan } from '#answers/plan-answer.ts'
import { failingChecks } from '#model/policy-plan.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { readPath } from '#snapshots/live.ts'
import { readRules } from '#snapshots/read-rules.ts'

const now = Date.parse('2026-12-01T00:00:00Z') / 1000

function planOf(snapshot: Snapshot, text: string, needs: HostNeeds = {}) {
  return policyPlan(snapshot, { sources: [{ name: 'policy.yaml', text }], setText: () => undefined, now, ...needs })
}

/** The checks of a kind: result, family, and what a connection meets before and after. */
function checks(plan: ReturnType<typeof planOf>, kind: string): readonly string[] {
  return plan.checks
    .filter((check) => check.kind === kind)
    .map(({ result, packet, before, after }) => `${result} ${packet?.family ?? '-'} ${before} ${after}`)
}

// redis-20.10.24: the host is 192.0.2.10 and 2001:db8:0:1::10, publishes 10000 for a container; a reading of the policies by hand is the judge.
describe('the checks of a plan', () => {
  const host = readPath('test/cases/hosts/redis-20.10.24')
  // As if sshd listened on both families: the host was captured without one.
  const withSshd = async (): Promise<Snapshot> => {
    const snapshot = await host
    const sshd = { protocol: 'tcp', address: undefined, port: 22, process: 'sshd', device: undefined } as const
    const both = (['ipv4', 'ipv6'] as const).map((family) => ({ ...sshd, family }))
    return { ...snapshot, facts: { ...snapshot.facts, sockets: [...(snapshot.facts.sockets ?? []), ...both] } }
  }

  it('the session that loads a policy must be able to come again', async () => {
    const session = '203.0.113.5 40000 192.0.2.10 22'
    const closed = planOf(await withSshd(), 'in: {443/tcp: internet}', { session })
    expect(checks(closed, 'session')).toEqual(['fails ipv4 open closed'])
    expect(failingChecks(closed)[0]?.by).toMatch(/^inet\/seawall\//)
    const open = planOf(await withSshd(), 'zones: {office: 203.0.113.0/24}\nin: {22/tcp: office}', { session })
    expect(checks(open, 'session')).toEqual(['holds ipv4 open open'])
    const limited = planOf(await withSshd(), 'in: [{port: 22/tcp, from: internet, limit: 5/min per source}]', {
      session,
    })
    expect(checks(limited, 'session')).toEqual(['holds ipv4 open limited'])
  })

  it('a session by IPv6 is not let in by an entry for IPv4 addresses', async () => {
    const session = '2001:db8:ff::5 40000 2001:db8:0:1::10 22'
    const plan = planOf(await withSshd(), 'zones: {office: 203.0.113.0/24}\nin: {22/tcp: office}', { session })
    expect(checks(plan, 'session')).toEqual(['fails ipv6 open closed'])
  })

  it('what cannot be read as a session is none, and a rule of others that drops it is named', async () => {
    expect(checks(planOf(await host, 'in: {22/tcp: internet}', { session: 'x y' }), 'session')).toEqual([])
    const snapshot = await readPath('test/cases/hosts/redis-drop-20.10.24')
    const session = '203.0.113.5 40000 192.0.2.10 22'
    const plan = planOf(snapshot, 'in: {22/tcp: internet}', { session })
    const [check] = plan.checks
    expect([check?.result, check?.after]).toEqual(['fails', check?.before])
  })

  it('a policy that is only observed drops nothing, so that nothing keeps it from being loaded', async () => {
    const session = '203.0.113.5 40000 192.0.2.10 22'
    const plan = planOf(await withSshd(), 'mode: observe\nin: {443/tcp: internet}', { session })
    expect(checks(plan, 'session')).toEqual(['fails ipv4 open closed'])
    expect(failingChecks(plan)).toEqual([])
  })

  it('servers of names still answer', async () => {
    const plan = planOf(await host, 'in: {22/tcp: internet}', { nameservers: ['9.9.9.9', '127.0.0.53'] })
    expect(plan.checks.filter(({ kind }) => kind === 'dns').every(({ result }) => result === 'holds')).toBe(true)
    expect(checks(plan, 'dns').length).toBeGreaterThan(1)
  })

  it('a server of names whose answers are not tracked would be lost: they are no answers to the rules', async () => {
    const text = `*raw
-A OUTPUT -p udp -m udp --dport 53 -j CT --notrack
-A PREROUTING -p udp -m udp --sport 53 -j CT --notrack
COMMIT
`
    const snapshot = await host
    const { rulesets } = readRules({ name: 'raw.rules', text }, { family: 'ipv4' })
    const untracked = { ...snapshot, rulesets: [...snapshot.rulesets, ...rulesets] }
    const plan = planOf(untracked, 'in: {22/tcp: internet}', { nameservers: ['9.9.9.9'] })
    expect(checks(plan, 'dns')).toEqual(['fails ipv4 open closed', 'holds ipv4 open open'])
    expect(failingChecks(plan).map(({ text: said }) => said)).toEqual(['host -> 9.9.9.9:53/udp'])
  })

  it('a published port that the policy opens is proved for each family', async () => {
    const plan = planOf(await host, 'in: {10000/tcp: internet}')
    expect([...new Set(checks(plan, 'published'))]).toEqual(['holds ipv4 open open', 'holds ipv6 open open'])
  })

  it.for([
    ['internet -> 10000/tcp: drop', 'in: {22/tcp: internet}', ['holds ipv4 open closed', 'holds ipv6 open closed']],
    ['internet -> 10000/tcp: reach', 'in: {22/tcp: internet}', ['fails ipv4 open closed', 'fails ipv6 open closed']],
    ['internet -> 10000/tcp: reach', 'in: {10000/tcp: internet}', ['holds ipv4 open open', 'holds ipv6 open open']],
    ['internet -> 10000/tcp: drop', 'in: {10000/tcp: internet}', ['fails ipv4 open open', 'fails ipv6 open open']],
    [
      'internet -> 10000/tcp: drop',
      'in: {10000/tcp: 203.0.113.9}',
      ['holds ipv4 open closed', 'holds ipv6 open closed'],
    ],
    ['203.0.113.9 -> 10000/tcp: reach', 'in: {10000/tcp: 203.0.113.9}', ['holds ipv4 open open']],
    ['containers -> 10000/tcp: reach', 'in: {22/tcp: internet}', ['holds ipv4 open open']],
    ['containers -> 10000/tcp: drop', 'trust: []\nin: {22/tcp: internet}', ['holds ipv4 open closed']],
    // Nobody listens: the packet is not dropped.
    [
      'internet -> 8443/tcp: drop',
      'in: {8443/tcp: internet}',
      ['fails ipv4 refused refused', 'fails ipv6 refused refused'],
    ],
    // A port of the whole range decides.
    ['internet -> 9999-10000/tcp: drop', 'in: {10000/tcp: internet}', ['fails ipv4 open open', 'fails ipv6 open open']],
    ['internet -> icmp: drop', 'in: {22/tcp: internet}', ['holds ipv4 open closed', 'holds ipv6 open closed']],
  ] as const)('expect %s with %s', async ([test, text, wanted]) => {
    const plan = planOf(await host, `${text}\nexpect:\n  - ${test}\n`)
    expect(plan.findings).toEqual([])
    expect(checks(plan, 'expect')).toEqual(wanted)
  })

  it('a test of a zone that has no way to this host is not possible, and neither holds nor fails', async () => {
    const text = 'zones: {vpn: {interface: wg0}}\nin: {22/tcp: vpn}\nexpect:\n  - vpn -> 22/tcp: reach\n'
    expect(checks(planOf(await host, text), 'expect')).toEqual(['unasked - unknown unknown'])
  })
})
