import type { DockerState } from '#model/docker.ts'
import type { Claims, Ownership, Recogniser } from '#model/owner.ts'
import { ownership } from '#model/parts.ts'
import type { Chain, Rule, Ruleset } from '#model/ruleset.ts'
import { type Generation, generation, layoutText } from './generation.ts'
import type { Evidence } from './recognise-evidence.ts'
import { hasDockerChain, hostKey } from './recognise-evidence.ts'
import type { About, Names } from './recognise-names.ts'
import { namedArgs, namesFrom } from './recognise-names.ts'
import type { Alike, Proven } from './recognise-proof.ts'
import { provenRules } from './recognise-proof.ts'
import { dockerChains } from './recognise-shapes.ts'
import type { Unneeded } from './recognise-unneeded.ts'
import { unneeded } from './recognise-unneeded.ts'

/**
 * Tells which rules and chains are Docker's and what each is for, from the rules alone; `state`, where Docker was asked, adds
 * the names of networks and containers and the bridges that have names of their own.
 */
export function dockerRecogniser(state?: DockerState): Recogniser {
  const names = namesFrom(state)
  return (rulesets) => {
    const { rules, alike, evidence, copied } = provenRules(rulesets, state)
    const doubts = new Map(alike.map((one) => [one.rule, one]))
    const marks = unneeded(rules)
    const owned = new Map<Rule, Ownership>()
    const layouts = new Map<Ruleset, string>()
    const generations = new Map<Ruleset, Generation>()
    for (const ruleset of rulesets) {
      const own = rules.filter(({ place }) => place.ruleset === ruleset)
      if (copied.has(ruleset)) {
        for (const { rule, place } of own)
          owned.set(rule, ownership('docker-ipv6nat', 'rule', { role: 'rule', chain: place.chain.name }))
        continue
      }
      const found = generation(ruleset, own)
      if (found !== undefined) generations.set(ruleset, found)
      const layout = found?.layout ?? ''
      if (own.length > 0 || hasDockerChain(ruleset) || isRunning(state)) layouts.set(ruleset, layout)
      claimRules(owned, own, marks, names, evidence, {
        generation: layout,
        proxy: proxyOf(own),
        published: evidence.published,
      })
    }
    return {
      ofRule: (rule) => owned.get(rule),
      ofChain: chainClaims(layouts, copied),
      ofStranger: stranger(doubts),
      layoutOf(ruleset) {
        const found = generations.get(ruleset)
        return found && layoutText(found)
      },
    }
  }
}

function isRunning(state: DockerState | undefined): boolean {
  return state !== undefined && state.version !== ''
}

function claimRules(
  owned: Map<Rule, Ownership>,
  rules: readonly Proven[],
  marks: ReadonlyMap<Rule, Unneeded>,
  names: Names,
  { behind }: Evidence,
  about: About,
): void {
  const swarm = rules.some(({ part }) => part === 'ingress-jump-prerouting')
  for (const { rule, part, pattern, taken } of rules) {
    const meshed = swarm && part === 'host-masquerade' && taken.bridge === 'docker_gwbridge'
    const known = taken.hostPort === undefined ? taken : { ...behind.get(hostKey(taken)), ...taken }
    const mark = marks.get(rule)
    owned.set(
      rule,
      ownership('docker', mark?.part ?? (meshed ? 'ingress-masquerade' : part), {
        ...namedArgs(known, pattern.chain, names, about),
        ...mark?.args,
      }),
    )
  }
}

/** On, off, or '' where no rule tells: with the proxy on, loopback is left to it. */
function proxyOf(rules: readonly Proven[]): 'on' | 'off' | '' {
  if (rules.some(({ part }) => part === 'nat-jump-output')) return 'on'
  return rules.some(({ part }) => part === 'nat-jump-output-loopback') ? 'off' : ''
}

/** `layouts` holds the rulesets in which Docker has worked. */
function chainClaims(layouts: ReadonlyMap<Ruleset, string>, copied: ReadonlySet<Ruleset>): Claims['ofChain'] {
  return (ruleset: Ruleset, table: string, chain: Chain) => {
    const args = { chain: chain.name, generation: layouts.get(ruleset) ?? '' }
    const part = chain.policy === undefined ? dockerChains[`${table} ${chain.name}`] : undefined
    if (part !== undefined && copied.has(ruleset))
      return ownership('docker-ipv6nat', 'chain', { role: 'chain', chain: chain.name })
    if (part !== undefined) return ownership('docker', part, args)
    const closed = table === 'filter' && chain.name === 'FORWARD' && chain.policy === 'DROP' && layouts.has(ruleset)
    return closed ? ownership('docker', 'forward-policy', args) : undefined
  }
}

function stranger(doubts: ReadonlyMap<Rule, Alike>): NonNullable<Claims['ofStranger']> {
  return (rule, { table, chain }) => {
    const part = dockerChains[`${table} ${chain.name}`]
    const doubt = doubts.get(rule)
    if (doubt !== undefined) {
      const args = {
        chain: chain.name,
        but: doubt.doubt,
        bridge: doubt.bridge,
        inside: part === undefined ? '' : 'yes',
      }
      return ownership('user', 'looks-like-docker', args)
    }
    if (part === undefined) return undefined
    return ownership('user', part === 'user-chain' ? 'docker-user' : 'inside-docker-chain', { chain: chain.name })
  }
}
