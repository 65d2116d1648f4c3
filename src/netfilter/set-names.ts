import type { Condition } from '#model/condition.ts'
import type { Lowered } from '#model/lowered.ts'
import { SetFields } from './set-fields.ts'
import type { Family } from '#model/family.ts'

/** The fields of one family, with every name of an interface that the rules ask for. */
export function setFields(family: Family, ...all: readonly Lowered[]): SetFields {
  const names = new Set<string>()
  const prefixes = new Set<string>()
  const visit = (condition: Condition): void => {
    if (condition.kind === 'all' || condition.kind === 'any') for (const part of condition.of) visit(part)
    else if (condition.kind === 'not') visit(condition.of)
    else if (condition.kind === 'interface' && condition.name !== '')
      (condition.prefix ? prefixes : names).add(condition.name)
  }
  for (const { tables } of all)
    for (const table of tables)
      if (table.families.includes(family))
        for (const { rules } of table.chains.values())
          for (const { parts } of rules)
            for (const { clauses } of parts) for (const { condition } of clauses) visit(condition)
  return new SetFields(family, names, prefixes)
}
