import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { packet } from '#model/packet.ts'
import { lower } from '#lowered/lower.ts'
import { buildProgram } from '#netfilter/program.ts'
import { trace } from '#netfilter/trace.ts'
import { readText } from '#syntax/text/read-text.ts'
import { dump } from '../../bench/generate.mjs'
import { pcap, traceFacts, tracePackets, traceRules } from '../../bench/trace-rules.mjs'

const rulesIn = (text: string) => text.split('\n').filter((line) => line.startsWith('-A ')).length

describe('what the benchmarks feed is what they say', () => {
  it.for([1000, 5000, 100_000])('a dump of %i rules has so many, and nothing in it is refused', (count) => {
    const text = dump(count)
    expect(rulesIn(text)).toBe(count)
    if (count < 100_000) expect(readText({ name: 'dump', text }).diagnostics).toEqual([])
  })

  it('rules to trace through are a thousand, with chains of their own and NAT', () => {
    const text = traceRules(1000)
    expect(rulesIn(text)).toBe(1000)
    expect(text.match(/^:\S+ - /gm)?.length).toBe(12)
    expect(text.match(/-j (DNAT|MASQUERADE)/g)?.length).toBeGreaterThan(200)
  })

  it.for(['nft', 'legacy'])('iptables-%s-restore --test takes all of them', (variant, ctx) => {
    if (process.getuid?.() !== 0) ctx.skip('not root')
    const name = `seawall-bench-test-${process.pid}`
    if (spawnSync('ip', ['netns', 'add', name]).status !== 0) ctx.skip('no network namespaces here')
    try {
      for (const input of [dump(1000), traceRules(1000)]) {
        const command = ['netns', 'exec', name, `iptables-${variant}-restore`, '--test']
        const { status, stderr, error } = spawnSync('ip', command, { input, encoding: 'utf8' })
        if (error !== undefined || /No such file/.test(stderr)) ctx.skip(`no iptables-${variant}-restore`)
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      }
    } finally {
      spawnSync('ip', ['netns', 'del', name])
    }
  })

  it('packets go through a good part of the rules, to an end that is known', () => {
    const { rulesets } = readText({ name: 'rules', text: traceRules(1000) })
    const program = buildProgram(lower(rulesets), traceFacts)
    const ways = tracePackets(300).map((one) => {
      const said = { family: 'ipv4' as const, protocol: 17, in: 'in0', ...one, length: 46, ttl: 64, tos: 0 }
      return trace(packet(said), program)
    })
    const met = ways.map(({ ways: [way] }) => way?.steps.filter(({ kind }) => kind === 'rule').length ?? 0)
    expect(met.reduce((sum, count) => sum + count, 0) / met.length).toBeGreaterThan(150)
    expect(ways.filter(({ verdict }) => verdict !== 'ACCEPT' && verdict !== 'DROP')).toEqual([])
    expect(ways.filter(({ final, packet: { dst } }) => final.dst !== dst).length).toBeGreaterThan(80)
  })

  it('frames carry the packets: addresses, ports, and a header checksum that adds up', () => {
    const [first] = tracePackets(1)
    const file = pcap(tracePackets(10), '02:00:00:00:00:01')
    expect(file.length).toBe(24 + 10 * (16 + 60))
    const ip = file.subarray(24 + 16 + 14, 24 + 16 + 34)
    expect([ip.readUInt32BE(12), ip.readUInt32BE(16)]).toEqual([first?.src, first?.dst])
    let sum = 0
    for (let at = 0; at < 20; at += 2) sum += ip.readUInt16BE(at)
    expect((sum & 0xffff) + (sum >>> 16)).toBe(0xffff)
  })
})
