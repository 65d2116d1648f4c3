import type { DockerNetwork, DockerState } from '#model/docker.ts'
import { bridgeName } from '#model/docker.ts'
import type { Family } from '#model/family.ts'
import type { BridgeNetwork, GatewayMode } from './layout.ts'
import { type AddressText, isPort, readAddressText, readInterfaceName, readPrefixText } from './spec.ts'

const prefix = 'com.docker.network'

/**
 * The bridge networks of a state as one family sees them, in the order in which an undisturbed daemon made them; without those that
 * name what is no interface and no address (`refusedValues` lists these).
 */
export function bridgeNetworks(state: DockerState, family: Family): readonly BridgeNetwork[] {
  const bridges = state.networks.filter(({ driver }) => driver === 'bridge')
  const sorted = [...bridges].sort(
    (a, b) => rank(a) - rank(b) || (a.created < b.created ? -1 : a.created > b.created ? 1 : 0),
  )
  return sorted.flatMap((one) => bridgeNetwork(one, family) ?? [])
}

function rank({ name, options }: DockerNetwork): number {
  return name === 'bridge' || options[`${prefix}.bridge.default_bridge`] === 'true' ? 0 : 1
}

function bridgeNetwork(one: DockerNetwork, family: Family): BridgeNetwork | undefined {
  const { options } = one
  const bridge = readInterfaceName(bridgeName(one))
  const source = options[`${prefix}.host_${family}`] ?? ''
  const snat = source === '' ? undefined : readAddressText(source, family)
  const names = (options[`${prefix}.bridge.trusted_host_interfaces`] ?? '').split(':').filter((name) => name !== '')
  const trusted = names.flatMap((name) => readInterfaceName(name) ?? [])
  if (bridge === undefined || trusted.length < names.length || (source !== '' && snat === undefined)) return undefined
  const mode = options[`${prefix}.bridge.gateway_mode_${family}`]
  return {
    id: one.id,
    name: one.name,
    bridge,
    subnet: subnetOf(one, family),
    internal: one.internal,
    icc: options[`${prefix}.bridge.enable_icc`] !== 'false',
    masquerade: options[`${prefix}.bridge.enable_ip_masquerade`] !== 'false',
    snat,
    mode: mode === undefined || mode === '' ? 'nat' : (mode as GatewayMode),
    trusted,
  }
}

/** The first subnet of the family, host bits cleared. */
function subnetOf({ subnets, ipv4, ipv6 }: DockerNetwork, family: Family): AddressText | undefined {
  if (family === 'ipv4' ? !ipv4 : !ipv6) return undefined
  return subnets.map((text) => readPrefixText(text, family)).find((subnet) => subnet !== undefined)
}

/**
 * What of a state names no interface, no address and no port, and so stands in no rule: `network NAME`, `container NAME`. An engine
 * refuses such a thing; whoever answered with it is no engine, or the capture was changed.
 */
export function refusedValues({ networks, containers }: DockerState): readonly string[] {
  const families = ['ipv4', 'ipv6'] as const
  const bridges = networks.filter(({ driver }) => driver === 'bridge')
  const odd = bridges.filter(
    (one) =>
      families.some((family) => bridgeNetwork(one, family) === undefined) ||
      one.subnets.some((text) => families.every((family) => readPrefixText(text, family) === undefined)),
  )
  const isAddress = (text: string | undefined, family: Family) =>
    text === undefined || text === '' || readAddressText(text, family) !== undefined
  const isAny = (text: string) => text === '' || families.some((family) => readAddressText(text, family) !== undefined)
  const oddContainers = containers.filter(
    ({ endpoints, ports }) =>
      endpoints.some(({ ipv4, ipv6 }) => !isAddress(ipv4, 'ipv4') || !isAddress(ipv6, 'ipv6')) ||
      ports.some(
        ({ hostAddress, hostPort, containerPort }) =>
          !isAny(hostAddress) || !isPort(hostPort) || !isPort(containerPort),
      ),
  )
  return [...odd.map(({ name }) => `network ${name}`), ...oddContainers.map(({ name }) => `container ${name}`)]
}
