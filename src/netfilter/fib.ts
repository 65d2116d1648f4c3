import type { AddressNumber } from '#base/address.ts'
import { groupBy } from '#base/lists.ts'
import { lastOf, liesIn, networkOf } from '#base/network.ts'
import { widthOf } from '#base/prefix.ts'
import type { Facts, Route } from '#model/facts.ts'
import type { Family } from '#model/family.ts'
import type { PolicyRule, RouteQuery } from './routing-rules.ts'
import { defaultRules, policyRules } from './routing-rules.ts'

/** What a look-up in the routing tables says. */
export type Found =
  | { readonly kind: 'route'; readonly route: Route }
  | { readonly kind: 'error'; readonly type: 'blackhole' | 'unreachable' | 'prohibit' | 'none' }
  /** Something that was not read decides; `needs` says what. */
  | { readonly kind: 'unknown'; readonly needs: string }

/** The routing tables of one family. */
export interface Fib {
  /** Asks the tables as the policy rules order them. */
  find(query: RouteQuery): Found
  /** Asks the table `local` alone, as addrtype does. Undefined: it has nothing; 'unknown': addresses and table were not read. */
  findLocal(address: AddressNumber, device?: string): Route | 'unknown' | undefined
  /** Whether somebody made policy rules, or routes in the table `local`: then sources are looked at more closely. */
  readonly isCustomized: boolean
}

/** One table: routes by prefix, the longest length first. */
interface RouteTable {
  readonly lengths: readonly number[]
  readonly byLength: readonly ReadonlyMap<AddressNumber, readonly Route[]>[]
}

/** The routing tables that the facts tell of. What addresses alone imply (local and on-link routes) is filled in. */
export function buildFib(facts: Facts, family: Family): Fib {
  const complete = facts.routes !== undefined && facts.routesRead?.families.includes(family) !== false
  const listed = facts.routes?.filter((route) => route.family === family) ?? []
  const told = complete || listed.length > 0 ? listed : undefined
  const implied = impliedRoutes(facts, family)
  const likely = likelyRoutes(facts, family)
  const local = [...(told ?? []).filter(isLocalTable), ...implied.local, ...likely.filter(isLocalTable)]
  const main = told?.filter((route) => !isLocalTable(route)) ?? [
    ...implied.onLink,
    ...likely.filter((route) => !isLocalTable(route)),
  ]
  const tables = new Map<string, RouteTable>([['local', tableOf(local)]])
  for (const [name, routes] of groupBy(main, ({ table }) => table)) tables.set(name, tableOf(routes))
  const asked = facts.routingRules?.filter((rule) => rule.family === family)
  const rules = policyRules(asked === undefined || asked.length === 0 ? defaultRules : asked)
  const localKnown = facts.interfaces !== undefined || told?.some(({ type }) => type === 'local') === true
  return {
    find: (query) => findByRules(rules, tables, query, complete, facts.routesRead?.onlyMain === true),
    findLocal(address, device) {
      const route = lookUp(tables.get('local'), address, device, -1)
      if (route !== undefined || localKnown) return route
      return likely.some(({ destination }) => liesIn(address, destination)) ? undefined : 'unknown'
    },
    isCustomized: rules.length > 3 || local.some((route) => route.type === 'local' && !isImplied(route, implied.local)),
  }
}

// These are known by the addresses, or empty unless somebody fills them.
const usualTables: ReadonlySet<string> = new Set(['local', 'main', 'default'])

const isLocalTable = ({ table }: Route) => table === 'local'

/** What stands in for routes and interfaces where neither were read. */
export function likelyRoutes({ interfaces, routes, likely }: Facts, family: Family): readonly Route[] {
  if (interfaces !== undefined) return []
  return (likely ?? []).filter((route) => route.family === family && (routes === undefined || isLocalTable(route)))
}

function isImplied({ destination: { address, length } }: Route, implied: readonly Route[]): boolean {
  return implied.some(({ destination }) => liesIn(address, destination) && length >= destination.length)
}

function findByRules(
  rules: readonly PolicyRule[],
  tables: ReadonlyMap<string, RouteTable>,
  query: RouteQuery,
  complete: boolean,
  onlyMain: boolean,
): Found {
  let skipTo = -1
  for (const { priority, action, suppressLength, takes, text } of rules) {
    if (priority < skipTo) continue
    const taken = takes(query)
    if (taken === false) continue
    if (taken === undefined) return { kind: 'unknown', needs: `ip rule ${text}` }
    if (action.kind === 'error') return action
    if (action.kind === 'goto') skipTo = action.priority
    if (action.kind !== 'table') continue
    if (onlyMain && !usualTables.has(action.table)) return { kind: 'unknown', needs: `routes of table ${action.table}` }
    const route = lookUp(tables.get(action.table), query.dst, query.oif, suppressLength)
    if (route === undefined || route.type === 'throw') continue
    if (route.type === 'blackhole' || route.type === 'unreachable' || route.type === 'prohibit')
      return { kind: 'error', type: route.type }
    return { kind: 'route', route }
  }
  return complete ? { kind: 'error', type: 'none' } : { kind: 'unknown', needs: 'routes' }
}

function lookUp(
  table: RouteTable | undefined,
  address: AddressNumber,
  device: string | undefined,
  suppressLength: number,
): Route | undefined {
  if (table === undefined) return undefined
  for (let index = 0; index < table.lengths.length; index++) {
    const length = table.lengths[index] as number
    if (length <= suppressLength) return undefined
    for (const route of table.byLength[index]?.get(networkOf(address, length)) ?? []) {
      if (device === undefined || route.device === device || route.device === undefined) return route
    }
  }
  return undefined
}

function tableOf(routes: readonly Route[]): RouteTable {
  const byLength = groupBy(routes, ({ destination }) => destination.length)
  const lengths = [...byLength.keys()].sort((a, b) => b - a)
  return {
    lengths,
    byLength: lengths.map((length) => {
      const ordered = (byLength.get(length) ?? []).toSorted((a, b) => a.metric - b.metric)
      return groupBy(ordered, ({ destination }) => networkOf(destination.address, length))
    }),
  }
}

// What the kernel adds to its tables for every address of an interface that is up.
function impliedRoutes(facts: Facts, family: Family): { local: readonly Route[]; onLink: readonly Route[] } {
  const local: Route[] = [loopback(family)]
  const onLink: Route[] = []
  for (const { name, up, addresses } of facts.interfaces ?? []) {
    if (!up) continue
    if (family === 'ipv6') local.push(multicast(name))
    for (const { family: other, address, length } of addresses) {
      if (other !== family) continue
      const width = widthOf(address)
      local.push(route('local', 'local', address, width, name, address))
      if (family === 'ipv4' && length < 31)
        local.push(route('local', 'broadcast', lastOf(address, length), 32, name, address))
      if (length < width) onLink.push(route('main', 'unicast', networkOf(address, length), length, name, address))
    }
  }
  return { local, onLink }
}

function loopback(family: Family): Route {
  return family === 'ipv4'
    ? route('local', 'local', 0x7f000000, 8, 'lo', 0x7f000001)
    : route('local', 'local', 1n, 128, 'lo', 1n)
}

function multicast(device: string): Route {
  return route('local', 'multicast', 0xff00n << 112n, 8, device, undefined)
}

function route(
  table: string,
  type: Route['type'],
  address: AddressNumber,
  length: number,
  device: string,
  source: AddressNumber | undefined,
): Route {
  const family = typeof address === 'number' ? 'ipv4' : 'ipv6'
  return { family, table, type, destination: { address, length }, via: undefined, device, source, metric: 0 }
}
