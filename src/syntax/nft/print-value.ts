import type { Json } from '#model/nft.ts'
import { memberIn } from './json-members.ts'
import { printExpression, quoted } from './print-expression.ts'

/** How the values of an expression are written: names in quotes, marks and raw bytes in hex; of a concatenation part by part. */
export type Style = 'quoted' | 'mark' | 'hex' | 'plain' | readonly Style[]

const quotedKeys: ReadonlySet<string> = new Set([
  'iif',
  'iifname',
  'oif',
  'oifname',
  'ibrname',
  'obrname',
  'time',
  'day',
  'hour',
])

/** How the values that stand beside an expression are written. */
export function styleOf(left: Json): Style {
  const parts = memberIn(left, 'concat')
  if (Array.isArray(parts)) return (parts as readonly Json[]).map(styleOf)
  const masked = memberIn(left, '&')
  if (Array.isArray(masked)) return styleOf((masked as readonly Json[])[0] ?? null)
  const meta = memberIn(memberIn(left, 'meta'), 'key')
  const ct = memberIn(memberIn(left, 'ct'), 'key')
  if (meta === 'mark' || ct === 'mark') return 'mark'
  if (ct === 'helper' || (typeof meta === 'string' && quotedKeys.has(meta))) return 'quoted'
  return memberIn(memberIn(left, 'payload'), 'base') === undefined ? 'plain' : 'hex'
}

/** A value as nft writes it beside an expression of that style. */
export function printStyled(value: Json, style: Style): string {
  if (typeof style !== 'string') return printParts(value, style)
  if (typeof value === 'string')
    return style !== 'quoted' || value.startsWith('@') ? printExpression(value) : quoted(value)
  if (typeof value === 'number') return printNumber(value, style)
  const set = memberIn(value, 'set')
  if (set !== undefined)
    return `{ ${listOf(set)
      .map((one) => printElement(one, style))
      .join(', ')} }`
  const range = memberIn(value, 'range')
  return range === undefined
    ? printOther(value, style)
    : listOf(range)
        .map((one) => printStyled(one, style))
        .join('-')
}

function printNumber(value: number, style: Style): string {
  if (style === 'mark') return `0x${value.toString(16).padStart(8, '0')}`
  return style === 'hex' ? `0x${value.toString(16)}` : String(value)
}

function printParts(value: Json, styles: readonly Style[]): string {
  const set = memberIn(value, 'set')
  if (set !== undefined)
    return `{ ${listOf(set)
      .map((one) => printElement(one, styles))
      .join(', ')} }`
  const parts = memberIn(value, 'concat')
  if (parts === undefined) return printExpression(value)
  return listOf(parts)
    .map((one, index) => printStyled(one, styles[index] ?? 'plain'))
    .join(' . ')
}

// A pair is an element of a map.
export function printElement(element: Json, style: Style): string {
  if (!Array.isArray(element)) return printStyled(element, style)
  const [key = null, to = null] = element as readonly Json[]
  return `${printStyled(key, style)} : ${printExpression(to)}`
}

// What a mark is made of: `meta mark & 0x000000ff | 0x00000010`.
function printOther(value: Json, style: Style): string {
  for (const operator of ['&', '|', '^', '<<', '>>']) {
    const operands = memberIn(value, operator)
    if (Array.isArray(operands))
      return listOf(operands)
        .map((one) => printStyled(one, style))
        .join(` ${operator} `)
  }
  const map = memberIn(value, 'map')
  if (map === undefined || style !== 'mark') return printExpression(value)
  const data = memberIn(map, 'data') ?? null
  const set = memberIn(data, 'set')
  const key = memberIn(map, 'key') ?? null
  if (set === undefined) return printExpression(value)
  const pairs = listOf(set).map((pair) => {
    const [from = null, to = null] = listOf(pair)
    return `${printStyled(from, styleOf(key))} : ${printStyled(to, style)}`
  })
  return `${printExpression(key)} map { ${pairs.join(', ')} }`
}

function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [value]
}
