import { match } from '../extension.ts'
import { number, text } from '../kinds/kinds.ts'

/** The control group of the socket that sends or receives the packet: by path (cgroup v2) or class id (v1). */
export const cgroup = match({
  name: 'cgroup',
  decidedBy: 'host',
  options: {
    '--path': { kind: text(511), not: true },
    '--cgroup': { kind: number(0, 0xffffffff), not: true },
  },
})
