import { needsTracking } from '#extensions/fields/tracking.ts'
import type { Facts } from '#model/facts.ts'
import type { Family, Variant } from '#model/family.ts'
import type { Hook } from '#model/packet.ts'
import { builtinChains, type Ruleset } from '#model/ruleset.ts'
import type { Doubt } from '#model/trace.ts'
import { compileTables, type MetTable } from './compile.ts'
import { type BaseKind, conntrackPriority, natPriorities, tablePlaces } from './hooks.ts'
import type { MetChain } from './packet-state.ts'
import { elsewhereOf, hasUnread } from './unread.ts'
import { buildWorld, type World } from './world.ts'

/** A chain that a hook asks. */
export interface BaseChain {
  readonly chain: MetChain
  readonly table: string
  readonly variant: Variant | undefined
  readonly kind: BaseKind
  readonly priority: number
}

/** What a hook does, in order. `nat` holds all nat chains of the hook: they are one place in the kernel. */
export type HookStep =
  | { readonly kind: 'chain'; readonly base: BaseChain }
  | { readonly kind: 'conntrack' }
  | { readonly kind: 'nat'; readonly chains: readonly BaseChain[] }
  /** Rules that were announced and not read. */
  | { readonly kind: 'unread'; readonly doubts: readonly Doubt[] }

/** What the rules and facts leave open. */
export interface ProgramOptions {
  /**
   * Which variant's chains run first where both have one at the same priority. In the kernel it is the one that was registered
   * last, which no dump tells; a restore that flushes registers nft's anew, so that nft is the likelier one.
   */
  readonly first?: Variant
  /** Whether connections are tracked; undefined: when a rule needs it, as in the kernel. */
  readonly tracking?: boolean
  /** Whether programs listen at the queues of NFQUEUE; undefined: not known. */
  readonly queues?: 'unattended'
  /** The id of a rule that takes every packet which is asked by it, whatever its conditions say. */
  readonly force?: string
  /** Answers to questions that are open otherwise, by the key of the doubt. */
  readonly assume?: Readonly<Record<string, boolean>>
}

/** The rules of a host, prepared for many packets. */
export interface Program {
  readonly world: World
  readonly hooks: Readonly<Record<Family, Readonly<Record<Hook, readonly HookStep[]>>>>
  readonly tracking: Readonly<Record<Family, boolean>>
  readonly options: ProgramOptions
}

/** Prepares the rules of a host: all its rulesets, of both families and variants. */
export function buildProgram(rulesets: readonly Ruleset[], facts: Facts, options: ProgramOptions = {}): Program {
  const world = buildWorld(facts)
  const tables = rulesets.flatMap((ruleset) => compileTables(ruleset, rulesets, world))
  const first = options.first ?? 'nft'
  return {
    world,
    hooks: {
      ipv4: hooksOf('ipv4', tables, first, elsewhereOf('ipv4', rulesets)),
      ipv6: hooksOf('ipv6', tables, first, elsewhereOf('ipv6', rulesets)),
    },
    tracking: { ipv4: isTracking('ipv4', rulesets, options), ipv6: isTracking('ipv6', rulesets, options) },
    options,
  }
}

function isTracking(family: Family, rulesets: readonly Ruleset[], { tracking }: ProgramOptions): boolean {
  if (tracking !== undefined) return tracking
  return rulesets
    .filter((ruleset) => ruleset.family === family)
    .some(({ tables }) =>
      tables.some((table) => hasUnread(table) || table.chains.some(({ rules }) => rules.some(needsTracking))),
    )
}

function hooksOf(family: Family, tables: readonly MetTable[], first: Variant, elsewhere: readonly Doubt[]) {
  const bases = tables.filter(({ ruleset }) => ruleset.family === family)
  const unread: readonly HookStep[] = elsewhere.length === 0 ? [] : [{ kind: 'unread', doubts: elsewhere }]
  const at = (hook: Hook) => [...unread, ...stepsOf(hook, bases, first)]
  return {
    PREROUTING: at('PREROUTING'),
    INPUT: at('INPUT'),
    FORWARD: at('FORWARD'),
    OUTPUT: at('OUTPUT'),
    POSTROUTING: at('POSTROUTING'),
  }
}

type Placed = HookStep & { readonly priority: number }

function stepsOf(hook: Hook, tables: readonly MetTable[], first: Variant): readonly HookStep[] {
  const ordered = tables.toSorted((a, b) => rank(a, first) - rank(b, first))
  const bases = ordered.flatMap((table) => baseOf(table, hook))
  const hidden = ordered.flatMap((table) => notShown(table, hook))
  const steps: Placed[] = bases
    .filter(({ kind }) => kind !== 'nat')
    .map((base) => ({ kind: 'chain', base, priority: base.priority }))
  if (hook === 'PREROUTING' || hook === 'OUTPUT') steps.push({ kind: 'conntrack', priority: conntrackPriority })
  const nat = natPriorities[hook]
  const chains = bases.filter(({ kind }) => kind === 'nat')
  if (nat !== undefined) steps.push({ kind: 'nat', chains, priority: nat })
  const open: readonly HookStep[] = hidden.length === 0 ? [] : [{ kind: 'unread', doubts: hidden }]
  return [...open, ...steps.sort((a, b) => a.priority - b.priority)]
}

function rank({ ruleset }: MetTable, first: Variant): number {
  return (ruleset.variant ?? 'nft') === first ? 0 : 1
}

// An excerpt that shows some chains of a table and not the one that the hook asks.
function notShown({ name, ruleset, chains }: MetTable, hook: Hook): readonly Doubt[] {
  const isPart = builtinChains[name]?.includes(hook) === true && chains.size > 0 && !chains.has(hook)
  const places = tablePlaces[ruleset.variant ?? 'nft'][name]
  return isPart && places?.priorities[hook] !== undefined
    ? [{ cause: 'unread', key: `chain-not-shown ${name}/${hook}` }]
    : []
}

function baseOf({ name, ruleset, chains }: MetTable, hook: Hook): readonly BaseChain[] {
  const places = tablePlaces[ruleset.variant ?? 'nft']
  // A table may have any name, `constructor` too.
  const place = Object.hasOwn(places, name) ? places[name] : undefined
  const priority = place?.priorities[hook]
  const chain = chains.get(hook)
  if (place === undefined || priority === undefined || chain === undefined) return []
  const kind = name === 'mangle' && hook === 'OUTPUT' ? 'route' : place.kind
  return [{ chain, table: name, variant: ruleset.variant, kind, priority }]
}
