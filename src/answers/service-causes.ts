import { groupBy } from '#base/lists.ts'
import { remembered } from '#base/remember.ts'
import { shellWord } from '#base/shell-word.ts'
import { liesIn, networkOf } from '#base/network.ts'
import { type Prefix, readAddress, readPrefix, writeAddress, writePrefix } from '#base/prefix.ts'
import { message } from '#model/diagnostic.ts'
import { bridgeName, type DockerNetwork } from '#model/docker.ts'
import { containerOf } from '#model/docker-index.ts'
import type { Interface, Route } from '#model/facts.ts'
import type { Family } from '#model/family.ts'
import { readKnownOptions } from '#docker/engines/daemon-options.ts'
import { readEngineVersion } from '#docker/engines/engine-version.ts'
import type { Outcome } from '#model/service.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Trace } from '#model/trace.ts'
import { routingCandidates } from './routing-cures.ts'
import { brokenPort } from './service-ports.ts'
import { hasAddressIn, type ServiceQuestion } from './service-questions.ts'

/** Why the container of a published port cannot answer, whatever the rules are; undefined: it runs. */
export function inactiveContainer({ service }: ServiceQuestion, { docker }: Snapshot): Outcome | undefined {
  const found = service.kind === 'port' ? containerOf(service.container, docker) : undefined
  const name = shellWord(found?.name ?? '')
  if (found?.paused === true) return { kind: 'dead', why: message('service/paused'), cure: `docker unpause ${name}` }
  if (found?.restarting === undefined) return undefined
  const { exitCode, count } = found.restarting
  return { kind: 'dead', why: message('service/restarting', { code: exitCode, count }), cure: `docker logs ${name}` }
}

/** What is wrong with the bridge that a connection needs; undefined: nothing, or interfaces were not read. */
export function brokenBridge(question: ServiceQuestion, snapshot: Snapshot): Outcome | undefined {
  return (
    brokenLink(question, snapshot) ??
    brokenPort(question, snapshot) ??
    bridgeWithoutAddress(question, snapshot) ??
    withoutRoute(question, snapshot)
  )
}

function brokenLink({ network }: ServiceQuestion, { facts }: Snapshot): Outcome | undefined {
  if (network === undefined || facts.interfaces === undefined) return undefined
  const bridge = bridgeName(network)
  const link = linksByName(facts.interfaces).get(bridge)
  const named = { network: network.name, bridge }
  if (link === undefined)
    return { kind: 'dead', why: message('service/bridge-missing', named), cure: 'systemctl restart docker' }
  if (!link.up)
    return { kind: 'dead', why: message('service/bridge-down', named), cure: `ip link set ${shellWord(bridge)} up` }
  return undefined
}

function bridgeWithoutAddress({ service, network, family }: ServiceQuestion, { facts }: Snapshot): Outcome | undefined {
  if (network === undefined) return undefined
  const bridge = bridgeName(network)
  const link = facts.interfaces && linksByName(facts.interfaces).get(bridge)
  if (link === undefined) return undefined
  const isBare = network.options['com.docker.network.bridge.inhibit_ipv4'] === 'true'
  const needed = familyInside(service, network, family)
  if (service.kind === 'neighbour' || isBare || hasAddressIn(link, network, needed)) return undefined
  const subnet = network.subnets.map(readPrefix).find((prefix) => prefix !== undefined && isOf(prefix, needed))
  if (subnet === undefined) return undefined
  return {
    kind: 'dead',
    why: message('service/bridge-without-address', { network: network.name, bridge }),
    cure: `ip address add ${gatewayOf(subnet)} dev ${shellWord(bridge)}`,
  }
}

/** docker-proxy speaks IPv4 to containers, whatever its client speaks. */
function familyInside(service: ServiceQuestion['service'], network: DockerNetwork, family: Family): Family {
  return service.kind === 'port' && service.port.hostAddress.includes(':') && !network.ipv6 ? 'ipv4' : family
}

/** The kernel's own route to a network of Docker that somebody deleted. */
function withoutRoute({ service, network, family }: ServiceQuestion, { facts, docker }: Snapshot): Outcome | undefined {
  const { routes, routesRead } = facts
  if (network === undefined || routes === undefined || service.kind === 'neighbour') return undefined
  const needed = familyInside(service, network, family)
  if (routesRead?.families.includes(needed) === false) return undefined
  const container = containerOf(service.container, docker)
  const text = container?.endpoints.find(({ networkId }) => networkId === network.id)?.[needed]
  const address = text === undefined ? undefined : readAddress(text)
  const subnet = network.subnets.map(readPrefix).find((prefix) => prefix !== undefined && isOf(prefix, needed))
  const bridge = bridgeName(network)
  const isThere = ({ destination }: Route) =>
    address !== undefined && typeof destination.address === typeof address && liesIn(address, destination)
  if (address === undefined || subnet === undefined || (routesBy(routes).get(bridge) ?? []).some(isThere))
    return undefined
  const words = `${writePrefix({ address: networkOf(subnet.address, subnet.length), length: subnet.length })} dev ${shellWord(bridge)}`
  const why = message('service/route-missing', { network: network.name, bridge })
  return { kind: 'dead', why, cure: `ip ${needed === 'ipv6' ? '-6 ' : ''}route add ${words}` }
}
const routesBy = remembered((routes: readonly Route[]) => groupBy(routes, ({ device }) => device))

const linksByName = remembered((links: readonly Interface[]): ReadonlyMap<string, Interface> => {
  // Of two of one name the first counts.
  return new Map(links.toReversed().map((link) => [link.name, link]))
})

function isOf({ address }: Prefix, family: 'ipv4' | 'ipv6'): boolean {
  return (typeof address === 'bigint') === (family === 'ipv6')
}

// Docker gives the bridge the first address of the subnet, unless --gateway says another.
function gatewayOf({ address, length }: Prefix): string {
  return `${writeAddress(typeof address === 'bigint' ? address + 1n : address + 1)}/${length}`
}

/** Why routing let a packet die, with what helps. */
export function causeOfDeath(trace: Trace, { family }: ServiceQuestion, snapshot: Snapshot): Outcome {
  const { ways, packet } = trace
  const end = ways[0]?.end
  if (end?.kind !== 'dead') return { kind: 'dead', why: message('service/no-answer') }
  if (end.why === 'forwarding-off') return forwardingOff(family, ways[0]?.final.in ?? '', snapshot)
  const address = writeAddress(packet.dst)
  if (end.why === 'no-route' && packet.local) return { kind: 'dead', why: message('service/no-route', { address }) }
  const [setting] = routingCandidates(trace, snapshot, end.why)
  const cure = setting?.commands[0]
  return { kind: 'dead', why: message(`trace/dead-${end.why}`), ...(cure === undefined ? {} : { cure }) }
}

function forwardingOff(family: 'ipv4' | 'ipv6', device: string, { facts, docker, daemon }: Snapshot): Outcome {
  const version = docker && readEngineVersion(docker.version)
  const options = version && daemon && readKnownOptions(version, daemon)
  const all = family === 'ipv4' ? 'net.ipv4.ip_forward' : 'net.ipv6.conf.all.forwarding'
  const own = `net.${family}.conf.${device}.forwarding`
  const setting = facts.sysctls?.[all] !== '0' && facts.sysctls?.[own] === '0' ? own : all
  const why =
    options?.ipForward === false
      ? message('service/forwarding-by-option', { setting })
      : message('service/forwarding-off', { setting })
  return { kind: 'dead', why, cure: `sysctl -w ${shellWord(`${setting}=1`)}` }
}
