import type { AddressMask, NatRange } from '#model/value.ts'
import { target } from '../extension.ts'
import { hostNetwork } from '../kinds/host-kinds.ts'
import { addressRange } from '../kinds/kinds.ts'

/** Maps a whole network onto another one, address by address. */
export const netmap = target({
  name: 'NETMAP',
  options: { '--to': { kind: hostNetwork, required: true } },
  effect: (uses) => ({ kind: 'nat', change: 'netmap', range: rangeOf(uses['--to']?.value) }),
})

function rangeOf(network: AddressMask | undefined): NatRange | undefined {
  return network && { addresses: addressRange(network), ports: undefined, base: undefined }
}
