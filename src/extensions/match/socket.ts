import { match } from '../extension.ts'
import { flag } from '../kinds/kinds.ts'

/** Whether a socket of this host waits for the packet. */
export const socket = match({
  name: 'socket',
  decidedBy: 'host',
  options: {
    '--transparent': { kind: flag },
    '--nowildcard': { kind: flag },
    '--restore-skmark': { kind: flag },
  },
})
