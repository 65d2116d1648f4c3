import { memberIn, type Members, membersOf } from './json-members.ts'
import type { Json } from '#model/nft.ts'

/** An expression or value of nft as text: `ip saddr`, `{ 22, 80-90 }`, `10.0.0.0/8`. */
export function printExpression(value: Json): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? 'exists' : 'missing'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return (value as readonly Json[]).map(printExpression).join(',')
  const [[name, about] = ['', null]] = Object.entries(value)
  return printers[name]?.(about) ?? operation(name, about) ?? JSON.stringify(value)
}

/** A name that may hold anything: quoted, as nft prints it. */
export function quoted(text: Json | undefined): string {
  return `"${String(text ?? '').replaceAll('"', '')}"`
}

const printers: Readonly<Record<string, (about: Json) => string>> = {
  payload: payload,
  meta: (about) => {
    const key = String(memberIn(about, 'key'))
    return bare.has(key) ? key : `meta ${key}`
  },
  ct: (about) =>
    ['ct', memberIn(about, 'dir'), memberIn(about, 'family'), memberIn(about, 'key')].filter(isText).join(' '),
  fib: (about) => `fib ${list(memberIn(about, 'flags')).join(' . ')} ${memberIn(about, 'result')}`,
  rt: (about) => ['rt', memberIn(about, 'family'), memberIn(about, 'key')].filter(isText).join(' '),
  socket: (about) => `socket ${memberIn(about, 'key')}`,
  'tcp option': (about) => ['tcp option', memberIn(about, 'name'), memberIn(about, 'field')].filter(isText).join(' '),
  exthdr: (about) => ['exthdr', memberIn(about, 'name'), memberIn(about, 'field')].filter(isText).join(' '),
  concat: (about) => list(about).map(printValue).join(' . '),
  set: (about) => `{ ${list(about).map(element).join(', ')} }`,
  map: (about) =>
    `${printExpression(memberIn(about, 'key') ?? null)} map ${printExpression(memberIn(about, 'data') ?? null)}`,
  prefix: (about) => `${printExpression(memberIn(about, 'addr') ?? null)}/${memberIn(about, 'len')}`,
  range: (about) => list(about).map(printExpression).join('-'),
  elem: elementOf,
  numgen: (about) => {
    const offset = memberIn(about, 'offset')
    return `numgen ${memberIn(about, 'mode')} mod ${memberIn(about, 'mod')}${typeof offset === 'number' && offset > 0 ? ` offset ${offset}` : ''}`
  },
  jhash: (about) => `jhash ${printExpression(memberIn(about, 'expr') ?? null)} mod ${memberIn(about, 'mod')}`,
  symhash: (about) => `symhash mod ${memberIn(about, 'mod')}`,
  accept: () => 'accept',
  drop: () => 'drop',
  continue: () => 'continue',
  return: () => 'return',
  jump: (about) => `jump ${memberIn(about, 'target')}`,
  goto: (about) => `goto ${memberIn(about, 'target')}`,
}

// Those that nft prints without `meta`.
const bare: ReadonlySet<string> = new Set([
  'iif',
  'iifname',
  'iiftype',
  'iifgroup',
  'oif',
  'oifname',
  'oiftype',
  'oifgroup',
])

function isText(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== ''
}

function payload(about: Json): string {
  const base = memberIn(about, 'base')
  if (base !== undefined) return `@${base},${memberIn(about, 'offset')},${memberIn(about, 'len')}`
  return `${memberIn(about, 'protocol')} ${memberIn(about, 'field')}`
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : value === undefined || value === null ? [] : [value]
}

// A pair is an element of a map.
function element(one: Json): string {
  if (!Array.isArray(one)) return printValue(one)
  const [key = null, to = null] = one as readonly Json[]
  return `${printValue(key)} : ${printValue(to)}`
}

// Names of interfaces and the like stand in quotes; addresses, numbers and words of nft do not.
function printValue(value: Json): string {
  return typeof value === 'string' && needsQuotes(value) ? quoted(value) : printExpression(value)
}

function needsQuotes(text: string): boolean {
  return !/^[\w.:/*@-]*$/.test(text)
}

function elementOf(about: Json): string {
  const members: Members = membersOf(about)
  const rest = Object.entries(members).flatMap(([name, value]) => {
    if (name === 'timeout' || name === 'expires') return [`${name} ${printTime(value)}`]
    return name === 'comment' ? [`comment ${quoted(value)}`] : []
  })
  return [printValue(members.val ?? null), ...rest].join(' ')
}

/** Seconds as nft writes them: `1h30m`. */
export function printTime(value: Json): string {
  if (typeof value !== 'number') return String(value)
  const units = [
    ['d', 86400],
    ['h', 3600],
    ['m', 60],
    ['s', 1],
  ] as const
  let rest = value
  let text = ''
  for (const [unit, seconds] of units) {
    const count = Math.floor(rest / seconds)
    rest -= count * seconds
    if (count > 0) text += `${count}${unit}`
  }
  return text === '' ? '0s' : text
}

const operators: ReadonlySet<string> = new Set(['&', '|', '^', '<<', '>>'])

function operation(name: string, about: Json): string | undefined {
  if (!operators.has(name)) return undefined
  return list(about)
    .map((one) =>
      Array.isArray(one) ? `(${(one as readonly Json[]).map(printExpression).join(' | ')})` : printExpression(one),
    )
    .join(` ${name} `)
}
