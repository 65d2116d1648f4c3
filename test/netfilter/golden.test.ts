import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Family, Variant } from '#model/family.ts'
import { type Packet, packet } from '#model/packet.ts'
import { Connections } from '#netfilter/connections.ts'
import { lower } from '#lowered/lower.ts'
import { buildProgram } from '#netfilter/program.ts'
import { factsOfTexts, hostFiles, type HostTexts, withSysctls } from './differential-host.ts'
import { ip, rulesOf } from './hosts.ts'

/** Rules and packets of which we once said other than the kernel, and what the kernel counted: packets and bytes of each rule. */
interface GoldenCase {
  readonly title: string
  readonly family: Family
  readonly variant: Variant
  readonly sysctls: Readonly<Record<string, number>>
  readonly rules: readonly (readonly string[])[]
  readonly packets: readonly Readonly<Record<string, unknown>>[]
  readonly kernel: Readonly<Record<string, readonly [packets: number, bytes: number]>>
}

const cases = new URL('../cases/netfilter/', import.meta.url)
const host = new URL('differential-host/', cases)
const texts = Object.fromEntries(hostFiles.map((name) => [name, readFileSync(new URL(name, host), 'utf8')]))
const facts = factsOfTexts(texts as HostTexts)

function packetOf(said: Readonly<Record<string, unknown>>): Packet {
  const read = (value: unknown) => (typeof value === 'string' ? ip(value) : undefined)
  const inner = said.inner as Readonly<Record<string, unknown>> | undefined
  const quoted = inner === undefined ? {} : { inner: { ...inner, src: read(inner.src), dst: read(inner.dst) } }
  return packet({ ...said, ...quoted, src: read(said.src), dst: ip(String(said.dst)) } as Parameters<typeof packet>[0])
}

describe('what we once said otherwise than the kernel', () => {
  const folder = new URL('golden/', cases)
  for (const name of readdirSync(folder)) {
    const golden = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as GoldenCase
    it(golden.title, () => {
      const { family, variant, rules, sysctls } = golden
      const other = variant === 'nft' ? 'legacy' : 'nft'
      const rulesets = rules.map((lines, index) =>
        rulesOf(`${lines.join('\n')}\n`, index === 0 ? variant : other, family),
      )
      const program = buildProgram(lower(rulesets), withSysctls(facts, sysctls), { queues: 'unattended' })
      const connections = new Connections()
      const counts: Record<string, [number, number]> = {}
      for (const each of golden.packets.map(packetOf)) {
        for (const id of connections.send(each, program, 'rules').rules) {
          const [packets, bytes] = counts[id] ?? [0, 0]
          counts[id] = [packets + 1, bytes + (each.length ?? 0)]
        }
      }
      expect(counts).toEqual(golden.kernel)
    })
  }
})
