import { match } from '../extension.ts'
import { namedMask } from '../kinds/named-mask.ts'

const group = namedMask('default')

/** The groups (ip link set ... group) of the interfaces. */
export const devgroup = match({
  name: 'devgroup',
  decidedBy: 'host',
  oneOf: ['--src-group', '--dst-group'],
  options: {
    '--src-group': { kind: group, not: true },
    '--dst-group': { kind: group, not: true },
  },
})
