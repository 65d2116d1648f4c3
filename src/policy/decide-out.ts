import { bridgeName } from '#model/docker.ts'
import type { Egress, EgressTarget, Policy, PolicyPlace, PortRange, Service, Who } from '#model/policy.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { OutPermit, OutRules } from './decisions.ts'
import { bridgeOf } from './docker-bridges.ts'
import type { Problems } from './problems.ts'
import { isInterface } from './read-zones.ts'

/** What `out` comes to on a host. A network that is not there is reported. */
export function decideOut(policy: Policy, snapshot: Snapshot, problems: Problems): readonly OutRules[] {
  const found = new Map<string, OutRules>()
  for (const { network, targets, place } of policy.egress) {
    const bridge = bridgeOf(network, snapshot)
    if (bridge === undefined) problems.warn(place, 'policy/no-network', { network })
    if (bridge === undefined) continue
    const permits = targets.flatMap((target) => permitsOf(target, place, { policy, snapshot, problems }))
    const known = found.get(bridge)
    const name = known?.name ?? `out-${found.size + 1}-${network.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 24)}`
    found.set(bridge, { name, bridge, permits: [...(known?.permits ?? []), ...permits] })
  }
  return [...found.values()]
}

interface Deciding {
  readonly policy: Policy
  readonly snapshot: Snapshot
  readonly problems: Problems
}

const forward = ['forward'] as const

function permitsOf(target: EgressTarget, place: Egress['place'], deciding: Deciding): readonly OutPermit[] {
  const places = [place]
  if (target.kind === 'host') return [{ to: { kind: 'any' }, ways: ['host'], service: undefined, places }]
  if (target.kind === 'who') return whoPermits(target.who, target.service, place, deciding)
  // The resolver of Docker asks from the network of the container, or from the host.
  return (['udp', 'tcp'] as const).map((protocol) => ({
    ...{ to: { kind: 'any' as const }, ways: ['host', 'forward'] as const, places },
    service: { kind: 'ports' as const, protocol, ports: [[53, 53]] as readonly PortRange[] },
  }))
}

function whoPermits(
  who: Who,
  service: Service | undefined,
  place: PolicyPlace,
  { policy, snapshot, problems }: Deciding,
): readonly OutPermit[] {
  const end = { service, places: [place] }
  switch (who.kind) {
    case 'internet':
      return [{ to: { kind: 'internet' }, ways: forward, ...end }]
    case 'addresses':
      return [{ to: { ...who, name: 'addresses', typed: true }, ways: ['host', 'forward'], ...end }]
    case 'set': {
      const prefixes = policy.sets.find(({ name }) => name === who.name)?.prefixes ?? []
      return [{ to: { kind: 'addresses', prefixes, name: who.name, typed: false }, ways: forward, ...end }]
    }
    case 'zone': {
      if (who.name === 'internet') return [{ to: { kind: 'internet' }, ways: forward, ...end }]
      const { prefixes = [], interfaces = [] } = policy.zones.find(({ name }) => name === who.name) ?? {}
      const name = `zone-${who.name}`
      const byAddress = { to: { kind: 'addresses' as const, prefixes, name, typed: false }, ways: forward, ...end }
      const byDevice = { to: { kind: 'interfaces' as const, interfaces }, ways: forward, ...end }
      return [...(prefixes.length === 0 ? [] : [byAddress]), ...(interfaces.length === 0 ? [] : [byDevice])]
    }
    case 'network':
      if (bridgeOf(who.name, snapshot) === undefined) problems.warn(place, 'policy/no-network', { network: who.name })
      return networkPermits(who.name, end, snapshot)
    case 'containers':
      return networkPermits(undefined, end, snapshot)
  }
}

/** Containers of a network, or of all: by their bridge, and by the ports that docker-proxy answers at on the host. */
function networkPermits(
  network: string | undefined,
  end: Pick<OutPermit, 'service' | 'places'>,
  { docker }: Snapshot,
): readonly OutPermit[] {
  const networks = (docker?.networks ?? []).filter(
    ({ name, driver }) => driver === 'bridge' && (network === undefined || name === network),
  )
  const interfaces = networks.map(bridgeName).filter(isInterface).toSorted()
  if (interfaces.length === 0) return []
  const ids = new Set(networks.map(({ id }) => id))
  const ports = (docker?.containers ?? [])
    .filter(({ endpoints }) => endpoints.some(({ networkId }) => ids.has(networkId)))
    .flatMap((container) => container.ports)
    .filter(({ hostPort }) => hostPort !== 0)
  const published = (['tcp', 'udp', 'sctp'] as const).flatMap((protocol): readonly OutPermit[] => {
    const own = [...new Set(ports.filter((port) => port.protocol === protocol).map(({ hostPort }) => hostPort))]
    const asked = own.filter((port) => isAsked(port, protocol, end.service)).toSorted((a, b) => a - b)
    if (asked.length === 0) return []
    const service: Service = { kind: 'ports', protocol, ports: asked.map((port): PortRange => [port, port]) }
    return [{ to: { kind: 'any' }, ways: ['host'], service, places: end.places }]
  })
  return [{ to: { kind: 'interfaces', interfaces }, ways: forward, ...end }, ...published]
}

function isAsked(port: number, protocol: string, service: Service | undefined): boolean {
  if (service === undefined) return true
  if (service.kind !== 'ports' || service.protocol !== protocol) return false
  return service.ports.some(([first, last]) => port >= first && port <= last)
}
