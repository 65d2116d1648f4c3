import type { DockerState } from '#model/docker.ts'
import type { Rule, Ruleset } from '#model/ruleset.ts'
import type { AddressMask, UnknownValue } from '#model/value.ts'
import { isUnknown } from '#model/value.ts'
import type { Candidate } from './recognise-candidates.ts'
import { findCandidates } from './recognise-candidates.ts'
import type { Weighed } from './recognise-companions.ts'
import type { Evidence } from './recognise-evidence.ts'
import { gatherEvidence, inDefaultPools } from './recognise-evidence.ts'
import type { StateFacts } from './recognise-facts.ts'
import { stateFacts } from './recognise-facts.ts'
import { doubtOf, groupsOf } from './recognise-groups.ts'
import { isCopied } from './recognise-copied.ts'
import { isMarked, layoutOfRules, marksOfLayouts, otherEngines } from './recognise-layout.ts'
import { listedPart } from './recognise-listed.ts'
import { dockerChains } from './recognise-shapes.ts'
import type { Doubt } from './recognise-state.ts'
import { fitState } from './recognise-state.ts'

/** A rule that is Docker's, and which of its rules. `leftOver`: the engine of today does not write it here, but these do. */
export interface Proven extends Weighed {
  readonly leftOver: string | undefined
}

/** A rule that only looks like Docker's. */
export interface Alike {
  readonly rule: Rule
  readonly doubt: Doubt
  /** The bridge that it names; '' where it names none. */
  readonly bridge: string
}

/** What is Docker's on a host, what only looks so, and the rulesets that docker-ipv6nat wrote in the engine's place. */
export interface ProvenRules {
  readonly rules: readonly Proven[]
  readonly alike: readonly Alike[]
  readonly evidence: Evidence
  readonly copied: ReadonlySet<Ruleset>
}

/** Docker's rules in all rulesets of a host: what one of them tells of bridges and addresses counts for the others too. */
export function provenRules(rulesets: readonly Ruleset[], state?: DockerState): ProvenRules {
  const candidates = rulesets.flatMap(findCandidates)
  const evidence = gatherEvidence(candidates, rulesets, state)
  const copied = new Set(rulesets.filter((ruleset) => isCopied(ruleset, candidates, state)))
  const facts = new Map(
    rulesets.map((ruleset) => [ruleset, copied.has(ruleset) ? undefined : stateFacts(state, ruleset.family)]),
  )
  const weighed = weigh(candidates, evidence, facts)
  const layouts = new Map(
    rulesets.map((ruleset) => {
      const own = weighed.filter(({ place }) => place.ruleset === ruleset)
      return [ruleset, facts.get(ruleset)?.layout ?? layoutOfRules(ruleset, own)]
    }),
  )
  const layout = (ruleset: Ruleset) => layouts.get(ruleset)
  const groups = groupsOf(weighed, (ruleset) => facts.get(ruleset), layout)
  const older = marksOfLayouts(weighed)
  const decided = new Set<Rule>()
  const doubts = new Map<Rule, Alike>()
  const rules: Proven[] = []
  for (const one of weighed) {
    if (decided.has(one.rule)) continue
    const today = layout(one.place.ruleset)
    const leftOver = otherEngines(one.pattern.by, today)
    const doubt =
      doubtOf(one, groups) ??
      (today !== undefined &&
      leftOver !== undefined &&
      !isMarked(one, today, older.get(one.place.ruleset), groups.companions)
        ? 'layout'
        : undefined)
    if (doubt !== undefined) {
      if (!doubts.has(one.rule)) doubts.set(one.rule, { rule: one.rule, doubt, bridge: String(one.taken.bridge ?? '') })
      continue
    }
    decided.add(one.rule)
    const { rule, place, pattern, taken, part, fit } = one
    rules.push({ rule, place, pattern, taken, part, fit, leftOver })
  }
  const alike = [...doubts.values()].filter(({ rule }) => !decided.has(rule))
  return { rules, alike, evidence, copied }
}

/** The candidates that the place and the bridges of this host bear out, with how they fit Docker's state. */
function weigh(
  candidates: readonly Candidate[],
  evidence: Evidence,
  facts: ReadonlyMap<Ruleset, StateFacts | undefined>,
): readonly Weighed[] {
  const found: Weighed[] = []
  for (const candidate of candidates) {
    const part = provenPart(candidate, evidence)
    if (part === undefined) continue
    const { rule, place, pattern, taken } = candidate
    // Named one by one: a host may have 100,000 of them.
    found.push({ rule, place, pattern, taken, part, fit: fitState(candidate, facts.get(place.ruleset)) })
  }
  return found
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
