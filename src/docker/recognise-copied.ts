import type { DockerState } from '#model/docker.ts'
import type { Ruleset } from '#model/ruleset.ts'
import { atLeast, readEngineVersion } from './engines/engine-version.ts'
import type { Candidate } from './recognise-candidates.ts'

/**
 * Whether docker-ipv6nat wrote the rules: an engine before 20.10 writes none in ip6tables. Without a version, its older chain and its
 * order tell: the engine inserts the replies above the jump to published ports, docker-ipv6nat puts them between that jump and the way out.
 * Source: docker-ipv6nat, manager.go.
 */
export function isCopied(ruleset: Ruleset, candidates: readonly Candidate[], state: DockerState | undefined): boolean {
  if (ruleset.family !== 'ipv6') return false
  const version = state === undefined ? undefined : readEngineVersion(state.version)
  if (version !== undefined) return !atLeast(version, 20, 10)
  const forward = candidates.filter(({ place }) => place.ruleset === ruleset && place.chain.name === 'FORWARD')
  if (forward.some(({ rule }) => rule.target?.name === 'DOCKER-ISOLATION')) return true
  const stands = (part: string, { taken, place }: Candidate, below: number) =>
    forward.some(
      (one) =>
        one.pattern.part === part && one.taken.bridge === taken.bridge && one.place.index === place.index + below,
    )
  const jumps = forward.filter(({ pattern }) => pattern.part === 'port-jump')
  return jumps.some((jump) => stands('replies', jump, 1) && stands('egress', jump, 2))
}
