import type { AddressNumber } from '#base/address.ts'
import { lastOf, liesIn, networkOf } from '#base/network.ts'
import { writeAddress, writePrefix } from '#base/prefix.ts'
import type { Facts, Route, RoutingRule } from '#model/facts.ts'
import type { Family } from '#model/family.ts'

/** Lines for `ip -batch` that make the routes and policy routing rules of a host, behind its addresses. */
export function planRoutes(facts: Facts, family: Family): readonly string[] {
  const flag = family === 'ipv4' ? '-4' : '-6'
  const tables = new TableNumbers()
  const wanted = (facts.routes ?? []).filter((route) => route.family === family && !isImplied(route, facts))
  // A next hop must be known to lie on a network before it is used.
  const ordered = wanted.toSorted((a, b) => Number(a.via !== undefined) - Number(b.via !== undefined))
  const routes = ordered.map((route) => `route append ${routeText(route, tables)}`)
  return [...routes, ...ruleLines(facts.routingRules ?? [], family, tables)].map((line) =>
    line.startsWith('rule') ? `${flag} ${line}` : line,
  )
}

// What the kernel makes for every address by itself.
function isImplied(route: Route, { interfaces }: Facts): boolean {
  const { table, type, destination, family } = route
  const { address } = destination
  if (type === 'nat') return true
  if (family === 'ipv6' && liesIn(address, { address: 0xfe80n << 112n, length: 10 }) && type === 'unicast') return true
  if (table !== 'local') return type === 'multicast' && family === 'ipv6'
  if (type === 'broadcast' || type === 'multicast' || type === 'unicast') return true
  if (liesIn(address, { address: 0x7f000000, length: 8 }) || address === 1n) return true
  return (interfaces ?? []).some(({ addresses }) =>
    addresses.some((each) => each.address === address || edges(each).includes(address)),
  )
}

function edges({ address, length }: { address: AddressNumber; length: number }): readonly AddressNumber[] {
  return [networkOf(address, length), lastOf(address, length)]
}

function routeText(route: Route, tables: TableNumbers): string {
  const { type, destination, via, device, source, metric, table } = route
  const words = [...(type === 'unicast' ? [] : [type]), writePrefix(destination)]
  if (via !== undefined) words.push('via', writeAddress(via))
  if (device !== undefined) words.push('dev', device)
  if (via !== undefined && device !== undefined) words.push('onlink')
  if (source !== undefined) words.push('src', writeAddress(source))
  if (metric > 0) words.push('metric', String(metric))
  if (table !== 'main') words.push('table', tables.of(table))
  return words.join(' ')
}

function ruleLines(rules: readonly RoutingRule[], family: Family, tables: TableNumbers): readonly string[] {
  const own = rules.filter((rule) => rule.family === family)
  if (own.length === 0) return []
  const isUsual = ({ priority, text }: RoutingRule) => usual.has(`${priority} ${text.trim()}`)
  const missing = [...usual].filter((line) => !own.some((rule) => `${rule.priority} ${rule.text.trim()}` === line))
  return [
    ...own.filter((rule) => !isUsual(rule)).map((rule) => `rule add ${ruleText(rule, tables)}`),
    ...missing.map((line) => `rule del priority ${line.split(' ', 1)[0]}`),
  ]
}

const usual: ReadonlySet<string> = new Set([
  '0 from all lookup local',
  '32766 from all lookup main',
  '32767 from all lookup default',
])

function ruleText({ priority, text }: RoutingRule, tables: TableNumbers): string {
  const words = text
    .replaceAll('[detached]', '')
    .split(/\s+/)
    .filter((word) => /^[\w.:/,-]+$/.test(word))
  const named = words.map((word, index) => (words[index - 1] === 'lookup' ? tables.of(word) : word))
  return `priority ${priority} ${named.join(' ')}`
}

/** Tables have names only where a file of the host gives them some: here each name is a number that nobody uses. */
class TableNumbers {
  readonly #numbers = new Map<string, string>()

  of(table: string): string {
    if (/^(\d{1,10}|main|local|default)$/.test(table)) return table
    const known = this.#numbers.get(table) ?? String(770_000 + this.#numbers.size)
    this.#numbers.set(table, known)
    return known
  }
}
