import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isRefusal } from '#model/answer.ts'
import { answerTrace, packetOf, prepare, type TraceRequest } from '#answers/trace-answer.ts'
import { nearMisses } from '#netfilter/near-misses.ts'
import { textSnapshot } from '#snapshots/read-snapshot.ts'

// The rules of a host with the redis container of the fourth seed (10000 -> 6379), and nothing else of that host.
const text = readFileSync(new URL('../cases/netfilter/redis-no-proxy/iptables-save.txt', import.meta.url), 'utf8')
const snapshot = textSnapshot('rules', text)

function traced(wish: Partial<TraceRequest> & Pick<TraceRequest, 'to'>) {
  const base = { from: undefined, in: undefined, out: undefined, protocol: undefined, family: undefined, fields: {} }
  const packet = packetOf({ ...base, ...wish }, snapshot)
  if (isRefusal(packet)) throw new Error(packet.message.id)
  const { verdict, perhaps, presumed, ways } = answerTrace(packet, prepare(snapshot))
  return { verdict, perhaps: perhaps.map(({ key }) => key), presumed, final: ways[0]?.final }
}

describe('rules of a host of which nothing else is known', () => {
  test("a port of this host's leads to the container, as Docker's own rules tell where it is", () => {
    const { verdict, final, presumed } = traced({ to: ':10000' })
    expect(verdict).toBe('ACCEPT')
    expect(final).toMatchObject({ dst: 0xac110002, dport: 6379, out: 'docker0' })
    expect(presumed).toContain('172.17.0.0/16 dev docker0')
    expect(presumed).toContain('local 192.0.2.1')
  })

  test("whether an address is this host's decides, and is no guess", () => {
    const { verdict, perhaps } = traced({ to: '203.0.113.10:10000' })
    expect(verdict).toBe('UNKNOWN')
    expect(perhaps).toEqual(['local 203.0.113.10'])
  })

  test('a packet that is said to leave does not stay', () => {
    expect(traced({ to: '203.0.113.10:22', in: 'eth0', out: 'eth1' })).toMatchObject({ verdict: 'DROP', perhaps: [] })
  })

  test('a DROP that never matches is a near miss, with the condition that says no', () => {
    const dropped = textSnapshot(
      'rules',
      text.replace('-A DOCKER-USER -j', '-A DOCKER-USER -p tcp -m tcp --dport 10000 -j DROP\n-A DOCKER-USER -j'),
    )
    const wish = { from: undefined, in: 'eth0', out: undefined, protocol: undefined, family: undefined, fields: {} }
    const packet = packetOf({ ...wish, to: ':10000' }, dropped)
    if (isRefusal(packet)) throw new Error(packet.message.id)
    const program = prepare(dropped)
    const [near] = nearMisses(answerTrace(packet, program), program)
    expect(near).toMatchObject({
      id: 'ipv4/filter/DOCKER-USER#1',
      would: 'DROP',
      wanted: '--dport 10000',
      since: 'ipv4/nat/DOCKER#1',
    })
  })

  test('a container comes in by its bridge', () => {
    const { verdict, final } = traced({ from: '172.17.0.2', to: '203.0.113.9:80', out: 'eth0' })
    expect(verdict).toBe('ACCEPT')
    expect(final).toMatchObject({ in: 'docker0' })
  })
})
