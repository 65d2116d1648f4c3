import { describe, expect, it } from 'vitest'
import { initialPolicy } from '#answers/initial-policy.ts'
import { policyPlan } from '#answers/plan-answer.ts'
import { say } from '#i18n/catalogue.ts'
import { initialPolicyText } from '#report/initial-policy-text.ts'
import { readPath } from '#snapshots/live.ts'

// The judge: nothing that somebody outside reaches is refused by the plan of that policy, and the reader of policies finds nothing wrong with it.
describe('the first policy of a host', () => {
  it.for([
    'fresh-20.10.24',
    'redis-20.10.24',
    'redis-28.5.2',
    'redis-29.1.3',
    'two-networks-20.10.24',
    'user-rules-20.10.24',
  ])('of %s leaves open what is open', async (name) => {
    const host = await readPath(`test/cases/hosts/${name}`)
    const text = initialPolicyText(say, initialPolicy(host))
    const sources = [{ name: 'policy.yaml', text }]
    const plan = policyPlan(host, { sources, setText: () => undefined, now: Date.parse('2026-12-01') / 1000 })
    expect(plan.findings).toEqual([])
    expect(plan.observe).toBe(true)
    const outside = plan.zones.filter(({ kind }) => kind === 'internet' || kind === 'lan').map((zone) => zone.name)
    const lost = plan.cells.filter(
      ({ zone, kind, before, after }) =>
        outside.includes(zone) && kind !== 'direct' && before === 'open' && after !== 'open',
    )
    expect(lost).toEqual([])
  })

  it('names what serves a port, and a name that is hostile stays in its comment', async () => {
    const host = await readPath('test/cases/hosts/redis-20.10.24')
    const text = initialPolicyText(say, initialPolicy(host))
    expect(text).toMatch(/# .*redis:6379.*\n {2}- 10000\/tcp: internet\n/)
    const entry = {
      kind: 'listening',
      protocol: 'tcp',
      port: 1,
      address: '',
      target: 'a\nin: {1-65535/tcp: internet}',
      from: 'lan',
    } as const
    const hostile = initialPolicyText(say, { source: 'b\nc', lan: [], entries: [entry], closed: [entry], assumed: [] })
    expect(hostile.split('\n').filter((line) => /^(c|in: \{)/.test(line))).toEqual([])
  })
})
