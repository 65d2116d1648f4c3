import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Facts } from '#model/facts.ts'
import { noFacts } from '#model/facts.ts'
import { packet } from '#model/packet.ts'
import { lower } from '#lowered/lower.ts'
import { eachNearMiss, nearMisses } from '#netfilter/near-misses.ts'
import { NearWatch } from '#netfilter/near-watch.ts'
import { buildProgram } from '#netfilter/program.ts'
import { trace } from '#netfilter/trace.ts'
import { readText } from '#syntax/text/read-text.ts'

// Rules of every kind that makes a near miss, or keeps one from being it: about one host, about missing interfaces, about ports before and after DNAT.
const parts = [
  ['-s 10.0.0.1', '-s 10.0.1.0/24', '! -s 10.0.1.1', '', ''],
  ['-d 10.0.1.1', '-d 10.0.1.2', '-d 10.0.0.0/16', '-d 10.0.0.1', ''],
  ['-i eth0', '! -i eth0', '-i eth+', '-i eth7', ''],
  ['-o eth1', '! -o lo', '-o eth0', '', ''],
  [
    '-p tcp -m tcp --dport 5',
    '-p tcp -m tcp ! --dport 6',
    '-p tcp -m multiport --dports 7,8',
    '-p udp -m udp --sport 5',
    '',
  ],
  ['-m mark --mark 1', '-m conntrack --ctstate NEW', '-m set --match-set s dst', '', '', ''],
] as const
const targets = ['ACCEPT', 'DROP', 'REJECT', 'RETURN', 'LONG', 'MARK --set-mark 1', 'LOG']

function rulesOf(seed: number): string {
  let state = seed
  const pick = <T>(list: readonly T[]): T => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return list[(state >>> 16) % list.length] as T
  }
  const rule = (chain: string) => {
    const target = pick(chain === 'LONG' ? targets.filter((one) => one !== 'LONG') : targets)
    return `-A ${chain} ${parts.map(pick).join(' ')} -j ${target}`.replaceAll(/ +/g, ' ')
  }
  const lines = (chain: string, many: number) => Array.from({ length: many }, () => rule(chain))
  const chains = [...lines('FORWARD', 60), ...lines('INPUT', 20), ...lines('LONG', 40)]
  const nat = [
    '-A PREROUTING -d 10.0.0.1/32 -p tcp -m tcp --dport 8 -j DNAT --to-destination 10.0.1.1:5',
    '-A PREROUTING -d 10.0.0.2/32 -p tcp -m tcp --dport 5 -j DNAT --to-destination 10.0.1.2:7',
    '-A PREROUTING -p tcp -m tcp --dport 6 -j REDIRECT --to-ports 5',
    '-A POSTROUTING -s 10.0.0.0/24 -o eth1 -j MASQUERADE',
  ]
  const filter = chains.filter((line) => !/-A INPUT .*-o/.test(line))
  return ['*nat', ...nat, 'COMMIT', '*filter', ':LONG - [0:0]', ...filter, 'COMMIT', ''].join('\n')
}

const facts: Facts = {
  ...noFacts,
  interfaces: [link('lo', 0x7f000001), link('eth0', 0x0a000001), link('eth1', 0x0a000101)],
  routes: [],
  sysctls: { 'net.ipv4.ip_forward': '1' },
  ipsets: [],
}

function link(name: string, address: number) {
  const own = { family: 'ipv4' as const, address, length: 24 }
  return { name, up: true, kind: undefined, bridge: undefined, mac: undefined, addresses: [own] }
}

const packets = fc
  .record({
    in: fc.constantFrom('eth0', 'eth1'),
    src: fc.constantFrom(0x0a000002, 0x0a000063, 0x0a000102, 0xc0000201),
    dst: fc.constantFrom(0x0a000001, 0x0a000002, 0x0a000101, 0x0a000102),
    protocol: fc.constantFrom(6, 6, 6, 17),
    sport: fc.constantFrom(5, 51138),
    dport: fc.integer({ min: 4, max: 9 }),
  })
  .map((said) => packet({ family: 'ipv4', ...said, ttl: 64 }))

describe('near misses are found without asking every rule', () => {
  let found = 0
  it.for([1, 2, 3, 4, 5, 6, 7, 8])('as a trace of every rule finds them (%i)', (seed) => {
    const program = buildProgram(lower(readText({ name: 'rules', text: rulesOf(seed) }).rulesets), facts)
    const watch = new NearWatch(program.world, () => 'all')
    fc.assert(
      fc.property(packets, (one) => {
        const all = nearMisses(trace(one, program), program)
        found += all.length
        expect([...eachNearMiss(trace(one, program, { watch }), program, watch)]).toEqual(all)
      }),
      { numRuns: 200 },
    )
  })

  it('there were some', () => {
    expect(found).toBeGreaterThan(0)
  })

  it('a rule whose near misses are not wanted is not among the steps', () => {
    const text = [
      '*filter',
      '-A INPUT -d 10.0.0.1 -p tcp -m tcp --dport 5 -j DROP',
      '-A INPUT -d 10.0.0.1 -p tcp -m tcp --dport 6 -j DROP',
    ]
    const program = buildProgram(
      lower(readText({ name: 'rules', text: [...text, 'COMMIT', ''].join('\n') }).rulesets),
      facts,
    )
    const watch = new NearWatch(program.world, ({ id }) => (id === 'ipv4/filter/INPUT#1' ? 'none' : 'all'))
    const one = packet({ in: 'eth0', src: 0x0a000002, dst: 0x0a000001, sport: 51138, dport: 7 })
    const steps = trace(one, program, { watch }).ways[0]?.steps ?? []
    expect(steps.flatMap((step) => (step.kind === 'rule' ? [step.id] : []))).toEqual(['ipv4/filter/INPUT#2'])
  })
})
