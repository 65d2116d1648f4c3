import { dockerRecogniser } from '#docker/recognise.ts'
import type { Owners } from '#model/owner.ts'
import type { Ruleset } from '#model/ruleset.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { assignOwners, otherRecognisers } from '#owners/owners.ts'

interface Known {
  readonly docker: Snapshot['docker']
  readonly owners: Owners
}

const known = new WeakMap<readonly Ruleset[], Known[]>()

/** Whose everything in the snapshot is: found out once for the same rules and the same state of Docker. */
export function ownersOf({ rulesets, docker }: Pick<Snapshot, 'rulesets' | 'docker'>): Owners {
  const list = known.get(rulesets) ?? []
  known.set(rulesets, list)
  const found = list.find((one) => one.docker === docker)
  if (found !== undefined) return found.owners
  const owners = assignOwners(rulesets, [...otherRecognisers, dockerRecogniser(docker)])
  list.push({ docker, owners })
  return owners
}
