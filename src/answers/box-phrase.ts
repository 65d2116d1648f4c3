import type { Intervals } from '#base/intervals.ts'
import { subtract } from '#base/intervals.ts'
import { type Condition, type Field, allOf, anyOf, negateIf } from '#model/condition.ts'
import type { Phrase } from '#model/explanation.ts'
import { phraseOf } from '#explain/phrase.ts'
import { portProtocols, type SetFields } from '#netfilter/set-fields.ts'
import { type Box, sizeOf } from '#space/box.ts'

const interfaces: ReadonlySet<string> = new Set(['in', 'out', 'physin', 'physout'])

// Of a set with many pieces its first ones say enough.
const mostPieces = 8

/** What the packets of a box have in common, beyond what all packets of the chain (`start`) have. */
export function boxPhrase(box: Box, start: Box, fields: SetFields): Phrase {
  const conditions = box.fields.flatMap((field, index) => {
    const set = box.sets[index] as Intervals
    const at = start.fields.indexOf(field)
    return at >= 0 && sizeOf(start.sets[at] as Intervals) === sizeOf(set) ? [] : conditionOf(field, set, box, fields)
  })
  return phraseOf(allOf(conditions))
}

function conditionOf(field: number, set: Intervals, box: Box, fields: SetFields): readonly Condition[] {
  const name = fields.universe.nameOf(field)
  if (name.startsWith('?')) {
    const question: Condition = { kind: 'unknown', cause: 'packet', key: name.slice(1) }
    return [negateIf(set[0]?.from === 0, question)]
  }
  if (interfaces.has(name)) return [deviceCondition(name as 'in' | 'out', set, fields)]
  const [plain] = name.split('@') as [Field]
  // Only whole packets have ports.
  if (plain === 'fragment' && set[0]?.from === 0 && set[0].to === 0) return []
  if (plain === 'protocol' && sizeOf(set) === sizeOf(portProtocols) && asksForPorts(box, fields)) return []
  if (plain === 'ctstate') return [stateCondition(set)]
  return [shorter(plain, set, fields.universe.domains[field] ?? [])]
}

function asksForPorts(box: Box, fields: SetFields): boolean {
  return box.fields.includes(fields.of('sport')) || box.fields.includes(fields.of('dport'))
}

// What is missing is said where that is less.
function shorter(field: Field, set: Intervals, domain: Intervals): Condition {
  const rest = subtract(domain, set)
  const isNegative = rest.length > 0 && rest.length < set.length
  const said = (isNegative ? rest : set).slice(0, mostPieces)
  return negateIf(isNegative, { kind: 'in', field, set: said })
}

function stateCondition(set: Intervals): Condition {
  const has = (number: number) => set.some(({ from, to }) => number >= from && number <= to)
  const named = [1, 2, 4, 8, 16].filter((state) => [0, 32, 64, 96].some((nat) => has(state + nat)))
  const mask = named.reduce((sum, state) => sum | state, 0)
  const isNegative = named.length > 2
  return negateIf(isNegative, { kind: 'bits', field: 'ctstate', mask: isNegative ? 31 & ~mask : mask, value: 'any' })
}

function deviceCondition(field: 'in' | 'out' | 'physin' | 'physout', set: Intervals, fields: SetFields): Condition {
  const all = fields.devices.map((_, index) => index).slice(1)
  const isIn = (index: number) => set.some(({ from, to }) => index >= from && index <= to)
  const inside = all.filter(isIn)
  const outside = all.filter((index) => !isIn(index))
  // The first one stands for all names that no rule asks for.
  const isNegative = inside.includes(1) && outside.length > 0
  const named = (isNegative ? outside : inside).slice(0, mostPieces).map((index): Condition => {
    const name = fields.devices[index] ?? ''
    const isOther = name.endsWith('\u0001')
    return { kind: 'interface', field, name: isOther ? name.slice(0, -1) : name, prefix: isOther }
  })
  return negateIf(isNegative, anyOf(named))
}
