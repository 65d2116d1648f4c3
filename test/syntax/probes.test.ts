import { describe, expect, it } from 'vitest'
import type { Family, Variant, Version } from '#model/family.ts'
import { answer, readProbes } from './probes.ts'

const tools: readonly (readonly [Version, Variant])[] = [
  ['1.8.7', 'nft'],
  ['1.8.7', 'legacy'],
  ['1.8.9', 'nft'],
  ['1.8.9', 'legacy'],
  ['1.8.10', 'nft'],
  ['1.8.10', 'legacy'],
  ['1.8.11', 'nft'],
  ['1.8.11', 'legacy'],
]

const sets: readonly (readonly [string, Family])[] = [
  ['probes', 'ipv4'],
  ['probes-order', 'ipv4'],
  ['probes6', 'ipv6'],
]

describe('what real iptables accepted prints as it saved it', () => {
  for (const [version, variant] of tools) {
    for (const [set, family] of sets) {
      const probes = readProbes(set, version, variant)
      if (probes.length === 0) continue
      it(`${set} of ${version} ${variant}: ${probes.length} rules`, () => {
        const wrong: string[] = []
        for (const probe of probes) {
          const { lines, faults } = answer(probe, family, { version, variant })
          const codes = faults.map(({ id }) => id).join(' ')
          if (probe.rc === 0) {
            const saved = probe.save.map((line) => line.trimEnd())
            if (faults.length > 0) wrong.push(`refused: ${probe.args}   ${codes}`)
            else if (lines.join('\n') !== saved.join('\n')) {
              wrong.push(`${probe.args}\n    ours   ${lines.join(' ;; ')}\n    theirs ${saved.join(' ;; ')}`)
            }
          } else if (probe.rc === 2 && faults.length === 0) {
            wrong.push(`accepted: ${probe.args}   (they said: ${probe.err.join(' ')})`)
          }
        }
        expect(wrong.join('\n')).toBe('')
      })
    }
  }
})
