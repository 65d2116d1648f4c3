import { compareNumbers } from '#base/compare-numbers.ts'
import { groupBy } from '#base/lists.ts'
import { largest } from '#base/lists.ts'
import { shellWord } from '#base/shell-word.ts'
import type { Say } from '#i18n/catalogue.ts'
import { message } from '#model/diagnostic.ts'
import type { Family } from '#model/family.ts'
import { isAnyAddress, type Outcome, type ServiceState, type Zone } from '#model/service.ts'
import type { Block, Line, Style } from './page.ts'
import { indented, styled } from './page.ts'

/** What of a status or repair is about containers. */
export interface ServicesView {
  readonly services: readonly ServiceState[]
  /** With those that are not shown. */
  readonly all?: readonly ServiceState[]
  readonly failed: readonly { readonly container: string; readonly said: string }[]
}

const order: readonly ServiceState['state'][] = ['dead', 'unknown', 'limited', 'works']

const kinds: readonly ServiceState['kind'][] = ['port', 'outside', 'neighbour']

const styles: Readonly<Record<ServiceState['state'], Style>> = {
  dead: 'drop',
  unknown: 'unknown',
  limited: 'warning',
  works: 'accept',
}

/**
 * Names of services for a first line: `web :8080`, `containers of shop to the outside`; equal ones once, ports next to each other as a range.
 * `all`: what else there is; where only some containers of a network are meant, they are named.
 */
export function serviceNames(
  say: Say,
  services: readonly ServiceState[],
  all: readonly ServiceState[] = services,
): readonly string[] {
  const sorted = services.toSorted(
    (a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || a.container.localeCompare(b.container),
  )
  return [...groupBy(sorted, subjectOf).values()].flatMap((group) =>
    group[0] === undefined ? [] : [nameOf(say, group[0], group, all)],
  )
}

function nameOf(say: Say, one: ServiceState, group: readonly ServiceState[], all: readonly ServiceState[]): string {
  switch (one.kind) {
    case 'port':
      return `${one.container} ${portsText(group)}`
    case 'outside':
      return say(
        message('service/name-outside', { network: one.network, containers: containersText(one, group, all) ?? '' }),
      )
    case 'neighbour':
      return say(message('service/name-neighbours', { network: one.network }))
  }
}

const mostNamed = 3

/** The containers of a group by name, where they are not all of their network that want to the outside; a network may have one only. */
function containersText(
  one: ServiceState,
  group: readonly ServiceState[],
  all: readonly ServiceState[],
): string | undefined {
  if (one.kind !== 'outside') return undefined
  const containersIn = (services: readonly ServiceState[]) =>
    new Set(
      services.flatMap((each) => (each.kind === 'outside' && each.network === one.network ? [each.container] : [])),
    )
  const own = containersIn(group)
  // All of them are counted only where it matters: there may be thousands.
  if (own.size > mostNamed || (own.size > 1 && own.size === containersIn(all).size)) return undefined
  return [...own].join(', ')
}

function subjectOf(service: ServiceState): string {
  return service.kind === 'port' ? `port ${service.container}` : `${service.kind} ${service.network}`
}

/** `:8080, :7000-7002, 127.0.0.1:9000, :53/udp`. */
export function portsText(services: readonly ServiceState[]): string {
  const ports = services.flatMap((service) => (service.kind === 'port' ? [service.port] : []))
  const places = groupBy(ports, ({ hostAddress, protocol }) => {
    const address = isAnyAddress(hostAddress) ? '' : hostAddress.includes(':') ? `[${hostAddress}]` : hostAddress
    return `${address}:|${protocol === 'tcp' ? '' : `/${protocol}`}`
  })
  return [...places]
    .flatMap(([place, group]) => {
      const [before = '', after = ''] = place.split('|')
      return rangesOf(group.map(({ hostPort }) => hostPort)).map((range) => `${before}${range}${after}`)
    })
    .join(', ')
}

function rangesOf(numbers: readonly number[]): readonly string[] {
  const ranges: [number, number][] = []
  for (const number of [...new Set(numbers)].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last !== undefined && last[1] === number - 1) last[1] = number
    else ranges.push([number, number])
  }
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`))
}

/** One line for each container and network and what is true of it; what is dead comes first. */
export function serviceLines(say: Say, { services, failed, all = services }: ServicesView): readonly Block[] {
  const lines = [...groupBy(services, (one) => `${headOf(say, one)}\n${textOf(say, one)}`).values()].flatMap(
    (group) => {
      const [one] = group
      if (one === undefined) return []
      const isOutside = group.every(({ kind }) => kind === 'outside')
      const head = (isOutside ? containersText(one, group, all) : undefined) ?? headOf(say, one)
      return [{ one, head, group, text: textOf(say, one) }]
    },
  )
  const rank = ({ state, kind }: ServiceState) => [order.indexOf(state), kinds.indexOf(kind)]
  const sorted = lines.toSorted((a, b) => compareNumbers(rank(a.one), rank(b.one)) || a.head.localeCompare(b.head))
  const heads = [...sorted.map(({ head }) => head), ...failed.map(({ container }) => container)]
  const width = Math.min(20, largest(heads.map((head) => head.length))) + 2
  const starts = failed.map(({ container, said }): Block => {
    const text = say(message('service/not-started', { said }))
    const run = say(message('service/run', { command: `docker start ${shellWord(container)}` }))
    return row(container, width, [styled('drop', text), `. ${run}`])
  })
  return [
    ...starts,
    ...sorted.map(({ one, head, group, text }) =>
      row(head, width, [`${whatOf(say, group)}: `, styled(styles[one.state], text)]),
    ),
  ]
}

function row(head: string, width: number, rest: Line): Block {
  return indented(0, [styled('strong', head.padEnd(width - 1)), ' ', ...rest], width)
}

function headOf(say: Say, service: ServiceState): string {
  return service.kind === 'port' ? service.container : say(message('service/network', { network: service.network }))
}

function whatOf(say: Say, group: readonly ServiceState[]): string {
  const all = [...new Set(group.map(({ kind }) => kind))]
  return all.map((kind) => (kind === 'port' ? portsText(group) : say(message(`service/${kind}`)))).join(', ')
}

/** What becomes of the connections of a service: how they get there, or who is kept away by what. */
function textOf(say: Say, { kind, state, checks }: ServiceState): string {
  const of = (kinds: readonly Outcome['kind'][]) => checks.filter(({ outcome }) => kinds.includes(outcome.kind))
  switch (state) {
    case 'works':
      return kind === 'port'
        ? say(message('service/works', { by: waysText(say, checks) }))
        : say(message('service/fine'))
    case 'unknown':
      return outcomeText(say, of(['unknown'])[0]?.outcome)
    case 'limited':
    case 'dead': {
      const failing = of(['stopped', 'elsewhere', 'dead'])
      const reason = outcomeText(say, failing[0]?.outcome)
      if (failing.length === checks.length) return say(message('service/down', { reason }))
      const fails = (family: Family) => failing.some((one) => one.family === family)
      const family = fails('ipv4') ? 'ipv4' : 'ipv6'
      const isOne = !(fails('ipv4') && fails('ipv6')) && checks.some((check) => check.family !== family)
      if (isOne && checks.every((check) => check.family !== family || failing.includes(check)))
        return say(message('service/one-family', { family, reason }))
      // The same client may get through by the other family.
      const isServed = (from: Zone) => checks.some((check) => check.from === from && !failing.includes(check))
      const names = failing.map(
        (one) => `${zoneText(say, one.from)}${isOne || isServed(one.from) ? familyText(one.family) : ''}`,
      )
      const zones = [...new Set(names)].join(', ')
      return say(message(state === 'dead' ? 'service/from' : 'service/limited', { zones, reason }))
    }
  }
}

// Who sits on the host is not served otherwise than others, unless nobody else is.
function waysText(say: Say, checks: ServiceState['checks']): string {
  const others = checks.filter(({ from }) => from !== 'host')
  const ways = groupBy(others.length > 0 ? others : checks, ({ outcome }) => outcomeText(say, outcome))
  return [...ways]
    .map(([text, group]) => (ways.size === 1 ? text : `${text}${familyText(group[0]?.family ?? 'ipv4')}`))
    .join(', ')
}

function familyText(family: Family): string {
  return family === 'ipv6' ? ' (IPv6)' : ' (IPv4)'
}

function zoneText(say: Say, zone: Zone): string {
  return say(message(`service/zone-${zone}`))
}

/** An outcome in words, with what helps. */
export function outcomeText(say: Say, outcome: Outcome | undefined): string {
  switch (outcome?.kind) {
    case undefined:
      return ''
    case 'works':
      return outcome.past === undefined
        ? say(message(`service/by-${outcome.by}`))
        : say(message('service/kept-from-dnat', { rule: outcome.past }))
    case 'stopped':
      return say(message('service/stopped', { by: outcome.by, owner: outcome.owner ?? '' }))
    case 'elsewhere':
      return say(message('service/elsewhere', { to: outcome.to, by: outcome.by }))
    case 'dead':
      return `${say(outcome.why)}${cureText(say, outcome)}`
    case 'unknown':
      return outcome.why === undefined
        ? say(message('service/unknown', { on: outcome.on }))
        : say(message('service/unknown-why', { reason: `${say(outcome.why)}${cureText(say, outcome)}` }))
  }
}

function cureText(say: Say, { cure }: { readonly cure?: string }): string {
  return cure === undefined ? '' : `. ${say(message('service/run', { command: cure }))}`
}
