import { network, readAddressMask, writeAddress, writeMask } from '#extensions/kinds/kinds.ts'
import type { DockerNetwork, DockerState } from '#model/docker.ts'
import { bridgeName } from '#model/docker.ts'
import type { Family } from '#model/family.ts'
import type { BridgeNetwork, GatewayMode } from './layout.ts'

const prefix = 'com.docker.network'

/** The bridge networks of a state as one family sees them, in the order in which an undisturbed daemon made them. */
export function bridgeNetworks(state: DockerState, family: Family): readonly BridgeNetwork[] {
  const bridges = state.networks.filter(({ driver }) => driver === 'bridge')
  const sorted = [...bridges].sort(
    (a, b) => rank(a) - rank(b) || (a.created < b.created ? -1 : a.created > b.created ? 1 : 0),
  )
  return sorted.map((one) => bridgeNetwork(one, family))
}

function rank({ name, options }: DockerNetwork): number {
  return name === 'bridge' || options[`${prefix}.bridge.default_bridge`] === 'true' ? 0 : 1
}

function bridgeNetwork(one: DockerNetwork, family: Family): BridgeNetwork {
  const { options } = one
  const mode = options[`${prefix}.bridge.gateway_mode_${family}`]
  return {
    id: one.id,
    name: one.name,
    bridge: bridgeName(one),
    subnet: subnetOf(one, family),
    internal: one.internal,
    icc: options[`${prefix}.bridge.enable_icc`] !== 'false',
    masquerade: options[`${prefix}.bridge.enable_ip_masquerade`] !== 'false',
    snat: options[`${prefix}.host_${family}`],
    mode: mode === undefined || mode === '' ? 'nat' : (mode as GatewayMode),
    trusted: (options[`${prefix}.bridge.trusted_host_interfaces`] ?? '').split(':').filter((name) => name !== ''),
  }
}

/** The first subnet of the family, host bits cleared. */
function subnetOf({ subnets, ipv4, ipv6 }: DockerNetwork, family: Family): string | undefined {
  if (family === 'ipv4' ? !ipv4 : !ipv6) return undefined
  for (const text of subnets) {
    const read = readAddressMask(text, family)
    if (read === undefined) continue
    const masked = network(read)
    return writeAddress(masked.address) + writeMask(masked.mask)
  }
  return undefined
}
