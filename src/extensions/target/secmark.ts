import { target } from '../extension.ts'
import { keptText } from '../kinds/kept-text.ts'
import { flag } from '../kinds/kinds.ts'

/** Gives the packet a security context. */
export const secmark = target({
  name: 'SECMARK',
  options: { '--selctx': { kind: keptText(255), required: true } },
  effect: () => ({ kind: 'continue', does: 'secmark' }),
})

/** Copies the security mark between the packet and its connection. */
export const connsecmark = target({
  name: 'CONNSECMARK',
  options: {
    '--save': { kind: flag, excludes: ['--restore'] },
    '--restore': { kind: flag },
  },
  oneOf: ['--save', '--restore'],
  effect: () => ({ kind: 'continue', does: 'secmark' }),
})
