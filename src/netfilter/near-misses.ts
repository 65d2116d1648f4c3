import type { AddressNumber } from '#base/address.ts'
import { holds } from '#base/intervals.ts'
import { writeAddress } from '#base/prefix.ts'
import type { Condition } from '#model/condition.ts'
import { fieldOf } from '#model/condition.ts'
import type { ClauseAnswer, NearMiss, Step, Trace, Verdict } from '#model/trace.ts'
import type { NearWatch } from './near-watch.ts'
import { judge, trace as follow } from './trace.ts'
import { memberTest } from './members.ts'
import { isAboutHost, isCloseField } from './near-miss-fields.ts'
import { fixOf, interfaceFix, movedFix, swappedFix, wordsOf } from './near-miss-fix.ts'
import { PacketState } from './packet-state.ts'
import type { Program } from './program.ts'

type RuleStep = Extract<Step, { kind: 'rule' }>

/** A value that a field had before a rule gave it another. */
interface Former {
  readonly value: AddressNumber
  readonly by: string
  /** How it is shown, where it is more than one value. */
  readonly text?: string
}

/**
 * The rules on the way that would have made another verdict but for one condition: the packet is traced again as if the rule had
 * taken it. Rules about other interfaces, hosts, services and states are no near misses: every list of rules is full of them.
 */
export function nearMisses(trace: Trace, program: Program): readonly NearMiss[] {
  return [...eachNearMiss(trace, program)]
}

/** The near misses of a trace one by one, for whoever needs only some. `watch`: what the trace was made with. */
export function* eachNearMiss(trace: Trace, program: Program, watch?: NearWatch): Generator<NearMiss, void> {
  const [way] = trace.ways
  if (way === undefined || !['ACCEPT', 'DROP', 'REJECT'].includes(trace.verdict)) return
  const former = new Map<string, Former[]>()
  let isOriginal = false
  for (const step of way.steps) {
    if (step.kind === 'conntrack') isOriginal = step.direction === 'ORIGINAL'
    if (step.kind === 'rewrite') remember(former, step)
    if (step.kind !== 'rule' || step.matched !== 'no' || step.effect.kind === 'continue') continue
    // The clauses first: to trace again takes longer.
    const miss = missOf(step, { former, isOriginal, trace, program })
    if (miss === undefined) continue
    const would = wouldBe(trace, program, step)
    if (would !== undefined) yield { ...miss, would }
    else if (miss.since !== undefined && step.effect.kind === 'jump')
      yield* missesBelow(trace, program, step, miss, watch)
  }
}

/** A rule of the chain that a jump leads to, which one condition of its own keeps from the packet too: both rules are near misses, together. */
function missesBelow(
  { packet }: Trace,
  program: Program,
  step: RuleStep,
  outer: Omit<NearMiss, 'would'>,
  watch: NearWatch | undefined,
): readonly NearMiss[] {
  const { force = [] } = program.options
  if (force.length > 0) return []
  const forced = { ...program, options: { ...program.options, force: [step.id] } }
  for (const inner of eachNearMiss(follow(packet, forced, { watch }), forced, watch)) {
    if (inner.since !== outer.since) continue
    if (inner.id === step.id) return []
    return [
      { ...outer, would: inner.would, with: inner.id },
      { ...inner, with: step.id },
    ]
  }
  return []
}

interface Scene {
  readonly former: ReadonlyMap<string, readonly Former[]>
  readonly isOriginal: boolean
  readonly trace: Trace
  readonly program: Program
}

/** The verdict if the rule took the packet, where it is another one; a redirection counts that leads somewhere else. */
function wouldBe({ packet, verdict, ways }: Trace, program: Program, { id, effect }: RuleStep): Verdict | undefined {
  const forced = judge(
    packet,
    { ...program, options: { ...program.options, force: [...(program.options.force ?? []), id] } },
    'verdict',
  )
  if (!['ACCEPT', 'DROP', 'REJECT'].includes(forced.verdict)) return undefined
  const leadsElsewhere = effect.kind === 'nat' && forced.ways[0]?.end.kind !== ways[0]?.end.kind
  return forced.verdict !== verdict || leadsElsewhere ? forced.verdict : undefined
}

function remember(former: Map<string, Former[]>, { field, from, by }: Extract<Step, { kind: 'rewrite' }>): void {
  if (from === undefined || from === null) return
  former.set(field, [...(former.get(field) ?? []), { value: from, by }])
}

function missOf(step: RuleStep, scene: Scene): Omit<NearMiss, 'would'> | undefined {
  const { trace } = scene
  const failing = step.clauses.filter(({ answer }) => answer === 'no')
  if (failing.length === 0 || step.clauses.some(({ answer }) => answer === 'perhaps')) return undefined
  const before = failing.map((clause) => formerly(clause, scene))
  const common = {
    id: step.id,
    wanted: failing.map((one) => wordsOf(step, one)).join(' '),
    has: failing.map((one) => hasText(one, scene)).join(', '),
    publishedOn: undefined,
    hook: undefined,
    with: undefined,
  }
  // What one and the same rewriting undid is one condition, even if the rule says it with two.
  const [first] = before
  if (first !== undefined && before.every((one) => one?.by === first.by)) {
    const was = before
      .map((one, index) => one?.text ?? shown(one?.value, fieldOf(failing[index]?.condition as Condition)))
      .join(', ')
    const isMember = failing.some(({ condition }) => isAboutSet(condition))
    const isRange = failing.some((one) => wordsOf(step, one).startsWith('--dst-range'))
    const moved = () => (isMember || isRange ? movedFix(step) : undefined)
    const fix = scene.isOriginal ? ((isMember ? undefined : fixOf(step, failing)) ?? moved()) : undefined
    return { ...common, since: first.by, was, fix }
  }
  const [only] = failing
  if (only === undefined || failing.length > 1) return undefined
  const plain = { ...common, since: undefined, was: undefined, fix: undefined }
  if (isPublication(step, only)) return { ...plain, publishedOn: addressOf(only.condition) }
  if (isNowhere(only, scene)) return { ...plain, fix: interfaceFix(step, only) }
  if (isSwapped(step, only, trace)) return { ...plain, fix: swappedFix(step, only) }
  return isClose(step, only) ? plain : undefined
}

/** The interface that the rule asks for is the one at the packet's other end: `-o eth0` of a packet that comes in by eth0. */
function isSwapped({ clauses }: RuleStep, { condition }: ClauseAnswer, { final }: Trace): boolean {
  if (condition.kind !== 'interface' || condition.prefix || condition.name === '') return false
  const other = condition.field === 'out' ? final.in : condition.field === 'in' ? final.out : undefined
  const ends = clauses.filter((clause) => isInterface(clause.condition))
  return ends.length === 1 && other === condition.name && clauses.some(asksPort)
}

function isInterface(condition: Condition): boolean {
  return condition.kind === 'not' ? isInterface(condition.of) : condition.kind === 'interface'
}

function asksPort({ condition, answer }: ClauseAnswer): boolean {
  const field = fieldOf(condition)
  return answer === 'yes' && (field === 'dport' || field === 'ctorigdport')
}

function hasText({ has, condition }: ClauseAnswer, { trace }: Scene): string {
  if (condition.kind === 'any') return shown(trace.final.dport ?? undefined, 'dport')
  if (!isAboutSet(condition)) return shown(has, fieldOf(condition))
  const { dst, dport } = trace.final
  return `${shown(dst, 'dst')}${dport === undefined || dport === null ? '' : `:${dport}`}`
}

/** The value with which the packet would have met the clause, before a rule gave it another. */
function formerly({ condition }: Pick<ClauseAnswer, 'condition'>, scene: Scene): Former | undefined {
  const { former, trace, program } = scene
  if (isAboutSet(condition)) return formerMember(condition, former, trace, program)
  if (condition.kind === 'any')
    return condition.of.map((part) => formerly({ condition: part }, scene)).find((one) => one !== undefined)
  const field = fieldOf(condition)
  if (field === undefined) return undefined
  return former.get(field)?.find(({ value }) => isMet(condition, value))
}

function isAboutSet(condition: Condition): condition is Condition & { kind: 'member' } {
  return condition.kind === 'member'
}

// A set is asked for several parts at once: all as they were when the packet arrived.
function formerMember(
  condition: Condition & { kind: 'member' },
  former: ReadonlyMap<string, readonly Former[]>,
  { packet }: Trace,
  { world }: Program,
): Former | undefined {
  const [change] = former.get('dst') ?? former.get('dport') ?? []
  if (change === undefined || !condition.directions.includes('dst')) return undefined
  if (memberTest(condition, world)(new PacketState(packet)) !== 1) return undefined
  return { ...change, text: `${writeAddress(packet.dst)}${packet.dport === undefined ? '' : `:${packet.dport}`}` }
}

/** A published port that is bound to another address of the host: all that the redirection asks for but the address holds. */
function isPublication({ effect, clauses }: RuleStep, { condition }: ClauseAnswer): boolean {
  if (effect.kind !== 'nat' || effect.change !== 'dnat' || addressOf(condition) === undefined) return false
  return clauses.some((one) => one.answer === 'yes' && fieldOf(one.condition) === 'dport')
}

/** The one destination that a clause asks for. */
function addressOf(condition: Condition): string | undefined {
  if (condition.kind !== 'in' || condition.field !== 'dst') return undefined
  const [range, ...more] = condition.set
  return range !== undefined && more.length === 0 && range.from === range.to ? writeAddress(range.from) : undefined
}

/** An interface that this host does not have. Docker and others leave rules of bridges that are gone. */
function isNowhere({ condition }: ClauseAnswer, { program }: Scene): boolean {
  if (condition.kind !== 'interface' || condition.prefix || condition.name === '') return false
  const { interfaces } = program.world
  return (
    interfaces.size > 0 && !interfaces.has(condition.name) && !/^(?:br-|docker|veth|virbr|cni|lxc)/.test(condition.name)
  )
}

function isMet(condition: Condition, value: AddressNumber): boolean {
  switch (condition.kind) {
    case 'in':
      return holds(condition.set, value)
    case 'bits':
      return meetsBits(condition, value)
    case 'not':
      return !isMet(condition.of, value)
    case 'all':
      return condition.of.every((part) => isMet(part, value))
    case 'any':
      return condition.of.some((part) => isMet(part, value))
    case 'interface':
    case 'member':
    case 'unknown':
      return false
  }
}

function meetsBits({ mask, value: wanted }: Condition & { kind: 'bits' }, value: AddressNumber): boolean {
  const bits = BigInt(mask) & BigInt(value)
  return wanted === 'any' ? bits !== 0n : bits === BigInt(wanted)
}

function isClose(step: RuleStep, { condition }: ClauseAnswer): boolean {
  const field = fieldOf(condition)
  return (
    field !== undefined &&
    isCloseField(field) &&
    step.clauses.some((clause) => clause.answer === 'yes' && isAboutHost(clause.condition))
  )
}

const addressFields: ReadonlySet<string> = new Set(['src', 'dst', 'ctorigsrc', 'ctorigdst', 'ctreplsrc', 'ctrepldst'])

function shown(has: AddressNumber | string | undefined, field: string | undefined): string {
  if (has === undefined) return 'none'
  if (typeof has === 'string') return has
  return field !== undefined && addressFields.has(field) ? writeAddress(has) : String(has)
}
