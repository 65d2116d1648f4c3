import type { Claims, Owners, Ownership, Place, Recogniser } from '#model/owner.ts'
import { ownership } from '#model/parts.ts'
import type { Chain, Rule, Ruleset } from '#model/ruleset.ts'
import { builtinChains, findChain } from '#model/ruleset.ts'
import { calico } from './calico.ts'
import { crowdsec } from './crowdsec.ts'
import { fail2ban } from './fail2ban.ts'
import { firewalld } from './firewalld.ts'
import { kubeProxy } from './kube-proxy.ts'
import { libvirt } from './libvirt.ts'
import { lxd } from './lxd.ts'
import { type PlaceIndex, placeIndex } from './places.ts'
import { podman } from './podman.ts'
import { seawall } from './seawall.ts'
import { tailscale } from './tailscale.ts'
import { ufw } from './ufw.ts'

/** Everybody who marks rules, but Docker. Docker's recogniser belongs behind them: ufw, where it runs, sets FORWARD's policy too. */
export const otherRecognisers: readonly Recogniser[] = [
  seawall,
  ufw,
  firewalld,
  fail2ban,
  crowdsec,
  libvirt,
  lxd,
  tailscale,
  kubeProxy,
  calico,
  podman,
]

/**
 * Whose every rule and chain is. The recognisers are asked in order, the first claim counts, and what nobody claims is the user's.
 * Each rule is looked at when somebody asks for it: who explains one rule of a long dump pays for one.
 */
export function assignOwners(rulesets: readonly Ruleset[], recognisers: readonly Recogniser[]): Owners {
  const claims = recognisers.map((recogniser) => recogniser(rulesets))
  const chains = new Map<Chain, Ownership>()
  const rules = new Map<Rule, Ownership>()
  const index = placeIndex(rulesets)
  return {
    ofRule(rule) {
      const known = rules.get(rule)
      if (known !== undefined) return known
      const found = ownerOfRule(claims, rule, index)
      rules.set(rule, found)
      return found
    },
    ofChain(ruleset, table, name) {
      const chain = findChain(ruleset, table, name)
      if (chain === undefined) return ownership('user', 'chain', { chain: name })
      const found = chains.get(chain) ?? ownerOfChain(claims, ruleset, table, chain)
      chains.set(chain, found)
      return found
    },
  }
}

function ownerOfRule(claims: readonly Claims[], rule: Rule, index: PlaceIndex): Ownership {
  const place = index(rule)
  if (place === undefined) return ownership('user', 'rule')
  return claimed(claims, rule, place) ?? usersRule(rule, place, place.names)
}

function ownerOfChain(claims: readonly Claims[], ruleset: Ruleset, table: string, chain: Chain): Ownership {
  for (const claim of claims) {
    const found = claim.ofChain(ruleset, table, chain)
    if (found !== undefined) return found
  }
  const { name, policy } = chain
  if (!isBuiltin(table, name)) return ownership('user', 'chain', { chain: name })
  const untouched = policy === undefined || policy === 'ACCEPT'
  return untouched
    ? ownership('system', 'chain', { chain: name, table })
    : ownership('user', 'policy', { chain: name, policy })
}

function isBuiltin(table: string, chain: string): boolean {
  return Object.hasOwn(builtinChains, table) && builtinChains[table]?.includes(chain) === true
}

function claimed(claims: readonly Claims[], rule: Rule, place: Place): Ownership | undefined {
  for (const claim of claims) {
    const found = claim.ofRule(rule, place)
    if (found !== undefined) return found
  }
  for (const claim of claims) {
    const found = claim.ofStranger?.(rule, place)
    if (found !== undefined) return found
  }
  return undefined
}

function usersRule(rule: Rule, { table, chain }: Place, chains: ReadonlySet<string>): Ownership {
  if (!isBuiltin(table, chain.name)) return ownership('user', 'own-chain-rule', { chain: chain.name })
  const to = rule.target?.name ?? ''
  return chains.has(to)
    ? ownership('user', 'jump', { chain: chain.name, to })
    : ownership('user', 'rule', { chain: chain.name })
}
