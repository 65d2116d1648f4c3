import { target } from '../extension.ts'
import { flag } from '../kinds/kinds.ts'

/** Computes the checksum that was left to the network card. */
export const checksum = target({
  name: 'CHECKSUM',
  options: { '--checksum-fill': { kind: flag, required: true } },
  effect: () => ({ kind: 'rewrite', field: 'checksum', to: undefined, how: 'fill' }),
})
