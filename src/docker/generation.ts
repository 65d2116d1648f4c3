import type { Ruleset } from '#model/ruleset.ts'
import { findChain } from '#model/ruleset.ts'
import type { Proven } from './recognise-proof.ts'
import { layoutOfRules, layoutVersions } from './recognise-layout.ts'
import type { LayoutName } from './recognise-shapes.ts'
import type { Layout } from '#model/owner.ts'

/** The layout of a ruleset and the engine versions that write it, both ends included; `to` undefined: to this day. */
export interface Generation {
  readonly layout: LayoutName
  readonly from: string
  readonly to: string | undefined
}

/** Which generation of engines wrote these rules; undefined where its chains in filter are not there to tell. */
export function generation(ruleset: Ruleset, rules: readonly Proven[]): Generation | undefined {
  const layout = layoutOfRules(ruleset, rules)
  if (layout === undefined || rules.length === 0) return undefined
  return narrow({ layout, ...layoutVersions[layout] }, ruleset, rules)
}

/** The layout and a range of versions: `28.2.0..`, `18.03.1..27.5.1`, `28.0.0`. */
export function layoutText({ layout, from, to }: Generation): Layout {
  const versions = from === to ? from : `${from}..${to ?? ''}`
  return { name: layout, versions }
}

/** Draws the ends closer by rules that only some versions of the layout write. */
function narrow(wide: Generation, ruleset: Ruleset, rules: readonly Proven[]): Generation {
  const writes = (part: string) => rules.some(({ part: own, leftOver }) => own === part && leftOver === undefined)
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
