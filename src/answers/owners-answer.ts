import { dockerRecogniser } from '#docker/recognise.ts'
import type { Owners } from '#model/owner.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { assignOwners, otherRecognisers } from '#owners/owners.ts'

/** Whose everything in the snapshot is: asked once, handed to whoever wants to know. */
export function ownersOf({ rulesets, docker }: Pick<Snapshot, 'rulesets' | 'docker'>): Owners {
  return assignOwners(rulesets, [...otherRecognisers, dockerRecogniser(docker)])
}
