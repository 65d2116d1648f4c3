import type { OptionUse } from '#model/ruleset.ts'
import type { Kind } from '../extension.ts'
import { target, Wrong } from '../extension.ts'
import { badValue, flag, number } from '../kinds/kinds.ts'
import { findUse, impliedUse } from '../fields/uses.ts'

const modes = ['sourceip', 'sourceip-sourceport', 'sourceip-sourceport-destport']

const hashMode: Kind<string> = {
  label: 'kind/word',
  words: 1,
  read: (word) => (modes.includes(word) ? word : badValue(word, 'kind/word')),
  write: (value) => value,
}

// Six bytes in hex with the bit of a group set, printed in capitals.
const groupMac: Kind<string> = {
  label: 'kind/mac',
  words: 1,
  read(word) {
    const bytes = word.split(':')
    const right = bytes.length === 6 && bytes.every((byte) => /^[0-9a-f]{1,2}$/i.test(byte))
    if (!right || Number.parseInt(bytes[0] ?? '', 16) % 2 === 0) return badValue(word, 'kind/mac')
    return bytes.map((byte) => byte.toUpperCase().padStart(2, '0')).join(':')
  },
  write: (value) => value,
}

const needed = ['--hashmode', '--clustermac', '--total-nodes', '--local-node'] as const

/** Shares one address among hosts that all get every packet; kernels have not had it since 6.3. */
export const clusterip = target({
  name: 'CLUSTERIP',
  families: ['ipv4'],
  options: {
    '--new': { kind: flag },
    '--hashmode': { kind: hashMode },
    '--clustermac': { kind: groupMac },
    '--total-nodes': { kind: number(0, 16) },
    '--local-node': { kind: number(0, 16) },
    '--hash-init': { kind: number(0, 0xffffffff) },
  },
  settle,
  effect: () => ({ kind: 'unknown', target: 'CLUSTERIP' }),
})

function settle(uses: readonly OptionUse[]): readonly OptionUse[] | Wrong {
  if (uses.length === 0) return uses
  const missing = ['--new', ...needed].find((name) => findUse(uses, name) === undefined)
  if (missing !== undefined) return new Wrong('syntax/missing-option', { option: missing })
  return findUse(uses, '--hash-init') === undefined ? [...uses, impliedUse(uses, '--hash-init', 0)] : uses
}
