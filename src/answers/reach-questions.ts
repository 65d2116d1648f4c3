import { writeAddress } from '#base/prefix.ts'
import type { LoweredRule } from '#model/lowered.ts'
import type { Container, PublishedPort } from '#model/docker.ts'
import type { Family } from '#model/family.ts'
import type { Asked, Client, ReachChange } from '#model/reach-change.ts'
import { isAnyAddress } from '#model/service.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { lowerSnapshot } from '#lowered/lower.ts'
import { leadsElsewhere, portsNamedBy } from './named-ports.ts'

/** A connection of which both sides are asked. */
export type Question = Pick<ReachChange, 'family' | 'protocol' | 'client' | 'asked'>

type Protocol = Question['protocol']

const families = ['ipv4', 'ipv6'] as const
const outside: readonly Client[] = [
  { kind: 'internet', name: '' },
  { kind: 'lan', name: '' },
]
const host: Client = { kind: 'host', name: '' }
const mostQuestions = 2048

/** `notAsked`: how many more there are than are asked. */
export interface ReachQuestions {
  readonly questions: readonly Question[]
  readonly notAsked: number
}

/**
 * The connections that a change of rules may open, close or lead elsewhere: to published ports, to ports that a rule names, to the
 * host's own sockets, and from and to containers. `changed`: ids of the rules that differ, of either side.
 */
export function reachQuestions(before: Snapshot, after: Snapshot, changed: ReadonlySet<string>): ReachQuestions {
  const found = new Map<string, Question>()
  const add = (question: Question) => {
    const { family, protocol, client, asked } = question
    const key = JSON.stringify([family, protocol, client, { ...asked, publishedOn: '' }])
    if (!found.has(key)) found.set(key, question)
  }
  for (const container of running(before))
    for (const port of container.ports) for (const one of publishedAs(port)) add(one)
  for (const one of ownSockets(before)) add(one)
  for (const side of [before, after]) for (const one of namedPorts(side, changed)) add(one)
  for (const one of betweenContainers(before)) add(one)
  const questions = [...found.values()].slice(0, mostQuestions)
  return { questions, notAsked: found.size - questions.length }
}

function running({ docker }: Snapshot): readonly Container[] {
  return (docker?.containers ?? []).filter((one) => one.running)
}

function publishedAs({ hostPort: port, hostAddress, protocol }: PublishedPort): readonly Question[] {
  if (port === 0) return []
  const address = isAnyAddress(hostAddress) ? '' : hostAddress
  const asked: Asked = { kind: 'port', address, port, publishedOn: address }
  const own = hostAddress === '' ? families : ([hostAddress.includes(':') ? 'ipv6' : 'ipv4'] as const)
  return own.flatMap((family) => clientsOf(address).map((client) => ({ family, protocol, client, asked })))
}

function clientsOf(address: string): readonly Client[] {
  return address === '::1' || address.startsWith('127.') ? [host] : outside
}

function ownSockets({ facts: { sockets } }: Snapshot): readonly Question[] {
  return (sockets ?? []).flatMap(({ protocol, family, address, port }) => {
    const text = address === undefined ? '' : writeAddress(address)
    if (clientsOf(text).includes(host)) return []
    const asked: Asked = { kind: 'port', address: text, port, publishedOn: undefined }
    return outside.map((client) => ({ family, protocol, client, asked }))
  })
}

/** The ports that rules of nat name, and those that changed rules of other tables do. */
function namedPorts(side: Snapshot, changed: ReadonlySet<string>): readonly Question[] {
  return lowerSnapshot(side).tables.flatMap((table) =>
    [...table.chains.values()].flatMap(({ rules }) =>
      rules
        .filter(({ id, parts }) => parts.some(leadsElsewhere) || changed.has(id))
        .flatMap((rule) => table.families.flatMap((family) => portsOf(rule, side).map((one) => ({ family, ...one })))),
    ),
  )
}

function portsOf(rule: LoweredRule, side: Snapshot): readonly Omit<Question, 'family'>[] {
  return portsNamedBy(rule).flatMap(({ protocol, address, port }) => {
    const asked: Asked = { kind: 'port', address, port, publishedOn: publishedOn(port, protocol, side) }
    return clientsOf(address).map((client) => ({ protocol, client, asked }))
  })
}

function publishedOn(port: number, protocol: Protocol, snapshot: Snapshot): string | undefined {
  const ports = running(snapshot).flatMap((one) => one.ports)
  const found = ports.find((one) => one.hostPort === port && one.protocol === protocol)?.hostAddress
  return found !== undefined && isAnyAddress(found) ? '' : found
}

/** Containers to the internet, to a neighbour in each of their networks, to one of another network, and asked directly by the LAN. */
function betweenContainers(snapshot: Snapshot): readonly Question[] {
  const all = running(snapshot)
  return all.flatMap((from): readonly Question[] => {
    const own: Client = { kind: 'container', name: from.name }
    return families.flatMap((family) => {
      if (addressOf(from, family) === undefined) return []
      const others = all.filter((to) => to !== from && addressOf(to, family) !== undefined)
      const near = others.find((to) => shares(from, to))
      const far = others.find((to) => !shares(from, to))
      const base = { family, protocol: 'tcp', client: own } as const
      const out: Question = { ...base, asked: { kind: 'internet' } }
      const inside = [near, far].flatMap((to) => (to === undefined ? [] : [{ ...base, asked: directly(to, family) }]))
      const direct = outside.slice(1).map((client) => ({ ...base, client, asked: directly(from, family) }))
      return [out, ...inside, ...direct]
    })
  })
}

function shares(a: Container, b: Container): boolean {
  return a.endpoints.some((one) => b.endpoints.some(({ networkId }) => networkId === one.networkId))
}

function addressOf({ endpoints }: Container, family: Family): string | undefined {
  return endpoints.map((one) => one[family]).find((one) => one !== undefined && one !== '')
}

/** Its own port that is published, or that the image exposes: the one that a neighbour would ask for. */
function directly(to: Container, family: Family): Asked {
  const port = to.ports[0]?.containerPort ?? Number.parseInt(to.exposed[0] ?? '80', 10)
  return { kind: 'container', name: to.name, address: addressOf(to, family) ?? '', port }
}
