import type { TargetExtension } from '../extension.ts'
import { target } from '../extension.ts'
import { prefix } from '../kinds/host-kinds.ts'

function translation(name: 'SNPT' | 'DNPT'): TargetExtension {
  return target({
    name,
    families: ['ipv6'],
    options: {
      '--src-pfx': { kind: prefix, required: true },
      '--dst-pfx': { kind: prefix, required: true },
    },
    effect: () => ({ kind: 'unknown', target: name }),
  })
}

/** Puts another prefix before the rest of the source address, packet by packet. */
export const snpt = translation('SNPT')

/** Puts another prefix before the rest of the destination address, packet by packet. */
export const dnpt = translation('DNPT')
