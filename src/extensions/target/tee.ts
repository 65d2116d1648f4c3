import { bareText } from '../kinds/cut-text.ts'
import { target } from '../extension.ts'
import { host } from '../kinds/host-kinds.ts'

/** Sends a copy of the packet to another host of the network. */
export const tee = target({
  name: 'TEE',
  options: {
    '--gateway': { kind: host, required: true },
    '--oif': { kind: bareText(15, 'kind/interface') },
  },
  effect: () => ({ kind: 'continue', does: 'tee' }),
})
