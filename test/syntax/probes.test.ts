import { describe, expect, it } from 'vitest'
import type { Answer, Probe, ProbeSet } from './probes.ts'
import { answer, readProbeSets } from './probes.ts'

// Refused for what the host lacks (a set, a chain), which no reader of text can know.
const aboutTheHost = /^(iptables v\S+ \(\w+\): )?(Set .* doesn't exist|Chain '.*' does not exist)/

// Refused because the name did not resolve there: we keep it and warn.
const aboutNames = /host\/network `.*' not found|getaddrinfo: Temporary failure/

function judge(probe: Probe & Answer, { family, dialect }: ProbeSet): string | undefined {
  const { lines, faults, warnings } = answer(probe, family, dialect)
  const codes = faults.map(({ id }) => id).join(' ')
  if (probe.rc === 0) {
    if (faults.length > 0) return `refused: ${probe.args}   ${codes}`
    if (lines.join('\n') === probe.save.join('\n')) return undefined
    return `${probe.args}\n    ours   ${lines.join(' ;; ')}\n    theirs ${probe.save.join(' ;; ')}`
  }
  if (probe.rc !== 2)
    return faults.length === 0 ? undefined : `refused though the parser takes it: ${probe.args}   ${codes}`
  if (faults.length > 0 || aboutTheHost.test(probe.err)) return undefined
  if (aboutNames.test(probe.err) && warnings.some(({ id }) => id === 'syntax/host-name')) return undefined
  return `accepted: ${probe.args}   (they said: ${probe.err})`
}

describe('what real iptables accepted prints as it saved it, and what its parser refused is refused', () => {
  for (const set of readProbeSets()) {
    const { name, family, dialect, probes } = set
    it(`${name} ${family} of ${dialect.version} ${dialect.variant}: ${probes.length} rules`, () => {
      const wrong = probes.map((probe) => judge(probe, set)).filter((text) => text !== undefined)
      expect(wrong.join('\n')).toBe('')
    })
  }
})
