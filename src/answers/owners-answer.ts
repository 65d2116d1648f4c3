import { generation } from '#docker/generation.ts'
import { dockerRecogniser } from '#docker/recognise.ts'
import type { RulesetExplanation } from '#model/explanation.ts'
import type { Owners } from '#model/owner.ts'
import type { Ruleset } from '#model/ruleset.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { assignOwners, otherRecognisers } from '#owners/owners.ts'

/** Whose everything in the snapshot is: asked once, handed to whoever wants to know. */
export function ownersOf({ rulesets, docker }: Pick<Snapshot, 'rulesets' | 'docker'>): Owners {
  return assignOwners(rulesets, [...otherRecognisers, dockerRecogniser(docker)])
}

/** Docker's layout in a ruleset, as people say it. */
export function layoutOf(ruleset: Ruleset): RulesetExplanation['layout'] {
  const found = generation(ruleset)
  if (found === undefined) return undefined
  const versions =
    found.to === undefined
      ? `${found.from} or later`
      : found.from === found.to
        ? found.from
        : `${found.from} to ${found.to}`
  return { name: found.layout, versions }
}
