import { groupBy } from '#base/lists.ts'
import type { Say } from '#i18n/catalogue.ts'
import type { Asked, Client, Met, ReachChange } from '#model/reach-change.ts'

const most = 10

/** One line for changes that differ in client, address family or port only; the worst kinds first. */
export function reachLines(say: Say, changes: readonly ReachChange[]): readonly string[] {
  const known = changes.filter(isKnown)
  const lines = kinds.flatMap((kind) => {
    const groups = groupBy(
      known.filter((one) => one.kind === kind),
      (one) => JSON.stringify(sameLine(one)),
    )
    return [...groups.values()].map((group) => lineOf(say, group))
  })
  const merged = [...new Set(lines)]
  const more = merged.length > most ? [say({ id: 'reach/more', args: { count: merged.length - most } })] : []
  const unknown = changes.length - known.length
  const doubt = unknown > 0 ? [say({ id: 'reach/unknown', args: { count: unknown } })] : []
  return [...merged.slice(0, most), ...more, ...doubt]
}

const kinds = ['elsewhere', 'opens', 'closes', 'proxy'] as const

function sameLine({ kind, protocol, client, asked, before, after }: ReachChange) {
  const ends = [metName(before), metName(after)]
  switch (asked.kind) {
    case 'port':
      return [kind, protocol, asked.address, asked.publishedOn ?? '', ...ends]
    case 'internet':
      return [kind, 'internet', ...ends.slice(1)]
    case 'container':
      return [kind, client, asked, ends[1]]
  }
}

function metName(met: Met): string {
  switch (met.kind) {
    case 'container':
      return met.name
    case 'host':
      return met.process
    case 'nobody':
    case 'address':
      return met.address
    case 'stopped':
      // A rule of IPv4 and its twin of IPv6 make one line.
      return met.by.replace(/^ipv[46]/, '')
    case 'unknown':
      return ''
  }
}

interface KnownChange extends ReachChange {
  readonly kind: Exclude<ReachChange['kind'], 'unknown'>
}

function isKnown(change: ReachChange): change is KnownChange {
  return change.kind !== 'unknown'
}

function lineOf(say: Say, group: readonly KnownChange[]): string {
  const [one] = group as readonly [KnownChange]
  const { kind, asked, before, after } = one
  const who = [...new Set(group.map(({ client }) => clientText(say, client)))].join(', ')
  const families = [...new Set(group.map(({ family }) => family))].toSorted().join(' ')
  const by = after.kind === 'stopped' ? after.by : ''
  const proxy = after.kind === 'container' && after.proxy ? 1 : 0
  const ends = { before: metText(say, before), after: metText(say, after), by, who, families, proxy }
  if (asked.kind === 'port') return say({ id: `reach/port-${kind}`, args: { what: portsText(say, group), ...ends } })
  const what = askedText(say, asked)
  return say({ id: `reach/way-${kind}`, args: { what, ...ends } })
}

function portsText(say: Say, group: readonly ReachChange[]): string {
  const [{ asked, protocol }] = group as readonly [ReachChange]
  if (asked.kind !== 'port') return ''
  const ports = [...new Set(group.flatMap((one) => (one.asked.kind === 'port' ? [one.asked.port] : [])))]
  const shown = ports.slice(0, 12).join(', ')
  const { address, publishedOn = '' } = asked
  const args = { ports: shown, more: Math.max(0, ports.length - 12), protocol, address, published: publishedOn }
  return say({ id: 'reach/ports', args })
}

function askedText(say: Say, asked: Exclude<Asked, { kind: 'port' }>): string {
  switch (asked.kind) {
    case 'internet':
      return say({ id: 'reach/client-internet', args: {} })
    case 'container':
      return say({ id: 'reach/container-at', args: { name: asked.name, address: asked.address, port: asked.port } })
  }
}

function clientText(say: Say, { kind, name }: Client): string {
  return say({ id: `reach/client-${kind}`, args: { name } })
}

function metText(say: Say, met: Met): string {
  return met.kind === 'unknown' || met.kind === 'stopped'
    ? ''
    : say({ id: `reach/met-${met.kind}`, args: { name: metName(met) } })
}
