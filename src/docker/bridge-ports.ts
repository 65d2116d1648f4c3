import { remembered } from '#base/remember.ts'
import { bridgeName, type Container, type DockerNetwork, type DockerState } from '#model/docker.ts'
import type { Interface } from '#model/facts.ts'

/** What is wrong with the interface by which a container is at its bridge. */
export type PortTrouble =
  /** It is there and carries nothing. `port`: its name on this host; undefined: more than one can be meant. */
  | { readonly kind: 'down' | 'no-carrier' | 'off-bridge'; readonly port: string | undefined }
  | { readonly kind: 'gone' }
  /** The bridge has fewer working ports than running containers; which container lacks one is not known. */
  | {
      readonly kind: 'unclear'
      readonly working: number
      readonly containers: number
      readonly suspects: readonly PortSuspect[]
    }

/** An interface that could be the one that is missing. */
export interface PortSuspect {
  readonly port: string
  readonly kind: 'down' | 'no-carrier' | 'off-bridge'
}

/** Why a container is not at the bridge of a network; undefined: it is, or interfaces were not read in full. */
export function portTrouble(
  container: Container,
  network: DockerNetwork,
  { containers }: DockerState,
  interfaces: readonly Interface[],
): PortTrouble | undefined {
  const bridge = bridgeName(network)
  if (!hasDetails(bridge, interfaces) || !isMember(container, network)) return undefined
  const { ends } = linksOf(interfaces)
  const { interfaceIndexes: indexes } = container
  if (indexes !== undefined) {
    const own = ends.filter(({ peer }) => peer !== undefined && indexes.includes(peer))
    if (own.some((end) => stateOf(end, bridge) === 'works')) return undefined
    return troubleOf(suspectsOf(own, bridge)) ?? { kind: 'gone' }
  }
  // A list without any end of a veth pair was written by hand, or cut.
  if (ends.length === 0) return undefined
  const known = new Set(containers.flatMap((one) => (one.running ? (one.interfaceIndexes ?? []) : [])))
  const free = ends.filter(({ peer }) => peer === undefined || !known.has(peer))
  const members = containers.filter((one) => one.interfaceIndexes === undefined && isMember(one, network))
  const working = free.filter((end) => stateOf(end, bridge) === 'works').length
  if (working >= members.length) return undefined
  const suspects = suspectsOf(free, bridge)
  if (members.length === 1 || (working === 0 && suspects.length === members.length))
    return troubleOf(suspects) ?? { kind: 'gone' }
  return { kind: 'unclear', working, containers: members.length, suspects }
}

/** Whether it is worth knowing which interface belongs to which container: an end of a veth pair does not work, or one is missing. */
export function hasPortTrouble({ networks, containers }: DockerState, interfaces: readonly Interface[]): boolean {
  const isOdd = interfaces.some(
    ({ kind, up, bridge, carrier }) => kind === 'veth' && (!up || bridge === undefined || carrier === false),
  )
  return networks.some((network) => {
    const members = network.driver === 'bridge' ? containers.filter((one) => isMember(one, network)) : []
    const ports = interfaces.filter(({ kind, bridge }) => kind === 'veth' && bridge === bridgeName(network))
    return members.length > 0 && (isOdd || ports.length < members.length)
  })
}

// Without -d, ip says neither which interfaces are bridges nor which are ends of veth pairs.
function hasDetails(bridge: string, interfaces: readonly Interface[]): boolean {
  return linksOf(interfaces).bridges.has(bridge)
}

const linksOf = remembered((interfaces: readonly Interface[]) => ({
  ends: interfaces.filter(({ kind }) => kind === 'veth'),
  bridges: new Set(interfaces.flatMap(({ name, kind }) => (kind === 'bridge' ? [name] : []))),
}))

function isMember({ running, restarting, endpoints }: Container, { id }: DockerNetwork): boolean {
  return (
    running &&
    restarting === undefined &&
    endpoints.some(({ networkId, ipv4, ipv6 }) => networkId === id && (ipv4 !== undefined || ipv6 !== undefined))
  )
}

function stateOf({ up, bridge: own, carrier }: Interface, bridge: string): PortSuspect['kind'] | 'works' | undefined {
  if (own === undefined) return 'off-bridge'
  if (own !== bridge) return undefined
  return !up ? 'down' : carrier === false ? 'no-carrier' : 'works'
}

/** Ports of the bridge that carry nothing, or else ends that are ports of no bridge. */
function suspectsOf(ends: readonly Interface[], bridge: string): readonly PortSuspect[] {
  const found = ends.flatMap((end): readonly PortSuspect[] => {
    const kind = stateOf(end, bridge)
    return kind === undefined || kind === 'works' ? [] : [{ port: end.name, kind }]
  })
  const ports = found.filter(({ kind }) => kind !== 'off-bridge')
  return ports.length > 0 ? ports : found
}

function troubleOf([first, ...more]: readonly PortSuspect[]): PortTrouble | undefined {
  return first === undefined ? undefined : { kind: first.kind, port: more.length > 0 ? undefined : first.port }
}
