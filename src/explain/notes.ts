import { append } from '#base/lists.ts'
import type { Intervals } from '#base/intervals.ts'
import { holds } from '#base/intervals.ts'
import type { Condition, Field } from '#model/condition.ts'
import type { Phrase } from '#model/explanation.ts'
import type { LoweredRule } from '#model/lowered.ts'
import type { Hook } from '#model/packet.ts'
import { showNatRange } from './effect-phrase.ts'
import { onlyNumber, type PortRewrites } from './nat-index.ts'

/** Where a rule stands, for the notes about it. */
export interface Place {
  /** Whether packets come to the chain. */
  readonly comes: 'yes' | 'no' | 'not-shown'
  /** Why no packet comes to this rule, or none that it asks for. */
  cover(): Phrase | undefined
  /** The hooks from which packets come here. */
  readonly hooks: ReadonlySet<Hook>
  rewrites(): PortRewrites
  /** The rule was given alone: what leads to it and what rewrites ports before it is not known. */
  readonly alone: boolean
}

const afterRouting: readonly Hook[] = ['FORWARD', 'INPUT', 'POSTROUTING']

// Most rules have none, and a list that has grown keeps room for more.
const noNotes: readonly Phrase[] = []

/** What a reader of the rule should know that the rule does not say. */
export function notesOf(rule: LoweredRule, place: Place): readonly Phrase[] {
  const notes: Phrase[] = []
  const { effect, chain } = rule
  const isNat = chain.base?.kind === 'nat' || chain.table.name === 'nat'
  if (!place.alone && place.comes === 'no') notes.push({ id: 'note/unreached', args: { chain: chain.name } })
  if (!place.alone && place.comes === 'not-shown')
    notes.push({ id: 'note/callers-not-shown', args: { chain: chain.name } })
  const cover = place.alone ? undefined : place.cover()
  if (cover !== undefined) notes.push(cover)
  if (isNat) notes.push({ id: 'note/first-packet', args: {} })
  if (effect.kind === 'nat' && effect.change === 'dnat' && effect.range !== undefined) {
    notes.push({ id: 'note/after-dnat', args: { to: showNatRange(effect.range) } })
  }
  append(notes, portNotes(rule, isNat, place))
  if (asks(rule, 'ctorigdport') && !asks(rule, 'ctdir') && chain.table.name === 'filter')
    notes.push({ id: 'note/no-ctdir', args: {} })
  if (place.hooks.has('POSTROUTING') && !isNat && asks(rule, 'src')) notes.push({ id: 'note/before-snat', args: {} })
  const hidden = (rule.written?.hidden ?? []).filter((what) => what !== 'counters')
  if (hidden.length > 0) notes.push({ id: 'note/hidden', args: { what: hidden.join('\n') } })
  return notes.length === 0 ? noNotes : notes.slice()
}

/** Ports that DNAT has already replaced when a packet comes here, or that never come here because of it. */
function portNotes(rule: LoweredRule, isNat: boolean, place: Place): readonly Phrase[] {
  const asked = rule.clauses.find(({ condition }) => condition.kind === 'in' && condition.field === 'dport')?.condition
  if (asked === undefined || asked.kind !== 'in' || rule.chain.table.name === 'raw' || isNat) return []
  if (place.alone) return isForwarded(rule, place) ? [portOfContainer(asked.set, rule.chain.name)] : []
  if (!afterRouting.some((hook) => place.hooks.has(hook))) return []
  const asksFor = onlyNumber(
    rule.clauses.map(({ condition }) => condition),
    'protocol',
  )
  const onlyInput = [...place.hooks].every((hook) => hook === 'INPUT')
  return place
    .rewrites()
    .from(asked.set)
    .filter(({ to }) => !holds(asked.set, to))
    .filter(({ protocol }) => asksFor === undefined || protocol === undefined || asksFor === protocol)
    .map(({ id, from, to, local }) => ({
      id: onlyInput && !local ? 'note/port-forwarded' : 'note/port-rewritten',
      args: { port: from, to, by: id },
    }))
}

/** Whether a rule that is given alone meets packets for containers. */
function isForwarded({ chain }: LoweredRule, { hooks }: Place): boolean {
  return hooks.has('FORWARD') || chain.name === 'DOCKER-USER'
}

function portOfContainer(set: Intervals, chain: string): Phrase {
  const [only, ...more] = set
  const port = only !== undefined && more.length === 0 && only.from === only.to ? String(only.from) : ''
  return { id: 'note/port-of-container', args: { chain, port } }
}

function asks({ clauses }: LoweredRule, field: Field): boolean {
  return clauses.some(({ condition }) => mentions(condition, field))
}

function mentions(condition: Condition, field: Field): boolean {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.some((part) => mentions(part, field))
    case 'not':
      return mentions(condition.of, field)
    case 'in':
    case 'bits':
      return condition.field === field
    case 'interface':
    case 'member':
    case 'unknown':
      return false
  }
}
