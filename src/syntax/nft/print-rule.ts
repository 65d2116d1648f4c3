import type { Json, NftRule } from '#model/nft.ts'
import { memberIn, membersOf } from './json-members.ts'
import { printExpression, printTime, quoted } from './print-expression.ts'
import { printStyled, styleOf } from './print-value.ts'

/** A rule as `nft list ruleset` prints it, without its counters, and the place of each statement. */
export function printNftRule(
  statements: readonly Json[],
  comment: string | undefined,
  name: string,
): NftRule['printed'] {
  let text = ''
  const spans: { start: number; end: number }[] = []
  for (const statement of statements) {
    const said = printStatement(statement)
    const start = text.length + (text === '' || said === '' ? 0 : 1)
    text += said === '' ? '' : `${text === '' ? '' : ' '}${said}`
    spans.push({ start, end: text.length })
  }
  if (comment !== undefined) text += `${text === '' ? '' : ' '}comment ${quoted(comment)}`
  return { origin: { name, text }, spans }
}

/** One statement as nft writes it. */
export function printStatement(statement: Json): string {
  const [[name, about] = ['', null]] = Object.entries(membersOf(statement))
  const print = Object.hasOwn(printers, name) ? printers[name] : undefined
  if (print !== undefined) return print(about)
  if (name === '') return String(statement)
  return about === null ? name : printExpression({ [name]: about })
}

const printers: Readonly<Record<string, (about: Json) => string>> = {
  match: matchText,
  counter: (about) => namedText('counter', about) ?? 'counter',
  log: logText,
  limit: (about) => namedText('limit', about) ?? rateText('limit rate', about),
  quota: (about) =>
    namedText('quota', about) ??
    `quota ${memberIn(about, 'inv') === true ? 'over ' : ''}${memberIn(about, 'val')} ${memberIn(about, 'val_unit')}`,
  'ct count': (about) => `ct count ${memberIn(about, 'inv') === true ? 'over ' : ''}${memberIn(about, 'val')}`,
  'ct helper': (about) => `ct helper set ${quoted(about)}`,
  reject: rejectText,
  mangle: (about) => `${expressionOf(about, 'key')} set ${beside(about, 'key', 'value')}`,
  vmap: (about) => `${expressionOf(about, 'key')} vmap ${beside(about, 'key', 'data')}`,
  dnat: (about) => natText('dnat', about),
  snat: (about) => natText('snat', about),
  masquerade: (about) => natText('masquerade', about),
  redirect: (about) => natText('redirect', about),
  queue: queueText,
  set: setText,
  flow: (about) => `flow add ${memberIn(about, 'flowtable')}`,
  unread: (about) => String(about),
  xt: (about) => `xt ${memberIn(about, 'type') ?? ''} ${quoted(memberIn(about, 'name'))}`.replace('  ', ' '),
}

// One that the table holds by its name.
function namedText(name: string, about: Json): string | undefined {
  return typeof about === 'string' ? `${name} name ${quoted(about)}` : undefined
}

function expressionOf(about: Json, name: string): string {
  return printExpression(memberIn(about, name) ?? null)
}

function beside(about: Json, left: string, right: string): string {
  return printStyled(memberIn(about, right) ?? null, styleOf(memberIn(about, left) ?? null))
}

function matchText(about: Json): string {
  const left = memberIn(about, 'left') ?? null
  const right = memberIn(about, 'right') ?? null
  const op = memberIn(about, 'op')
  const flags = flagsText(left, right, op)
  if (flags !== undefined) return flags
  const sign = op === '==' || op === 'in' ? equals(left, op) : `${op} `
  return `${leftText(left)} ${sign}${printStyled(right, styleOf(left))}`
}

function leftText(left: Json): string {
  const masked = memberIn(left, '&')
  if (!Array.isArray(masked)) return printExpression(left)
  const [of = null, mask = null] = masked as readonly Json[]
  return `${printExpression(of)} & ${printStyled(mask, styleOf(of))}`
}

// `tcp flags syn / fin,syn,rst,ack`: of these flags only the first.
function flagsText(left: Json, right: Json, op: Json | undefined): string | undefined {
  const masked = memberIn(left, '&')
  const [of = null, mask = null] = Array.isArray(masked) ? (masked as readonly Json[]) : []
  const flags = flagList(mask)
  if (memberIn(memberIn(of, 'payload'), 'field') !== 'flags' || flags === undefined) return undefined
  const not = op === '!=' ? '!= ' : ''
  return `${printExpression(of)} ${not}${printExpression(flagList(right) ?? right)} / ${printExpression(flags)}`
}

// `["syn", "ack"]` of nft 1.0, `{"|": ["syn", "ack"]}` of 1.1.
function flagList(value: Json): readonly Json[] | undefined {
  const list = memberIn(value, '|') ?? value
  return Array.isArray(list) ? (list as readonly Json[]).flatMap((one) => flagList(one) ?? [one]) : undefined
}

// Of flags, `==` asks for these and no others; without a sign any of them will do.
function equals(left: Json, op: Json): string {
  const flags = memberIn(memberIn(left, 'payload'), 'field') === 'flags'
  return memberIn(left, '&') !== undefined || (flags && op === '==') ? '== ' : ''
}

function logText(about: Json): string {
  const words = Object.entries(membersOf(about)).map(([name, value]) => {
    if (name === 'prefix') return `prefix ${quoted(value)}`
    return name === 'flags' ? `flags ${[value].flat().join(',')}` : `${name} ${value}`
  })
  return ['log', ...words].join(' ')
}

function rateText(head: string, about: Json): string {
  const { rate, per, inv, burst, rate_unit: unit, burst_unit: burstUnit } = membersOf(about)
  const amount = unit === undefined || unit === 'packets' ? `${rate}/${per}` : `${rate} ${unit}/${per}`
  const isUsual = burst === undefined || burst === 0 || (burst === 5 && (unit === undefined || unit === 'packets'))
  return `${head} ${inv === true ? 'over ' : ''}${amount}${isUsual ? '' : ` burst ${burst} ${burstUnit ?? 'packets'}`}`
}

function rejectText(about: Json): string {
  const type = memberIn(about, 'type')
  const reason = memberIn(about, 'expr')
  if (type === 'tcp reset') return 'reject with tcp reset'
  if (type === undefined || (type === 'icmpx' && reason === 'port-unreachable')) return 'reject'
  return `reject with ${type} ${reason}`
}

function natText(name: string, about: Json): string {
  const { addr, port, family, flags, type_flags: kind } = membersOf(about)
  const address = addr === undefined ? '' : printExpression(addr)
  const isPlain = typeof addr === 'string' || memberIn(addr, 'range') !== undefined
  const shown = port !== undefined && isPlain && address.includes(':') ? `[${address}]` : address
  const to =
    addr === undefined && port === undefined
      ? ''
      : ` to ${shown}${port === undefined ? '' : `:${printExpression(port)}`}`
  const words = [flags ?? null].flat().filter((one) => one !== null && one !== 'netmap')
  const head = [name, family, kind === 'prefix' ? 'prefix' : undefined].filter((word) => word !== undefined).join(' ')
  return `${head}${to}${words.length === 0 ? '' : ` ${words.join(',')}`}`
}

function queueText(about: Json): string {
  const number = memberIn(about, 'num')
  const flags = [memberIn(about, 'flags') ?? null].flat().filter((one) => one !== null)
  const head = flags.length === 0 ? 'queue' : `queue flags ${flags.join(',')}`
  return number === undefined ? head : `${head} to ${printExpression(number)}`
}

function setText(about: Json): string {
  const { op, elem, set, stmt } = membersOf(about)
  const inner = membersOf(memberIn(elem, 'elem'))
  const value = inner.val === undefined ? printExpression(elem ?? null) : printExpression(inner.val)
  const timeout = inner.timeout === undefined ? '' : ` timeout ${printTime(inner.timeout)}`
  const more = Array.isArray(stmt) ? (stmt as readonly Json[]).map((one) => ` ${printStatement(one)}`).join('') : ''
  return `${op} ${set} { ${value}${timeout}${more} }`
}
