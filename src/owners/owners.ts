import type { Claims, NativeClaims, Owners, Ownership, Place, Recogniser } from '#model/owner.ts'
import { ownership } from '#model/parts.ts'
import type { Chain, Rule, Ruleset } from '#model/ruleset.ts'
import { findChain } from '#model/ruleset.ts'
import { isBaseChain } from '#lowered/iptables-places.ts'
import { calico } from './calico.ts'
import { crowdsec } from './crowdsec.ts'
import { cilium } from './cilium.ts'
import { psad } from './psad.ts'
import { sshguard } from './sshguard.ts'
import { wgQuick } from './wg-quick.ts'
import { synology } from './synology.ts'
import { miniupnpd } from './miniupnpd.ts'
import { csf } from './csf.ts'
import { nixos } from './nixos.ts'
import { proxmox } from './proxmox.ts'
import { openwrt } from './openwrt.ts'
import { fail2ban } from './fail2ban.ts'
import { firewalld } from './firewalld.ts'
import { kubeProxy } from './kube-proxy.ts'
import { libvirt } from './libvirt.ts'
import { lxd } from './lxd.ts'
import { type PlacedRule, placeIndex } from './places.ts'
import { nftOwnership } from './nft-tables.ts'
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
  openwrt,
  proxmox,
  nixos,
  csf,
  miniupnpd,
  synology,
  wgQuick,
  sshguard,
  psad,
  cilium,
]

/**
 * Whose every rule and chain is. The recognisers are asked in order, the first claim counts, and what nobody claims is the user's.
 * Each rule is looked at when somebody asks for it: who explains one rule of a long dump pays for one.
 */
export function assignOwners(
  rulesets: readonly Ruleset[],
  recognisers: readonly Recogniser[],
  native: NativeClaims = () => undefined,
): Owners {
  const claims = recognisers.map((recogniser) => recogniser(rulesets))
  const chains = new Map<Chain, Ownership>()
  const index = placeIndex(rulesets)
  const common = new Map<Chain, Ownership>()
  return {
    ofRule(rule) {
      const place = index(rule)
      if (place === undefined) return ownership('user', 'rule')
      place.owner ??= claimed(claims, rule, place) ?? usersRule(rule, place, common)
      return place.owner
    },
    ofNative: (table, id) => native(id) ?? nftOwnership(table, id.includes('#') ? 'rule' : 'chain'),
    layoutOf: (ruleset) => claims.map((claim) => claim.layoutOf?.(ruleset)).find((layout) => layout !== undefined),
    ofChain(ruleset, table, name) {
      const chain = findChain(ruleset, table, name)
      if (chain === undefined) return ownership('user', 'chain', { chain: name })
      const found = chains.get(chain) ?? ownerOfChain(claims, ruleset, table, chain)
      chains.set(chain, found)
      return found
    },
  }
}

function ownerOfChain(claims: readonly Claims[], ruleset: Ruleset, table: string, chain: Chain): Ownership {
  for (const claim of claims) {
    const found = claim.ofChain(ruleset, table, chain)
    if (found !== undefined) return found
  }
  const { name, policy } = chain
  if (!isBaseChain(table, name)) return ownership('user', 'chain', { chain: name })
  const untouched = policy === undefined || policy === 'ACCEPT'
  return untouched
    ? ownership('system', 'chain', { chain: name, table })
    : ownership('user', 'policy', { chain: name, policy })
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

// What most rules of a chain are is said once for all of them.
function usersRule({ target }: Rule, { table, chain, names }: PlacedRule, common: Map<Chain, Ownership>): Ownership {
  const builtin = isBaseChain(table, chain.name)
  const to = target?.name ?? ''
  if (builtin && names.has(to)) return ownership('user', 'jump', { chain: chain.name, to })
  const known = common.get(chain) ?? ownership('user', builtin ? 'rule' : 'own-chain-rule', { chain: chain.name })
  common.set(chain, known)
  return known
}
