import { lowerSnapshot } from '#lowered/lower.ts'
import type { Policy, PolicyPlace, PortProtocol } from '#model/policy.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Permit } from './decisions.ts'
import type { Problems } from './problems.ts'

// https://docs.docker.com/engine/swarm/swarm-tutorial/: what the nodes of a swarm send to each other.
const swarmPorts: readonly (readonly [number, PortProtocol])[] = [
  [2377, 'tcp'],
  [7946, 'tcp'],
  [7946, 'udp'],
  [4789, 'udp'],
]

/** Warns of ports that other nodes of the swarm need and that the policy opens to no zone. */
export function warnOfSwarm(
  policy: Policy,
  permits: readonly Permit[],
  { docker }: Snapshot,
  problems: Problems,
): void {
  if (docker?.swarmActive !== true) return
  // Other nodes can be in a zone that is trusted.
  if (policy.trust.some(({ who }) => who.kind !== 'containers' && who.kind !== 'network')) return
  const closed = swarmPorts.filter(([port, protocol]) => !permits.some((permit) => lets(permit, port, protocol)))
  if (closed.length === 0) return
  const ports = closed.map(([port, protocol]) => `${port}/${protocol}`).join(', ')
  problems.warn(firstPlace(policy), 'policy/swarm-ports', { ports })
}

/** Warns of rules that turn off connection tracking: the rules of a policy know answers and ports by it. */
export function warnOfUntracked(policy: Policy, snapshot: Snapshot, problems: Problems): void {
  const rules = lowerSnapshot(snapshot).tables.flatMap(({ chains }) =>
    [...chains.values()].flatMap((chain) => chain.rules),
  )
  const [first] = rules.filter(({ parts }) => parts.some(({ effect }) => effect.kind === 'untrack'))
  if (first !== undefined) problems.warn(firstPlace(policy), 'policy/untracked', { rule: first.id })
}

function lets({ ways, service }: Permit, port: number, protocol: PortProtocol): boolean {
  if (!ways.includes('host')) return false
  if (service === undefined) return true
  if (service.kind !== 'ports' || service.protocol !== protocol) return false
  return service.ports.some(([first, last]) => port >= first && port <= last)
}

function firstPlace({ grants, zones, sets, egress, routes, expectations }: Policy): PolicyPlace {
  const [first] = [...grants, ...zones, ...sets, ...egress, ...routes, ...expectations]
  return first?.place ?? { source: { name: 'policy', text: '' }, span: { start: 0, end: 0 }, line: 1 }
}
