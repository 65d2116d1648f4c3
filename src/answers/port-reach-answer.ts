import { readIpv4, readIpv6, writeIpv4, writeIpv6 } from '#base/address.ts'
import { isRefusal } from '#model/answer.ts'
import type { Container, PublishedPort } from '#model/docker.ts'
import type { Family } from '#model/family.ts'
import type { Arrival, PortReach } from '#model/port-reach.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Trace } from '#model/trace.ts'
import type { Program } from '#netfilter/program.ts'
import { hostAddress } from './zones.ts'
import { answerTrace, packetOf, prepare } from './trace-answer.ts'

interface Side {
  readonly snapshot: Snapshot
  readonly program: Program
}

/** Traces a new connection to every published port of every running container, by the rules before and by those after. */
export function answerPortReach(before: Snapshot, after: Snapshot): readonly PortReach[] {
  const old = sideOf(completed(before, after))
  const fresh = sideOf(after)
  return (after.docker?.containers ?? []).flatMap((container) =>
    container.running ? portsOf(container, after).map((port) => reachOf(container, port, old, fresh)) : [],
  )
}

function sideOf(snapshot: Snapshot): Side {
  return { snapshot, program: prepare(snapshot) }
}

/** Rules alone are traced on the host as it is now; a family whose rules nobody kept is as it is now. */
function completed(before: Snapshot, after: Snapshot): Snapshot {
  const kept = new Set(before.rulesets.map(({ family }) => family))
  const rulesets = [...before.rulesets, ...after.rulesets.filter(({ family }) => !kept.has(family))]
  return before.facts.interfaces === undefined ? { ...after, rulesets } : { ...before, rulesets }
}

type FamilyPort = PublishedPort & { readonly family: Family }

// An engine that lists 0.0.0.0 and :: lists each port twice; an empty address means both.
function portsOf(container: Container, { facts }: Snapshot): readonly FamilyPort[] {
  const found = new Map<string, FamilyPort>()
  for (const port of container.ports) {
    if (port.hostPort === 0) continue
    for (const family of familiesOf(port.hostAddress)) {
      const { protocol, hostAddress: address, hostPort } = port
      if (isAny(address) && !isReachable(hostAddress(facts, family))) continue
      found.set(`${family} ${protocol} ${isAny(address) ? '' : address} ${hostPort}`, { ...port, family })
    }
  }
  return [...found.values()]
}

function familiesOf(address: string): readonly Family[] {
  if (address === '') return ['ipv4', 'ipv6']
  return [address.includes(':') ? 'ipv6' : 'ipv4']
}

function isAny(address: string): boolean {
  return address === '' || address === '0.0.0.0' || address === '::'
}

/** A host that has only a link-local address is not reached from outside. */
function isReachable(address: number | bigint | undefined): boolean {
  return address !== undefined && !(typeof address === 'bigint' && address >> 118n === 0x3fan)
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.')
}

function reachOf(container: Container, port: FamilyPort, before: Side, after: Side): PortReach {
  const { family, protocol, hostPort, containerPort } = port
  const client = isLoopback(port.hostAddress) ? 'host' : 'outside'
  const then = before.snapshot.docker?.containers.find(({ id }) => id === container.id) ?? container
  return {
    ...{ family, protocol, hostPort, containerPort, client, container: container.name },
    hostAddress: isAny(port.hostAddress) ? '' : port.hostAddress,
    before: arrivalAt(then, port, client, before),
    after: arrivalAt(container, port, client, after),
  }
}

function arrivalAt(
  container: Container,
  { family, protocol, hostAddress: address, hostPort, containerPort }: FamilyPort,
  client: PortReach['client'],
  { snapshot, program }: Side,
): Arrival {
  const name = isAny(address) ? '' : family === 'ipv6' ? `[${address}]` : address
  const to = `${name}:${hostPort}/${protocol}`
  const from = client === 'host' ? 'host' : 'internet'
  const wanted = packetOf(
    { from, to, in: undefined, out: undefined, protocol: undefined, family, fields: {} },
    snapshot,
  )
  if (isRefusal(wanted)) return { kind: 'unknown' }
  return arrivalOf(answerTrace(wanted, program), container, containerPort)
}

function arrivalOf({ verdict, by, ways }: Trace, container: Container, containerPort: number): Arrival {
  switch (verdict) {
    case 'UNKNOWN':
      return { kind: 'unknown' }
    case 'DROP':
    case 'REJECT':
    case 'NO ROUTE':
      return { kind: 'stopped', by: by ?? '' }
    case 'ACCEPT': {
      const way = ways[0]
      if (way === undefined) return { kind: 'unknown' }
      const { dst, dport } = way.final
      if (dst !== undefined && dport === containerPort && addressesOf(container).has(textOf(dst)))
        return { kind: 'container' }
      return { kind: way.end.kind === 'host' && way.end.process === 'docker-proxy' ? 'proxy' : 'astray' }
    }
  }
}

function addressesOf({ endpoints }: Container): ReadonlySet<string> {
  return new Set(
    endpoints.flatMap(({ ipv4, ipv6 }) => {
      const [four, six] = [readIpv4(ipv4 ?? ''), readIpv6(ipv6 ?? '')]
      return [...(four === undefined ? [] : [textOf(four)]), ...(six === undefined ? [] : [textOf(six)])]
    }),
  )
}

function textOf(address: number | bigint): string {
  return typeof address === 'bigint' ? writeIpv6(address) : writeIpv4(address)
}
