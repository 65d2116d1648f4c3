import { readPrefix } from '#base/prefix.ts'
import { bridgeName, type Container, type PublishedPort } from '#model/docker.ts'
import type { Grant, GrantTarget, PortRange, Service } from '#model/policy.ts'
import { isAnyAddress } from '#model/service.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Permit } from './decisions.ts'
import type { Problems } from './problems.ts'
import { isInterface } from './read-zones.ts'
import { writeService } from './read-words.ts'

/** Where a permit leads and how it is asked for. */
export type ResolvedTarget = Pick<Permit, 'ways' | 'service' | 'addresses' | 'bridges'>

/** What the target of a grant is on this host. A container that is not there, or does not publish the port, is reported and is nowhere. */
export function resolveTarget(grant: Grant, snapshot: Snapshot, problems: Problems): readonly ResolvedTarget[] {
  const { to, service } = grant
  const plain = { service, addresses: [], bridges: [] }
  switch (to.kind) {
    case 'any':
      return [{ ...plain, ways: ['host', 'published'] }]
    case 'host':
      return [{ ...plain, ways: ['host'] }]
    case 'address':
      return [{ ...plain, ways: ['host', 'published', 'direct'], addresses: [to.prefix] }]
    case 'service':
    case 'container':
      return containerTargets(to, grant, snapshot, problems)
  }
}

type ContainerTarget = Extract<GrantTarget, { kind: 'service' | 'container' }>

function containerTargets(
  to: ContainerTarget,
  { service, place }: Grant,
  snapshot: Snapshot,
  problems: Problems,
): readonly ResolvedTarget[] {
  const found = containersOf(to, snapshot)
  const targets = found.flatMap((container) => publishedTargets(container, service, snapshot))
  const facts = { target: targetText(to), service: writeService(service) }
  if (found.length === 0) problems.warn(place, 'policy/no-container', facts)
  else if (targets.length === 0) problems.warn(place, 'policy/not-published', facts)
  return targets
}

function targetText(to: ContainerTarget): string {
  return to.kind === 'container' ? `container:${to.name}` : `service:${to.project}/${to.service}`
}

function containersOf(to: ContainerTarget, { docker }: Snapshot): readonly Container[] {
  return (docker?.containers ?? []).filter(({ name, labels }) =>
    to.kind === 'service'
      ? labels['com.docker.compose.project'] === to.project && labels['com.docker.compose.service'] === to.service
      : name === to.name,
  )
}

/** The ports of the grant that the container publishes, by the address that they are published on. */
function publishedTargets(container: Container, service: Service, snapshot: Snapshot): readonly ResolvedTarget[] {
  const { networkMode, ports, endpoints } = container
  if (networkMode === 'host') return [{ service, ways: ['host'], addresses: [], bridges: [] }]
  if (service.kind !== 'ports') return []
  const bridges = (snapshot.docker?.networks ?? [])
    .filter(({ id, driver }) => driver === 'bridge' && endpoints.some(({ networkId }) => networkId === id))
    .map(bridgeName)
    .filter(isInterface)
    .toSorted()
  const own = ports.filter((port) => port.protocol === service.protocol && isAsked(port, service.ports))
  const places = [...new Set(own.map(({ hostAddress }) => (isAnyAddress(hostAddress) ? '' : hostAddress)))]
  return places.flatMap((place): readonly ResolvedTarget[] => {
    const prefix = readPrefix(place)
    const asked = own.filter(({ hostAddress }) => (isAnyAddress(hostAddress) ? '' : hostAddress) === place)
    const ranges = [...new Set(asked.map(({ hostPort }) => hostPort))].toSorted((a, b) => a - b)
    const narrowed: Service = { ...service, ports: ranges.map((port): PortRange => [port, port]) }
    const addresses = prefix === undefined ? [] : [prefix]
    // On the way to the host it is docker-proxy that answers.
    return [
      { service: narrowed, ways: ['published'], addresses, bridges },
      { service: narrowed, ways: ['host'], addresses, bridges: [] },
    ]
  })
}

function isAsked({ hostPort }: PublishedPort, ranges: readonly PortRange[]): boolean {
  return hostPort !== 0 && ranges.some(([first, last]) => hostPort >= first && hostPort <= last)
}
