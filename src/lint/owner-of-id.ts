import type { Owner } from '#model/owner.ts'
import type { Subject } from './subject.ts'

/** Whose a rule of the host is, by its id; '' for a policy and for rules that are not there. */
export function ownerOfId(id: string, { host }: Subject): Owner | '' {
  const path = id.slice(0, id.lastIndexOf('#'))
  const chain = host?.lowered.tables.flatMap(({ chains }) => [...chains.values()]).find((one) => one.path === path)
  const rule = chain?.rules.find((one) => one.id === id)
  if (rule?.written === undefined) return ''
  return host?.owners.ofRule(rule.written).owner ?? ''
}
