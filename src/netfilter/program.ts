import { notListed } from '#lowered/announced.ts'
import { iptablesHooks } from '#lowered/iptables-places.ts'
import type { Facts } from '#model/facts.ts'
import type { Family, Variant } from '#model/family.ts'
import type { ChainKind, Lowered, LoweredChain, LoweredTable, UnreadRules } from '#model/lowered.ts'
import type { Hook } from '#model/packet.ts'
import type { Doubt } from '#model/trace.ts'
import { Compiler } from './compile.ts'
import { conntrackPriority, natPriorities } from './hooks.ts'
import type { MetChain } from './packet-state.ts'
import { buildWorld, type World } from './world.ts'

/** A chain that a hook asks. */
export interface BaseChain {
  readonly chain: MetChain
  readonly variant: Variant | undefined
  readonly kind: ChainKind
  /** Whether its last word is the one to show of a packet that is let through: that of the filter table. */
  readonly decides: boolean
}

/** Rules that were announced and not read, and which packets they are about. */
export interface UnreadDoubt extends Doubt {
  readonly on?: UnreadRules['on']
}

/** What a hook does, in order. `nat` holds all nat chains of the hook: they are one place in the kernel. */
export type HookStep =
  | { readonly kind: 'chain'; readonly base: BaseChain }
  | { readonly kind: 'conntrack' }
  | { readonly kind: 'nat'; readonly chains: readonly BaseChain[] }
  /** Rules that were announced and not read. */
  | { readonly kind: 'unread'; readonly doubts: readonly UnreadDoubt[] }

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
  readonly force?: readonly string[]
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

/** Prepares the rules of a host for many packets. */
export function buildProgram(lowered: Lowered, facts: Facts, options: ProgramOptions = {}): Program {
  const world = buildWorld(facts)
  const compiler = new Compiler(world)
  const hooks = (family: Family) => hooksOf(family, lowered, compiler, options.first ?? 'nft')
  const tracking = (family: Family) => options.tracking ?? tablesOf(lowered, family).some(isTracking)
  return {
    world,
    hooks: { ipv4: hooks('ipv4'), ipv6: hooks('ipv6') },
    tracking: { ipv4: tracking('ipv4'), ipv6: tracking('ipv6') },
    options,
  }
}

function tablesOf({ tables }: Lowered, family: Family): readonly LoweredTable[] {
  return tables.filter(({ families }) => families.includes(family))
}

// A line that was not read may be one that needs it.
function isTracking({ chains }: LoweredTable): boolean {
  return [...chains.values()].some(({ rules, unread }) => unread.length > 0 || rules.some(({ tracks }) => tracks))
}

function hooksOf(family: Family, lowered: Lowered, compiler: Compiler, first: Variant) {
  const tables = tablesOf(lowered, family).toSorted((a, b) => rank(a, first) - rank(b, first))
  const elsewhere = lowered.unread[family].map((one): UnreadDoubt => ({ cause: 'unread', ...one }))
  const at = (hook: Hook) => [...unreadStep(elsewhere), ...stepsOf(hook, tables, compiler)]
  return {
    PREROUTING: at('PREROUTING'),
    INPUT: at('INPUT'),
    FORWARD: at('FORWARD'),
    OUTPUT: at('OUTPUT'),
    POSTROUTING: at('POSTROUTING'),
  }
}

/** Whether a listing shows the rules of a family without nat: then it is not known whether MASQUERADE changes a source. */
export function hidesNat({ hooks }: Program, family: Family): boolean {
  return hooks[family].INPUT.some(
    (step) => step.kind === 'unread' && step.doubts.some(({ key }) => key === `${notListed} nat`),
  )
}

function unreadStep(doubts: readonly UnreadDoubt[]): readonly HookStep[] {
  return doubts.length === 0 ? [] : [{ kind: 'unread', doubts }]
}

/** A step and when the kernel was given it. */
interface Placed {
  readonly step: HookStep
  readonly priority: number
  readonly registered: number | undefined
}

function stepsOf(hook: Hook, tables: readonly LoweredTable[], compiler: Compiler): readonly HookStep[] {
  const all = tables.flatMap(({ chains }) => [...chains.values()]).filter(({ base }) => base !== undefined)
  const chains = all.filter(({ base }) => base?.hook === hook).map((chain) => placed(chain, compiler))
  const isNat = ({ step }: Placed) => step.kind === 'chain' && step.base.kind === 'nat'
  const steps = chains.filter((one) => !isNat(one))
  if (hook === 'PREROUTING' || hook === 'OUTPUT')
    steps.push({ step: { kind: 'conntrack' }, priority: conntrackPriority, registered: undefined })
  const nat = chains.filter(isNat).toSorted(inOrder)
  const priority = natPriorities[hook]
  if (priority !== undefined) {
    const bases = nat.flatMap(({ step }) => (step.kind === 'chain' ? [step.base] : []))
    steps.push({ step: { kind: 'nat', chains: bases }, priority, registered: natRegistered(all) })
  }
  const hidden = tables.flatMap((table) => notShown(table, hook))
  return [...unreadStep(hidden), ...steps.sort(inOrder).map(({ step }) => step)]
}

function placed(chain: LoweredChain, compiler: Compiler): Placed {
  const { priority = 0, registered } = chain.base ?? {}
  return { step: { kind: 'chain', base: baseOf(chain, compiler) }, priority, registered }
}

// The kernel puts what is registered before all that has its priority already.
function inOrder(a: Placed, b: Placed): number {
  if (a.priority !== b.priority) return a.priority - b.priority
  return a.registered === undefined || b.registered === undefined ? 0 : b.registered - a.registered
}

// The first chain of nat brings the places of nat at all hooks with it. Source: nf_nat_register_fn().
function natRegistered(chains: readonly LoweredChain[]): number | undefined {
  const numbers = chains.flatMap(({ base }) => (base?.kind === 'nat' ? [base.registered] : []))
  return numbers.reduce<number | undefined>(
    (least, one) => (one === undefined ? least : Math.min(least ?? one, one)),
    undefined,
  )
}

function rank({ variant }: LoweredTable, first: Variant): number {
  return (variant ?? 'nft') === first ? 0 : 1
}

// An excerpt that shows some chains of a table and not the one that the hook asks.
function notShown({ name, written, chains }: LoweredTable, hook: Hook): readonly Doubt[] {
  const isPart = written !== undefined && chains.size > 0 && !chains.has(hook) && iptablesHooks(name).includes(hook)
  return isPart ? [{ cause: 'unread', key: `chain-not-shown ${name}/${hook}` }] : []
}

function baseOf(chain: LoweredChain, compiler: Compiler): BaseChain {
  const { table, base } = chain
  const isFilter =
    base?.kind === 'filter' && (base.hook === 'INPUT' || base.hook === 'FORWARD' || base.hook === 'OUTPUT')
  const decides = table.written === undefined ? isFilter : table.name === 'filter'
  return { chain: compiler.chain(chain), variant: table.variant, kind: base?.kind ?? 'filter', decides }
}
