import type { DockerState } from '#model/docker.ts'
import type { Part } from '#model/parts.ts'
import type { Rule, Ruleset } from '#model/ruleset.ts'
import type { AddressMask, UnknownValue } from '#model/value.ts'
import { isUnknown } from '#model/value.ts'
import type { Candidate } from './recognise-candidates.ts'
import { findCandidates } from './recognise-candidates.ts'
import type { Evidence } from './recognise-evidence.ts'
import { gatherEvidence, inDefaultPools } from './recognise-evidence.ts'
import { listedPart } from './recognise-listed.ts'
import { dockerChains } from './recognise-shapes.ts'

/** A rule that is Docker's, and which of its rules. */
export interface Proven extends Candidate {
  readonly part: Part<'docker'>
}

/** Docker's rules in all rulesets of a host: what one of them tells of bridges and addresses counts for the others too. */
export function provenRules(
  rulesets: readonly Ruleset[],
  state?: DockerState,
): { readonly rules: readonly Proven[]; readonly evidence: Evidence } {
  const candidates = rulesets.flatMap(findCandidates)
  const evidence = gatherEvidence(candidates, rulesets, state)
  const decided = new Set<Rule>()
  const rules: Proven[] = []
  for (const candidate of candidates) {
    if (decided.has(candidate.rule)) continue
    const part = provenPart(candidate, evidence)
    if (part === undefined) continue
    decided.add(candidate.rule)
    rules.push({ ...candidate, part })
  }
  return { rules, evidence }
}

function provenPart(candidate: Candidate, evidence: Evidence): Candidate['pattern']['part'] | undefined {
  const { pattern, taken, rule, place } = candidate
  const { part } = pattern
  switch (pattern.proof) {
    case 'sure':
      return shownEnough(candidate) ? part : undefined
    case 'bridge': {
      const { bridge } = taken
      if (bridge === undefined) return rule.hidden.length === 0 ? undefined : hiddenBridge(candidate, evidence)
      return evidence.isBridge(String(bridge)) ? part : undefined
    }
    case 'address':
      return evidence.isInside(String(taken.containerAddress), addressOf(rule.source?.value)) ? part : undefined
    case 'twin':
      return evidence.guarded.has(String(taken.containerAddress)) ? part : undefined
    case 'host':
      return evidence.host ? part : undefined
    case 'sandbox':
      return evidence.sandboxes.has(place.ruleset) ? part : undefined
  }
}

/** Where a listing hides what would be sure, the chain it stands in or jumps to must be Docker's. */
function shownEnough({ rule, place, pattern }: Candidate): boolean {
  const own = (chain: string) => dockerChains[`${place.table} ${chain}`] !== undefined
  return rule.hidden.length === 0 || own(place.chain.name) || own(pattern.shape.target)
}

/** A listing without `-v` shows no interfaces: the chain, the neighbours or the addresses must tell. */
function hiddenBridge(candidate: Candidate, evidence: Evidence): Candidate['pattern']['part'] | undefined {
  const { pattern, place, rule, taken } = candidate
  if (dockerChains[`${place.table} ${place.chain.name}`] !== undefined) return pattern.part
  if (place.chain.name === 'FORWARD') return listedPart(pattern.part, place)
  if (!evidence.host) return undefined
  const { containerAddress } = taken
  if (containerAddress !== undefined)
    return evidence.isInside(String(containerAddress), undefined) ? pattern.part : undefined
  const source = addressOf(rule.source?.value)
  return source !== undefined && inDefaultPools(source) ? pattern.part : undefined
}

function addressOf(value: AddressMask | UnknownValue | undefined): AddressMask | undefined {
  return value === undefined || isUnknown(value) ? undefined : value
}
