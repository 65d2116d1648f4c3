import type { DockerState } from '#model/docker.ts'
import type { EngineVersion } from './engine-version.ts'
import { atLeast } from './engine-version.ts'
import type { Engine } from './layout.ts'
import { readMark, type Spec, spec } from './spec.ts'

/** The VNIs of the encrypted overlay networks that a container of this node has joined. */
export function encryptedNetworks({ networks, containers }: DockerState): readonly number[] {
  return networks
    .filter(
      ({ driver, options }) => driver === 'overlay' && options.encrypted !== undefined && options.encrypted !== 'false',
    )
    .filter(({ id }) =>
      containers.some(({ running, endpoints }) => running && endpoints.some(({ networkId }) => networkId === id)),
    )
    .flatMap(({ options }) =>
      (options['com.docker.network.driver.overlay.vxlanid_list'] ?? '')
        .split(',')
        .filter((text) => /^\d{1,8}$/.test(text))
        .map(Number),
    )
}

/** Marks what goes out for IPsec, and refuses clear text on the way in. 4789 is the default port of `swarm init`. */
export function overlayRules({ book, version }: Engine, vni: number): void {
  if (!onFirstJoin(version)) return
  const outside = spec`-p udp -m udp --dport 4789 ${vniMatch(vni, atLeast(version, 24))}`
  const inside = (policy: 'none' | 'ipsec') =>
    spec`-p udp -m policy --dir in --pol ${policy} -m udp --dport 4789 ${vniMatch(vni, atLeast(version, 24))}`
  book.append('mangle', 'OUTPUT', spec`${outside} -j MARK --set-xmark 0xd0c4e3/0xffffffff`)
  book.insert('filter', 'INPUT', spec`${inside('none')} -j DROP`)
  if (!atLeast(version, 25)) book.append('filter', 'INPUT', spec`${inside('ipsec')} -j ACCEPT`)
}

/** Before these versions the rules came only with a remote peer. */
function onFirstJoin(version: EngineVersion): boolean {
  return atLeast(version, 23) ? atLeast(version, 23, 0, 3) : atLeast(version, 20, 10, 24)
}

function vniMatch(vni: number, bpf: boolean): Spec {
  if (!bpf) return spec`-m u32 --u32 "0x0>>0x16&0x3c@0xc&0xffffff00=${readMark(String(vni * 256)) ?? 0}"`
  return spec`-m bpf --bytecode "7,32 0 0 4294963252,7 0 0 0,64 0 0 4,116 0 0 8,21 1 0 ${vni},6 0 0 0,6 0 0 4294967295"`
}
