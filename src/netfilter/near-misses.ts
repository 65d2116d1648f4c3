import type { AddressNumber } from '#base/address.ts'
import { holds } from '#base/intervals.ts'
import { writeAddress } from '#base/prefix.ts'
import type { Condition } from '#model/condition.ts'
import { fieldOf } from '#model/condition.ts'
import type { Effect } from '#model/effect.ts'
import type { ClauseAnswer, NearMiss, Step, Trace, Verdict } from '#model/trace.ts'
import { chainVerdict } from './chain-verdict.ts'
import type { Program } from './program.ts'

type RuleStep = Extract<Step, { kind: 'rule' }>

/** A value that a field had before a rule gave it another. */
interface Former {
  readonly value: AddressNumber
  readonly by: string
}

/**
 * The rules on the way that would have made another verdict but for one condition. With a program, jumps count whose chain would
 * have decided. Rules about other interfaces, hosts, services and states are no near misses: every list of rules is full of them.
 */
export function nearMisses(trace: Trace, program?: Program): readonly NearMiss[] {
  const [way] = trace.ways
  if (way === undefined || !['ACCEPT', 'DROP', 'REJECT'].includes(trace.verdict)) return []
  const found: NearMiss[] = []
  const former = new Map<string, Former[]>()
  let isOriginal = false
  for (const step of way.steps) {
    if (step.kind === 'conntrack') isOriginal = step.direction === 'ORIGINAL'
    if (step.kind === 'rewrite') remember(former, step)
    if (step.kind !== 'rule' || step.matched !== 'no') continue
    // The clauses first: to look into the chain of a jump takes longer.
    const miss = missOf(step, former, isOriginal)
    const would = miss === undefined ? undefined : verdictOf(step, program)
    if (miss !== undefined && would !== undefined && changes(trace, step.id, would)) found.push({ ...miss, would })
  }
  return found
}

function remember(former: Map<string, Former[]>, { field, from, by }: Extract<Step, { kind: 'rewrite' }>): void {
  if (from === undefined || from === null) return
  former.set(field, [...(former.get(field) ?? []), { value: from, by }])
}

function verdictOf({ effect, id }: RuleStep, program: Program | undefined): Verdict | undefined {
  const own = (one: Effect): Verdict | undefined =>
    one.kind === 'verdict' ? (one.error === undefined ? one.verdict : 'REJECT') : undefined
  if (effect.kind !== 'jump') return own(effect)
  const inside = program === undefined ? undefined : chainVerdict(program, id, effect.chain)
  return inside === undefined ? undefined : own(inside)
}

// A DROP changes whatever was let through; an ACCEPT ends one table only, so it must be the table that decided.
function changes({ verdict, by }: Trace, id: string, would: Verdict): boolean {
  if (verdict === 'ACCEPT') return would !== 'ACCEPT'
  return would === 'ACCEPT' && by !== undefined && tableOf(by) === tableOf(id)
}

function tableOf(id: string): string {
  return id.split('/').slice(0, 2).join('/')
}

function missOf(
  step: RuleStep,
  former: ReadonlyMap<string, readonly Former[]>,
  isOriginal: boolean,
): Omit<NearMiss, 'would'> | undefined {
  const failing = step.clauses.filter(({ answer }) => answer === 'no')
  if (failing.length === 0 || step.clauses.some(({ answer }) => answer === 'perhaps')) return undefined
  const before = failing.map((clause) => formerly(clause, former))
  const common = { id: step.id, wanted: failing.map((one) => wordsOf(step, one)).join(' ') }
  const has = failing.map((one) => shown(one.has, fieldOf(one.condition))).join(', ')
  // What one and the same rewriting undid is one condition, even if the rule says it with two.
  const [first] = before
  if (first !== undefined && before.every((one) => one?.by === first.by)) {
    const was = before
      .map((one, index) => shown(one?.value, fieldOf(failing[index]?.condition as Condition)))
      .join(', ')
    return { ...common, has, since: first.by, was, fix: isOriginal ? fixOf(step, failing) : undefined }
  }
  const [only] = failing
  if (only === undefined || failing.length > 1 || !isClose(step, only)) return undefined
  return { ...common, has, since: undefined, was: undefined, fix: undefined }
}

/** The value with which the packet would have met the clause, before a rule gave it another. */
function formerly({ condition }: ClauseAnswer, former: ReadonlyMap<string, readonly Former[]>): Former | undefined {
  const field = fieldOf(condition)
  if (field === undefined) return undefined
  return former.get(field)?.find(({ value }) => isMet(condition, value))
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

// Without a rewriting, only what a person wrote about this very host or connection: the rule names its address or set.
const closeFields: ReadonlySet<string> = new Set([
  'dport',
  'sport',
  'protocol',
  'tcpflags',
  'icmptype',
  'mark',
  'connmark',
  'ttl',
  'length',
])

function isClose(step: RuleStep, { condition }: ClauseAnswer): boolean {
  const field = fieldOf(condition)
  return field !== undefined && closeFields.has(field) && step.clauses.some(isAboutHost)
}

const hostFields: ReadonlySet<string> = new Set(['src', 'dst', 'ctorigsrc', 'ctorigdst'])

function isAboutHost({ condition, answer }: ClauseAnswer): boolean {
  if (answer !== 'yes') return false
  if (condition.kind === 'member') return true
  if (condition.kind !== 'in' || !hostFields.has(condition.field)) return false
  return condition.set.length === 1 && condition.set[0]?.from === condition.set[0]?.to
}

function wordsOf({ rule }: RuleStep, { start, end }: ClauseAnswer): string {
  return rule.origin.text.slice(start, end)
}

/**
 * The rule with what it asks of the packet asked of the connection's first packet instead, which no rewriting touches. Undefined
 * where the rule is not written as options, or asks for more than one port.
 */
function fixOf(step: RuleStep, failing: readonly ClauseAnswer[]): NearMiss['fix'] {
  const { rule } = step
  const said = failing.map((clause) => ({ ...clause, words: wordsOf(step, clause) }))
  const originals = said.map(({ words }) => originalOf(words))
  if (originals.includes(undefined)) return undefined
  const was = rule.origin.text.slice(rule.start, rule.end)
  if (!/^(\[\d+:\d+\] )?-[AI]\s/.test(was)) return undefined
  let now = was
  for (const { start, end } of said.toSorted((a, b) => b.start - a.start))
    now = `${now.slice(0, start - rule.start)}\u0000${now.slice(end - rule.start)}`
  // The options of conntrack stand together, in the place of the last one that they replace.
  const last = now.lastIndexOf('\u0000')
  const options = `-m conntrack ${originals.join(' ')} --ctdir ORIGINAL`
  now = `${now.slice(0, last).replaceAll(/\u0000 ?/g, '')}${options}${now.slice(last + 1)}`
  const bare = (text: string) => text.replace(/^\[\d+:\d+\] /, '').trim()
  return { was: bare(was), now: bare(now.replace(/ -m (tcp|udp|sctp|dccp)(?= -m conntrack )/, '')) }
}

function originalOf(words: string): string | undefined {
  const [, port] = /^(?:--dport|--destination-port)[ =](\d{1,5}(?::\d{1,5})?)$/.exec(words) ?? []
  if (port !== undefined) return `--ctorigdstport ${port}`
  const [, address] = /^(?:-d|--dst|--destination)[ =](\S+)$/.exec(words) ?? []
  return address === undefined ? undefined : `--ctorigdst ${address}`
}

const addressFields: ReadonlySet<string> = new Set(['src', 'dst', 'ctorigsrc', 'ctorigdst', 'ctreplsrc', 'ctrepldst'])

function shown(has: AddressNumber | string | undefined, field: string | undefined): string {
  if (has === undefined) return 'none'
  if (typeof has === 'string') return has
  return field !== undefined && addressFields.has(field) ? writeAddress(has) : String(has)
}
