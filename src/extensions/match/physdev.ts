import type { Condition, InterfaceField } from '#model/condition.ts'
import { fieldIn, negateIf } from '#model/condition.ts'
import type { Kind } from '../extension.ts'
import { Wrong, match } from '../extension.ts'
import { byteLength, flag } from '../kinds/kinds.ts'

const port: Kind<string> = {
  label: 'kind/interface',
  words: 1,
  read: (word) => (byteLength(word) > 15 ? new Wrong('syntax/interface-too-long', { value: word }) : word),
  write: (value) => value,
}

function isPort(field: InterfaceField, value: string): Condition {
  const prefix = value.endsWith('+')
  return value === '+'
    ? anyPort(field)
    : { kind: 'interface', field, name: prefix ? value.slice(0, -1) : value, prefix }
}

// Without a bridge there is no port, and `+` matches none.
function anyPort(field: InterfaceField): Condition {
  return negateIf(true, { kind: 'interface', field, name: '', prefix: false })
}

/** The ports of a bridge that the packet came in by and leaves by. */
export const physdev = match({
  name: 'physdev',
  oneOf: ['--physdev-in', '--physdev-out', '--physdev-is-in', '--physdev-is-out', '--physdev-is-bridged'],
  options: {
    '--physdev-is-in': { kind: flag, not: true, means: () => anyPort('physin') },
    '--physdev-in': { kind: port, not: true, means: (name) => isPort('physin', name) },
    '--physdev-is-out': { kind: flag, not: true, means: () => anyPort('physout') },
    '--physdev-out': { kind: port, not: true, means: (name) => isPort('physout', name) },
    '--physdev-is-bridged': { kind: flag, not: true, means: () => fieldIn('bridged', [{ from: 1, to: 1 }]) },
  },
})
