import { describe, expect, it } from 'vitest'
import type { Answer, Probe, ProbeSet } from './probes.ts'
import { answer, readProbeSets } from './probes.ts'

// Refused for what that host lacks (a set, a chain, IPv6 for localhost), which no reader of text can know.
const aboutTheHost =
  /Set .* doesn't exist|Chain '.*' does not exist|goto '.*' is not a chain|Couldn't load target|`localhost' not found/

// Refused because the name did not resolve there, or no such match or target is installed there: we keep it and warn.
const aboutNames = /host\/network `.*' not found|getaddrinfo: Temporary failure|Couldn't load match|unknown option/
const keptWithWarning = ['syntax/host-name', 'syntax/unknown-match', 'syntax/unknown-target']

// What we do otherwise, and why.
const otherwise: ReadonlySet<string> = new Set([
  // 1.8.9 takes `-ieth0` for the name of an interface; we say that the option is misread.
  '-ieth0',
  '-oeth0',
  // Two blanks where the list is empty.
  "-p dccp --dccp-types '' -j ACCEPT",
  // A character cut in two is printed as half of it.
  `-m comment --comment '${'é'.repeat(128)}'`,
  // Prints the help of iptables and adds no rule.
  '-p tcp -j CT --help ftp',
])

function judge(probe: Probe & Answer, { family, dialect }: ProbeSet): string | undefined {
  if (otherwise.has(probe.args)) return undefined
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
  if (aboutNames.test(probe.err) && warnings.some(({ id }) => keptWithWarning.includes(id))) return undefined
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
