import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Facts } from '#model/facts.ts'
import { noFacts } from '#model/facts.ts'
import { packet } from '#model/packet.ts'
import { lower } from '#lowered/lower.ts'
import { buildProgram } from '#netfilter/program.ts'
import { judge, trace } from '#netfilter/trace.ts'
import { readText } from '#syntax/text/read-text.ts'

// Many packets are judged with rules passed over that certainly do not take them; one that is traced meets every rule.
const rules = `*nat
:PORTS - [0:0]
-A PREROUTING -d 10.0.0.0/30 -j PORTS
-A PREROUTING ! -i eth0 -p udp -m udp --dport 5:6 -j REDIRECT --to-ports 7
-A PORTS -p tcp -m tcp --dport 5 -j DNAT --to-destination 10.0.1.1:8
-A PORTS ! -s 10.0.1.0/24 -p tcp -m tcp ! --dport 6 -j DNAT --to-destination 10.0.1.2
-A POSTROUTING -s 10.0.1.0/24 ! -o eth1 -j MASQUERADE
COMMIT
*filter
:FORWARD DROP [0:0]
:A - [0:0]
:B - [0:0]
-A FORWARD -m recent --name x --rcheck --rsource -j B
-A FORWARD -i eth+ -g A
-A FORWARD -p icmp -j ACCEPT
-A A -p tcp -m multiport --dports 5,8 -j B
-A A -f -j DROP
-A A -i eth1 -o eth0 -m iprange --src-range 10.0.0.2-10.0.1.1 -j RETURN
-A A -m time --timestart 08:00:00 -p udp -m udp --sport 5 -j ACCEPT
-A A -p 47 -j ACCEPT
-A B -s 10.0.0.0/31,10.0.1.1 -p tcp -m tcp --sport 5:7 -j ACCEPT
-A B -d 10.0.1.0/31 -o eth1 -m set --match-set s src -j REJECT
-A B -p tcp ! -o eth0 -j ACCEPT
-A INPUT -p tcp -m tcp --dport 7 -j DROP
-A OUTPUT -o lo -j ACCEPT
-A OUTPUT -d 10.0.1.0/24 -p udp -m udp --dport 5 -j DROP
COMMIT
`

// Long chains are passed over by an index: rules of every kind that it knows, in chains that call each other.
const parts = [
  ['-s 10.0.0.1', '-s 10.0.1.0/24', '! -s 10.0.1.1', ''],
  ['-d 10.0.1.1', '-d 10.0.1.2', '-d 10.0.0.0/16', ''],
  ['-i eth0', '! -i eth0', '-i eth+', ''],
  ['-o eth1', '! -o lo', '', ''],
  ['-p tcp -m tcp --dport 5', '-p tcp -m tcp ! --dport 6', '-p udp -m udp --sport 5', '-p icmp', ''],
] as const
const targets = ['ACCEPT', 'DROP', 'RETURN', 'LONG', 'MARK --set-mark 1', 'LOG']

function longRules(seed: number): string {
  let state = seed
  const pick = <T>(list: readonly T[]): T => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return list[(state >>> 16) % list.length] as T
  }
  const rule = (chain: string) => {
    const target = pick(chain === 'LONG' ? targets.filter((one) => one !== 'LONG') : targets)
    return `-A ${chain} ${parts.map(pick).join(' ')} -j ${target}`.replaceAll(/ +/g, ' ')
  }
  const lines = (chain: string) => Array.from({ length: 80 }, () => rule(chain))
  const chains = [...lines('FORWARD'), ...lines('INPUT'), ...lines('OUTPUT'), ...lines('LONG')]
  const allowed = chains.filter((line) => !/-A (INPUT .*-o|OUTPUT .*-i) /.test(line))
  return ['*filter', ':LONG - [0:0]', ...allowed, 'COMMIT', ''].join('\n')
}

const known: Facts = {
  ...noFacts,
  interfaces: [link('lo', 0x7f000001), link('eth0', 0x0a000001), link('eth1', 0x0a000101)],
  routes: [],
  sysctls: { 'net.ipv4.ip_forward': '1' },
  sockets: [],
}

function link(name: string, address: number) {
  const own = { family: 'ipv4' as const, address, length: 24 }
  return { name, up: true, kind: undefined, bridge: undefined, mac: undefined, addresses: [own] }
}

const address = fc.constantFrom(0x0a000001, 0x0a000002, 0x0a000003, 0x0a000101, 0x0a000102, 0x7f000001, 0xc0000201)
const port = fc.option(fc.integer({ min: 4, max: 9 }), { nil: undefined })
const packets = fc
  .record({
    local: fc.boolean(),
    in: fc.constantFrom('eth0', 'eth1', undefined),
    src: fc.option(address, { nil: undefined }),
    dst: address,
    protocol: fc.constantFrom(1, 6, 17, 47),
    sport: port,
    dport: port,
    fragment: fc.constantFrom<0 | 1>(0, 0, 0, 1),
  })
  .map((said) => packet({ family: 'ipv4', ...said, in: said.local ? '' : said.in, icmptype: 8, icmpcode: 0, ttl: 64 }))

describe('passing over rules changes no answer', () => {
  it.for([
    ['a host that is known', known],
    ['a host of which nothing is known', noFacts],
  ] as const)('on %s', ([, facts]) => {
    const program = buildProgram(lower(readText({ name: 'rules', text: rules }).rulesets), facts)
    fc.assert(
      fc.property(packets, (one) => {
        const { verdict, by, rules: ids, final, perhaps, ways } = trace(one, program)
        const quick = judge(one, program, 'rules')
        expect({ verdict, by, ids, final, perhaps }).toEqual({
          verdict: quick.verdict,
          by: quick.by,
          ids: quick.rules,
          final: quick.final,
          perhaps: quick.perhaps,
        })
        expect(quick.ways.length).toBe(ways.length)
      }),
      { numRuns: 1500 },
    )
  })

  it.for([1, 2, 3, 4])('in long chains (%i)', (seed) => {
    const { rulesets } = readText({ name: 'rules', text: longRules(seed) })
    for (const facts of [known, noFacts]) {
      const program = buildProgram(lower(rulesets), facts)
      fc.assert(
        fc.property(packets, (one) => {
          const steps = trace(one, program)
          const quick = judge(one, program, 'rules')
          expect([quick.verdict, quick.by, quick.rules]).toEqual([steps.verdict, steps.by, steps.rules])
        }),
        { numRuns: 150 },
      )
    }
  })

  it('on the rules of a real host', () => {
    const name = new URL('../cases/hosts/redis-29.1.3/iptables-save.txt', import.meta.url)
    const program = buildProgram(lower(readText({ name: 'dump', text: readFileSync(name, 'utf8') }).rulesets), known)
    fc.assert(
      fc.property(packets, (one) => {
        const steps = trace(one, program)
        const quick = judge(one, program, 'rules')
        expect([quick.verdict, quick.rules]).toEqual([steps.verdict, steps.rules])
      }),
      { numRuns: 500 },
    )
  })
})
