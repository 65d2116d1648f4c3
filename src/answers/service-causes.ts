import { shellWord } from '#base/shell-word.ts'
import { writeAddress, type Prefix, readPrefix } from '#base/prefix.ts'
import { message } from '#model/diagnostic.ts'
import { bridgeName } from '#model/docker.ts'
import { readKnownOptions } from '#docker/engines/daemon-options.ts'
import { readEngineVersion } from '#docker/engines/engine-version.ts'
import type { Outcome } from '#model/service.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Trace } from '#model/trace.ts'
import { hasAddressIn, type ServiceQuestion } from './service-questions.ts'

/** What is wrong with the bridge that a connection needs; undefined: nothing, or interfaces were not read. */
export function brokenBridge({ service, network, family }: ServiceQuestion, { facts }: Snapshot): Outcome | undefined {
  if (network === undefined || facts.interfaces === undefined) return undefined
  const bridge = bridgeName(network)
  const link = facts.interfaces.find(({ name }) => name === bridge)
  const named = { network: network.name, bridge }
  if (link === undefined)
    return { kind: 'dead', why: message('service/bridge-missing', named), cure: 'systemctl restart docker' }
  if (!link.up)
    return { kind: 'dead', why: message('service/bridge-down', named), cure: `ip link set ${shellWord(bridge)} up` }
  const isBare = network.options['com.docker.network.bridge.inhibit_ipv4'] === 'true'
  // docker-proxy speaks IPv4 to containers, whatever its client speaks.
  const needed = service.kind === 'port' && service.port.hostAddress.includes(':') && !network.ipv6 ? 'ipv4' : family
  if (service.kind === 'neighbour' || isBare || hasAddressIn(link, network, needed)) return undefined
  const subnet = network.subnets.map(readPrefix).find((prefix) => prefix !== undefined && isOf(prefix, needed))
  if (subnet === undefined) return undefined
  return {
    kind: 'dead',
    why: message('service/bridge-without-address', named),
    cure: `ip address add ${gatewayOf(subnet)} dev ${shellWord(bridge)}`,
  }
}

function isOf({ address }: Prefix, family: 'ipv4' | 'ipv6'): boolean {
  return (typeof address === 'bigint') === (family === 'ipv6')
}

// Docker gives the bridge the first address of the subnet, unless --gateway says another.
function gatewayOf({ address, length }: Prefix): string {
  return `${writeAddress(typeof address === 'bigint' ? address + 1n : address + 1)}/${length}`
}

/** Why routing let a packet die, with what helps. */
export function causeOfDeath({ ways, packet }: Trace, { family }: ServiceQuestion, snapshot: Snapshot): Outcome {
  const end = ways[0]?.end
  if (end?.kind !== 'dead') return { kind: 'dead', why: message('service/no-answer') }
  if (end.why === 'forwarding-off') return forwardingOff(family, ways[0]?.final.in ?? '', snapshot)
  const address = writeAddress(packet.dst)
  if (end.why === 'no-route' && packet.local) return { kind: 'dead', why: message('service/no-route', { address }) }
  return { kind: 'dead', why: message(`trace/dead-${end.why}`) }
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
