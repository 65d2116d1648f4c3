import type { OptionUse } from '#model/ruleset.ts'
import type { Kind } from '../extension.ts'
import { Wrong, match } from '../extension.ts'
import { number } from '../kinds/kinds.ts'
import { findUse } from '../fields/uses.ts'

const hexDigits: Pick<Kind<number>, 'write'> = { write: (value) => `0x${value.toString(16).padStart(8, '0')}` }

// Nodes by number become a mask with one bit; iptables takes masks up to 32 only.
function settle(uses: readonly OptionUse[]): readonly OptionUse[] | Wrong {
  const total = (findUse(uses, '--cluster-total-nodes')?.value ?? 0) as number
  const settled: OptionUse[] = []
  for (const use of uses) {
    const bits = use.name === '--cluster-local-node' ? 2 ** ((use.value as number) - 1) : (use.value as number)
    const nodes = use.name === '--cluster-local-node' || use.name === '--cluster-local-nodemask'
    if (nodes && bits >= 2 ** total) return new Wrong('syntax/beyond-nodes', { option: use.name, total })
    settled.push(nodes ? { ...use, name: '--cluster-local-nodemask', value: bits } : use)
  }
  return settled
}

/** Whether this node of a cluster is the one that handles the source address. */
export const cluster = match({
  name: 'cluster',
  decidedBy: 'packet',
  oneOf: ['--cluster-local-node', '--cluster-local-nodemask'],
  options: {
    '--cluster-local-nodemask': {
      kind: { ...number(1, 32), ...hexDigits },
      not: true,
      excludes: ['--cluster-local-node'],
    },
    '--cluster-total-nodes': { kind: number(1, 32), required: true },
    '--cluster-hash-seed': { kind: { ...number(0, 0xffffffff), ...hexDigits }, required: true },
    '--cluster-local-node': { kind: number(1, 32), not: true },
  },
  settle,
})
