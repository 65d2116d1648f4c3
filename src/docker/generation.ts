import type { Ruleset } from '#model/ruleset.ts'
import { findChain } from '#model/ruleset.ts'
import type { Proven } from './recognise-proof.ts'
import { provenRules } from './recognise-proof.ts'

/**
 * How an engine lays its rules out. `early`: before DOCKER-USER. `isolation`: a pair of DROPs for each pair of networks.
 * `stage`: two isolation chains, four rules a network in FORWARD. `ipset`: 28.0.0 alone. `forward-stage`: DOCKER-FORWARD with
 * isolation chains. `forward-internal`: DOCKER-FORWARD with DOCKER-INTERNAL.
 */
export type Layout = 'early' | 'isolation' | 'stage' | 'ipset' | 'forward-stage' | 'forward-internal'

/** The layout of a ruleset and the engine versions that write it, both ends included; `to` undefined: to this day. */
export interface Generation {
  readonly layout: Layout
  readonly from: string
  readonly to: string | undefined
}

const versions: Readonly<Record<Layout, Omit<Generation, 'layout'>>> = {
  early: { from: '1.6.0', to: '17.05.0' },
  isolation: { from: '17.06.0', to: '18.04.0' },
  stage: { from: '18.03.1', to: '27.5.1' },
  ipset: { from: '28.0.0', to: '28.0.0' },
  'forward-stage': { from: '28.0.1', to: '28.5.2' },
  'forward-internal': { from: '29.0.0', to: undefined },
}

/** Which generation of engines wrote these rules; undefined where its chains in filter are not there to tell. */
export function generation(
  ruleset: Ruleset,
  rules: readonly Proven[] = provenRules([ruleset]).rules,
): Generation | undefined {
  const layout = layoutByJumps(rules) ?? layoutByChains(ruleset)
  if (layout === undefined) return undefined
  return narrow({ layout, ...versions[layout] }, ruleset, rules)
}

function layoutByJumps(rules: readonly Proven[]): Layout | undefined {
  const jumps = (chain: string, to: string) =>
    rules.some(({ rule, place }) => place.table === 'filter' && place.chain.name === chain && rule.target?.name === to)
  if (jumps('DOCKER-FORWARD', 'DOCKER-INTERNAL')) return 'forward-internal'
  if (jumps('DOCKER-FORWARD', 'DOCKER-ISOLATION-STAGE-1')) return 'forward-stage'
  if (rules.some(({ part: own }) => own === 'port-jump-set')) return 'ipset'
  if (jumps('FORWARD', 'DOCKER-FORWARD')) return undefined
  if (jumps('FORWARD', 'DOCKER-ISOLATION-STAGE-1')) return 'stage'
  if (!jumps('FORWARD', 'DOCKER-ISOLATION')) return undefined
  return jumps('FORWARD', 'DOCKER-USER') ? 'isolation' : 'early'
}

function layoutByChains(ruleset: Ruleset): Layout | undefined {
  const has = (chain: string) => findChain(ruleset, 'filter', chain) !== undefined
  if (has('DOCKER-INTERNAL')) return 'forward-internal'
  if (has('DOCKER-FORWARD')) return 'forward-stage'
  if (has('DOCKER-ISOLATION-STAGE-1')) return 'stage'
  if (has('DOCKER-ISOLATION')) return has('DOCKER-USER') ? 'isolation' : 'early'
  return has('DOCKER') && !has('DOCKER-USER') ? 'early' : undefined
}

/** Draws the ends closer by rules that only some versions of the layout write. */
function narrow(wide: Generation, ruleset: Ruleset, rules: readonly Proven[]): Generation {
  const writes = (part: string) => rules.some(({ part: own }) => own === part)
  const says = (part: string, key: string) =>
    rules.some(({ part: own, rule }) => own === part && rule.matches.some(({ name }) => name === key))
  const { layout } = wide
  if (layout === 'forward-stage') {
    if (writes('direct-access-drop')) return { ...wide, from: '28.2.0' }
    return writes('direct-port-drop') ? { ...wide, to: '28.1.1' } : wide
  }
  if (layout !== 'stage') return wide
  const ipv6 = ruleset.family === 'ipv6'
  const guarded = rules.some(({ part: own, rule }) => own === 'internal-out' && rule.out !== undefined)
  const from = says('ingress-replies', 'conntrack')
    ? '25.0.0'
    : ipv6 && guarded
      ? '24.0.6'
      : ipv6 && findChain(ruleset, 'filter', 'DOCKER-USER') !== undefined
        ? '23.0.0'
        : ipv6 || writes('network-snat')
          ? '20.10.0'
          : wide.from
  return { layout, from, to: says('ingress-replies', 'state') ? '24.0.9' : wide.to }
}
