import type { Place } from '#model/owner.ts'
import type { Rule, Ruleset } from '#model/ruleset.ts'
import { ruleFeatures } from '#syntax/rule-features.ts'
import type { Taken } from '#syntax/shape.ts'
import { fitShape } from '#syntax/shape.ts'
import type { DockerShape } from './recognise-shapes.ts'
import { dockerShapes } from './recognise-shapes.ts'

/** A rule that has the shape of one of Docker's; whether it is Docker's, the evidence decides. */
export interface Candidate {
  readonly rule: Rule
  readonly place: Place
  readonly pattern: DockerShape
  readonly taken: Taken
}

const byChain = indexShapes()

/** Every rule that looks like one of Docker's, in the order of the ruleset; a rule that fits several patterns comes several times. */
export function findCandidates(ruleset: Ruleset): readonly Candidate[] {
  const found: Candidate[] = []
  for (const table of ruleset.tables) {
    for (const chain of table.chains) {
      const byTarget = byChain.get(`${table.name} ${chain.name}`)
      if (byTarget === undefined) continue
      chain.rules.forEach((rule, index) => {
        const patterns = byTarget.get(rule.target?.name ?? '')
        if (patterns !== undefined) addFits(found, rule, { ruleset, table: table.name, chain, index }, patterns)
      })
    }
  }
  return found
}

function addFits(found: Candidate[], rule: Rule, place: Place, patterns: readonly DockerShape[]): void {
  const features = ruleFeatures(rule, place.ruleset.family)
  for (const pattern of patterns) {
    const taken = fitShape(pattern.shape, rule, features)
    if (taken !== undefined) found.push({ rule, place, pattern, taken })
  }
}

function indexShapes(): ReadonlyMap<string, ReadonlyMap<string, readonly DockerShape[]>> {
  const chains = new Map<string, Map<string, DockerShape[]>>()
  for (const pattern of dockerShapes) {
    const key = `${pattern.table} ${pattern.chain}`
    const targets = chains.get(key) ?? new Map<string, DockerShape[]>()
    chains.set(key, targets)
    const same = targets.get(pattern.shape.target)
    if (same === undefined) targets.set(pattern.shape.target, [pattern])
    else same.push(pattern)
  }
  return chains
}
