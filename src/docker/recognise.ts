import type { DockerState } from '#model/docker.ts'
import type { Claims, Ownership, Place, Recogniser } from '#model/owner.ts'
import { ownership } from '#model/parts.ts'
import type { Chain, Rule, Ruleset } from '#model/ruleset.ts'
import type { AddressMask, UnknownValue } from '#model/value.ts'
import { isUnknown } from '#model/value.ts'
import { generation } from './generation.ts'
import type { Candidate } from './recognise-candidates.ts'
import { findCandidates } from './recognise-candidates.ts'
import type { Evidence } from './recognise-evidence.ts'
import { gatherEvidence, inDefaultPools } from './recognise-evidence.ts'
import { listedPart } from './recognise-listed.ts'
import type { About, Names } from './recognise-names.ts'
import { namedArgs, namesFrom } from './recognise-names.ts'
import { dockerChains } from './recognise-shapes.ts'

/**
 * Tells which rules and chains are Docker's and what each is for, from the rules alone; `state`, where Docker was asked, adds
 * the names of networks and containers and the bridges that have names of their own.
 */
export function dockerRecogniser(state?: DockerState): Recogniser {
  const names = namesFrom(state)
  return (rulesets) => {
    const found = rulesets.map((ruleset) => ({ ruleset, candidates: findCandidates(ruleset) }))
    const evidence = gatherEvidence(
      found.flatMap(({ candidates }) => candidates),
      rulesets,
      state,
    )
    const owned = new Map<Rule, Ownership>()
    const layouts = new Map<Ruleset, string>()
    for (const { ruleset, candidates } of found) {
      const layout = generation(ruleset, candidates)?.layout ?? ''
      layouts.set(ruleset, layout)
      claimRules(owned, candidates, evidence, names, {
        generation: layout,
        proxy: proxyOf(candidates),
        published: evidence.published,
      })
    }
    return { ofRule: (rule) => owned.get(rule), ofChain: chainClaims(layouts), ofStranger }
  }
}

function claimRules(
  owned: Map<Rule, Ownership>,
  candidates: readonly Candidate[],
  evidence: Evidence,
  names: Names,
  about: About,
): void {
  const swarm = candidates.some(({ pattern }) => pattern.part === 'ingress-jump-prerouting')
  for (const candidate of candidates) {
    const { rule, pattern, taken } = candidate
    if (owned.has(rule)) continue
    const part = provenPart(candidate, evidence)
    if (part === undefined) continue
    const meshed = swarm && part === 'host-masquerade' && taken.bridge === 'docker_gwbridge'
    const args = namedArgs(taken, pattern.chain, names, about)
    owned.set(rule, ownership('docker', meshed ? 'ingress-masquerade' : part, args))
  }
}

/** On, off, or '' where no rule tells: with the proxy on, loopback is left to it. */
function proxyOf(candidates: readonly Candidate[]): 'on' | 'off' | '' {
  const writes = (part: string) => candidates.some(({ pattern }) => pattern.part === part)
  if (writes('nat-jump-output')) return 'on'
  return writes('nat-jump-output-loopback') ? 'off' : ''
}

function provenPart(candidate: Candidate, evidence: Evidence): Candidate['pattern']['part'] | undefined {
  const { pattern, taken, rule, place } = candidate
  const { part } = pattern
  switch (pattern.proof) {
    case 'sure':
      return part
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

function chainClaims(layouts: ReadonlyMap<Ruleset, string>): Claims['ofChain'] {
  return (ruleset: Ruleset, table: string, chain: Chain) => {
    const args = { chain: chain.name, generation: layouts.get(ruleset) ?? '' }
    const part = chain.policy === undefined ? dockerChains[`${table} ${chain.name}`] : undefined
    if (part !== undefined) return ownership('docker', part, args)
    const closed = table === 'filter' && chain.name === 'FORWARD' && chain.policy === 'DROP' && args.generation !== ''
    return closed ? ownership('docker', 'forward-policy', args) : undefined
  }
}

function ofStranger(_rule: Rule, { table, chain }: Place): Ownership | undefined {
  const part = dockerChains[`${table} ${chain.name}`]
  if (part === undefined) return undefined
  return ownership('user', part === 'user-chain' ? 'docker-user' : 'inside-docker-chain', { chain: chain.name })
}
