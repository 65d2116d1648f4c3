import { dockerNftClaims } from '#docker/nftables/recognise-nft.ts'
import { dockerRecogniser } from '#docker/recognise.ts'
import type { Owners } from '#model/owner.ts'
import type { Ruleset } from '#model/ruleset.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { namesakes } from '#owners/nft-tables.ts'
import { assignOwners, otherRecognisers } from '#owners/owners.ts'

type Owned = Pick<Snapshot, 'rulesets' | 'docker'> & Partial<Pick<Snapshot, 'native'>>

interface Known {
  readonly docker: Snapshot['docker']
  readonly native: Snapshot['native']
  readonly owners: Owners
}

const known = new WeakMap<readonly Ruleset[], Known[]>()

/** Whose everything in the snapshot is: found out once for the same rules and the same state of Docker. */
export function ownersOf({ rulesets, docker, native }: Owned): Owners {
  const list = known.get(rulesets) ?? []
  known.set(rulesets, list)
  const found = list.find((one) => one.docker === docker && one.native === native)
  if (found !== undefined) return found.owners
  const strange = namesakes(native ?? [])
  const dockers = dockerNftClaims(native ?? [], docker)
  const claims = (id: string) => strange(id) ?? dockers(id)
  const owners = assignOwners(rulesets, [...otherRecognisers, dockerRecogniser(docker)], claims)
  list.push({ docker, native, owners })
  return owners
}
