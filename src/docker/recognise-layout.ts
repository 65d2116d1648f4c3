import { largest } from '#base/lists.ts'
import type { Ruleset } from '#model/ruleset.ts'
import { findChain } from '#model/ruleset.ts'
import type { Companions, Weighed } from './recognise-companions.ts'
import type { LayoutName } from './recognise-shapes.ts'

/** The versions that write a layout, both ends included; `to` undefined: to this day. Oldest first. */
export const layoutVersions: Readonly<Record<LayoutName, { readonly from: string; readonly to: string | undefined }>> =
  {
    early: { from: '1.6.0', to: '17.05.0' },
    isolation: { from: '17.06.0', to: '18.04.0' },
    stage: { from: '18.03.1', to: '27.5.1' },
    ipset: { from: '28.0.0', to: '28.0.0' },
    'forward-stage': { from: '28.0.1', to: '28.5.2' },
    'forward-internal': { from: '29.0.0', to: undefined },
  }

const inOrder = Object.keys(layoutVersions) as readonly LayoutName[]

/** Which engines write what the layout of today does not: `..28.0.1`, `29.0.0..`. Undefined: today's do. */
export function otherEngines(by: readonly LayoutName[], today: LayoutName | undefined): string | undefined {
  if (today === undefined || by.includes(today)) return undefined
  const ranks = by.map((name) => inOrder.indexOf(name)).filter((rank) => rank < inOrder.indexOf(today))
  if (ranks.length === 0) return `${layoutVersions[by[0] ?? today].from}..`
  return `..${layoutVersions[inOrder[largest(ranks) + 1] ?? today].from}`
}

/** The layout that rules and chains show; of several the newest. Undefined where no chain in filter is there to tell. */
export function layoutOfRules(ruleset: Ruleset, rules: readonly Weighed[]): LayoutName | undefined {
  const shown = layoutByJumps(rules) ?? layoutByChains(ruleset)
  // A page may leave out the chains that a jump of FORWARD leads to: no early engine wrote such a jump.
  return shown === 'early' && rules.some(jumpsToLater) ? undefined : shown
}

function jumpsToLater({ rule, place }: Weighed): boolean {
  const to = rule.target?.name
  return place.table === 'filter' && place.chain.name === 'FORWARD' && (to === 'DOCKER-USER' || to === 'DOCKER-FORWARD')
}

function layoutByJumps(rules: readonly Weighed[]): LayoutName | undefined {
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

function layoutByChains(ruleset: Ruleset): LayoutName | undefined {
  const has = (chain: string) => findChain(ruleset, 'filter', chain) !== undefined
  if (has('DOCKER-INTERNAL')) return 'forward-internal'
  if (has('DOCKER-FORWARD')) return 'forward-stage'
  if (has('DOCKER-ISOLATION-STAGE-1')) return 'stage'
  if (has('DOCKER-ISOLATION')) return has('DOCKER-USER') ? 'isolation' : 'early'
  return has('DOCKER') && !has('DOCKER-USER') ? 'early' : undefined
}

/** Chains that only some layouts have. */
const ownChains: Readonly<Record<string, readonly LayoutName[]>> = {
  'DOCKER-ISOLATION': ['early', 'isolation'],
  'DOCKER-ISOLATION-STAGE-1': ['stage', 'ipset', 'forward-stage'],
  'DOCKER-ISOLATION-STAGE-2': ['stage', 'ipset', 'forward-stage'],
  'DOCKER-FORWARD': ['forward-stage', 'forward-internal'],
  'DOCKER-CT': ['forward-stage', 'forward-internal'],
  'DOCKER-BRIDGE': ['forward-stage', 'forward-internal'],
  'DOCKER-INTERNAL': ['forward-internal'],
}

/** By layout, the rules that only its engines and few others write: what stands in its own chains, and the ways into them. */
export type LayoutMarks = ReadonlyMap<LayoutName, readonly Weighed[]>

/** The marks of every layout in each ruleset. */
export function marksOfLayouts(rules: readonly Weighed[]): ReadonlyMap<Ruleset, LayoutMarks> {
  const found = new Map<Ruleset, Map<LayoutName, Weighed[]>>()
  for (const rule of rules) {
    const { ruleset } = rule.place
    const marks = found.get(ruleset) ?? new Map<LayoutName, Weighed[]>()
    found.set(ruleset, marks)
    for (const layout of shownBy(rule)) {
      const same = marks.get(layout)
      if (same === undefined) marks.set(layout, [rule])
      else same.push(rule)
    }
  }
  return found
}

function shownBy({ place, part, rule, pattern }: Weighed): readonly LayoutName[] {
  if (place.table !== 'filter') return []
  if (part === 'replies-set' || part === 'port-jump-set') return ['ipset']
  if (part === 'internal-jump') return ['forward-internal']
  if (part !== 'isolation-jump') return ownChains[place.chain.name] === undefined ? [] : pattern.by
  if (place.chain.name === 'DOCKER-FORWARD') return ['forward-stage']
  return rule.target?.name === 'DOCKER-ISOLATION' ? ['early', 'isolation'] : ['stage']
}

/**
 * Whether another rule that the engine of today does not write is of the same engines as this one. In FORWARD, where everybody
 * writes, the bridge's jump to DOCKER must be left too.
 */
export function isMarked(rule: Weighed, today: LayoutName, marks: LayoutMarks | undefined, find: Companions): boolean {
  const { pattern, place, taken } = rule
  const others = (layout: LayoutName) =>
    (marks?.get(layout) ?? []).some((one) => one.rule !== rule.rule && !one.pattern.by.includes(today))
  if (!pattern.by.some(others)) return false
  if (place.chain.name !== 'FORWARD' || taken.bridge === undefined || others('ipset')) return true
  return find('port-jump', rule, ['bridge']).some((one) => one.place.chain === place.chain)
}
