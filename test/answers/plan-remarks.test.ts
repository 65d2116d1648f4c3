import { describe, expect, it } from 'vitest'
import { readIpv4 } from '#base/address.ts'
import { policyPlan } from '#answers/plan-answer.ts'
import type { ConntrackEntry } from '#model/conntrack-entry.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { readNftText } from '#syntax/nft/text/read-nft-text.ts'
import { readPath } from '#snapshots/live.ts'

const now = Date.parse('2026-12-01T00:00:00Z') / 1000
const address = (text: string) => readIpv4(text) ?? 0

function planOf(snapshot: Snapshot, text: string) {
  return policyPlan(snapshot, { sources: [{ name: 'policy.yaml', text }], setText: () => undefined, now })
}

/** A connection from a client to the published port, as the kernel of redis-20.10.24 would track it. */
function connection(client: string, sport: number): ConntrackEntry {
  return {
    ...{ family: 'ipv4', protocol: 6, timeout: 431_999, state: 'ESTABLISHED', flags: ['ASSURED'], mark: 0 },
    original: { src: address(client), dst: address('192.0.2.10'), sport, dport: 10_000 },
    reply: { src: address('172.17.0.2'), dst: address(client), sport: 6379, dport: sport },
  }
}

describe('a plan beside the rules of others', () => {
  it('names the sources that are connected and would be refused, once each', async () => {
    const snapshot = await readPath('test/cases/hosts/redis-20.10.24')
    const connections = [
      connection('203.0.113.9', 40_001),
      connection('203.0.113.9', 40_002),
      connection('198.51.100.7', 40_003),
    ]
    const host = { ...snapshot, facts: { ...snapshot.facts, connections } }
    const plan = planOf(host, 'zones: {office: 198.51.100.0/24}\nin: {10000/tcp: office}')
    expect(plan.staying?.map(({ source, port, count }) => [source, port, count])).toEqual([
      [address('203.0.113.9'), 10_000, 2],
    ])
    expect(planOf(host, 'in: {10000/tcp: internet}').staying).toEqual([])
    expect(planOf(snapshot, 'in: {10000/tcp: internet}').staying).toBeUndefined()
  })

  it('names the rule of others that still drops what the policy opens', async () => {
    const snapshot = await readPath('test/cases/hosts/redis-20.10.24')
    const text =
      'table inet other {\n chain f {\n type filter hook forward priority 0; policy accept;\n tcp dport 6379 drop\n }\n}\n'
    const native = readNftText({ name: 'other', text }).tables
    const plan = planOf({ ...snapshot, native }, 'in: {10000/tcp: internet}')
    const own = plan.remarks.filter(({ cell }) => cell.port === 10_000 && cell.zone === 'internet')
    expect(own.map(({ kind, cell }) => [kind, cell.by])).toEqual([['closed', 'inet/other/f#1']])
  })
})
