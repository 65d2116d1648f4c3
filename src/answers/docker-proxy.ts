import type { AddressNumber } from '#base/address.ts'
import { readAddress, writeAddress } from '#base/prefix.ts'
import { type Message, message } from '#model/diagnostic.ts'
import type { Container, DockerState, PublishedPort } from '#model/docker.ts'
import { dockerIndex } from '#model/docker-index.ts'
import type { Family } from '#model/family.ts'
import { packet } from '#model/packet.ts'
import type { Step, Trace } from '#model/trace.ts'
import type { Relay } from '#netfilter/conversation.ts'
import { endpointsByWayOut } from './endpoint.ts'

interface Found {
  readonly container: Container
  readonly port: PublishedPort
}

const protocols: Readonly<Record<number, PublishedPort['protocol']>> = { 6: 'tcp', 17: 'udp', 132: 'sctp' }

/** What docker-proxy does with a packet that came to a published port of this host; undefined: it is not docker-proxy's. */
export function relayOf(first: Trace, docker: DockerState | undefined): Relay | undefined {
  const [way] = first.ways
  if (docker === undefined || way === undefined || way.end.kind !== 'host') return undefined
  const { process, listens } = way.end
  const { dst, dport } = way.final
  if (listens === false || (process !== undefined && process !== 'docker-proxy')) return undefined
  const { protocol, family } = first.packet
  const found = servedPort(docker, protocols[protocol], dst, dport, family)
  if (found === undefined) return undefined
  const target = addressOf(found.container, docker, family)
  if (target === undefined) return undefined
  const { port, container } = found
  const asked = readAddress(port.hostAddress)
  return {
    relayed: { container: container.name, port: portText(port), why: whyHere(first) },
    packet: packet({
      ...{ family: typeof target === 'bigint' ? 'ipv6' : 'ipv4', local: true, in: '', dst: target, protocol },
      ...{ sport: 51139, dport: port.containerPort, length: 60, ttl: 64, tos: 0, uid: 0, gid: 0 },
    }),
    // Before 28.0 the answers of a socket for all addresses came from the one that routing chose (moby 48571).
    keepsAddress: protocol !== 17 || !isAny(asked) || Number(docker.version.split('.')[0]) >= 28,
  }
}

function isAny(address: AddressNumber | undefined): boolean {
  return address === undefined || address === 0 || address === 0n
}

function servedPort(
  docker: DockerState,
  protocol: PublishedPort['protocol'] | undefined,
  dst: AddressNumber | undefined,
  dport: number | undefined | null,
  family: Family,
): Found | undefined {
  if (typeof dport !== 'number' || dport === 0) return undefined
  return dockerIndex(docker)
    .published.get(dport)
    ?.find(({ port }) => {
      if (port.protocol !== protocol) return false
      const asked = readAddress(port.hostAddress)
      const own = asked === undefined || (typeof asked === 'bigint') === (family === 'ipv6')
      return own && (isAny(asked) || dst === undefined || asked === dst)
    })
}

/** docker-proxy speaks IPv4 to a container that has no IPv6 address. */
function addressOf(container: Container, docker: DockerState, family: Family): AddressNumber | undefined {
  const endpoints = endpointsByWayOut(container, docker)
  const read = (one: Family) =>
    endpoints.map((each) => readAddress(each[one] ?? '')).find((found) => found !== undefined)
  return read(family) ?? (family === 'ipv6' ? read('ipv4') : undefined)
}

function portText({ hostAddress, hostPort, containerPort, protocol }: PublishedPort): string {
  const address = hostAddress === '' ? '0.0.0.0' : hostAddress
  return `${address.includes(':') ? `[${address}]` : address}:${hostPort}->${containerPort}/${protocol}`
}

type RuleStep = Extract<Step, { kind: 'rule' }>

/** Why no DNAT turned the packet to the container: the rule that sent it back, or the condition that it did not meet. */
function whyHere({ ways, packet: asked }: Trace): Message {
  const steps = (ways[0]?.steps ?? []).filter(
    (step): step is RuleStep => step.kind === 'rule' && step.id.includes('/nat/'),
  )
  const port = asked.dport === undefined ? undefined : String(asked.dport)
  const nat = steps.filter((step) => step.effect.kind === 'nat' && step.effect.change === 'dnat' && meetsPort(step))
  const missed = nat.find((step) => failingClause(step) !== undefined)
  if (missed !== undefined) return message('proxy/not-met', { rule: missed.id, condition: failingClause(missed) ?? '' })
  const back = steps.find(({ effect, matched }) => effect.kind === 'return' && matched === 'yes')
  if (back !== undefined) return message('proxy/returned', { rule: back.id })
  const jump = steps.find((step) => step.effect.kind === 'jump' && failingClause(step) !== undefined)
  if (jump !== undefined) return message('proxy/not-met', { rule: jump.id, condition: failingClause(jump) ?? '' })
  return message('proxy/no-dnat', { to: `${writeAddress(asked.dst)}${port === undefined ? '' : `:${port}`}` })
}

/** The one condition that said no. */
function failingClause({ clauses, rule, matched }: RuleStep): string | undefined {
  const failing = matched === 'no' ? clauses.filter(({ answer }) => answer === 'no') : []
  const [one] = failing
  return one === undefined || failing.length > 1 ? undefined : rule.origin.text.slice(one.start, one.end)
}

function meetsPort({ clauses }: RuleStep): boolean {
  return clauses.some(
    ({ answer, condition }) => answer === 'yes' && 'field' in condition && condition.field === 'dport',
  )
}
