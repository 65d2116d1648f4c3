import type { Condition } from '#model/condition.ts'

// Without a rewriting, only what a person wrote about this very host or connection: the rule names its address or set.
const closeFields: ReadonlySet<string> = new Set([
  'dport',
  'sport',
  'protocol',
  'tcpflags',
  'icmptype',
  'mark',
  'connmark',
  'ttl',
  'length',
])

/** Whether a condition about the field, the only one that fails, makes a near miss of a rule that is about this very host. */
export function isCloseField(field: string): boolean {
  return closeFields.has(field)
}

const hostFields: ReadonlySet<string> = new Set(['src', 'dst', 'ctorigsrc', 'ctorigdst'])

/** Whether a condition asks for one host, or for a set. */
export function isAboutHost(condition: Condition): boolean {
  if (condition.kind === 'member') return true
  if (condition.kind !== 'in' || !hostFields.has(condition.field)) return false
  return condition.set.length === 1 && condition.set[0]?.from === condition.set[0]?.to
}
