import type { Dialect, Variant } from '#model/family.ts'
import type { Chain, Ruleset, Table } from '#model/ruleset.ts'
import { noCounters } from '../restore/draft.ts'
import { writeBrackets } from '../line/counters.ts'
import { printRule } from './print-rule.ts'
import { tableOrder } from './table-order.ts'

/** How a ruleset is to be printed. `counters`: those of the rules too, as `iptables-save -c` does. */
export interface PrintOptions {
  readonly dialect: Dialect
  readonly counters?: boolean
}

/** A ruleset as iptables-save of the dialect prints it after loading, without the comment lines that name tool and time. */
export function printRuleset(ruleset: Ruleset, options: PrintOptions): string {
  return inOrder(ruleset.tables, options.dialect.variant)
    .map((table) => printTable(table, ruleset, options))
    .join('')
}

/** The tables in the order of the variant: nft has one of its own, legacy that in which they were loaded, newest first. */
function inOrder(tables: readonly Table[], variant: Variant): readonly Table[] {
  return variant === 'legacy' ? tables : [...tables].sort((a, b) => tableOrder(a.name) - tableOrder(b.name))
}

function printTable(table: Table, { family }: Ruleset, { dialect, counters }: PrintOptions): string {
  const lines = [`*${table.name}`, ...table.chains.map(chainLine)]
  for (const chain of table.chains) {
    for (const rule of chain.rules) {
      const before = counters ? `${writeBrackets(rule.counters ?? noCounters)} ` : ''
      lines.push(`${before}-A ${chain.name}${printRule(rule, family, dialect)}`)
    }
  }
  lines.push('COMMIT', '')
  return lines.join('\n')
}

function chainLine({ name, policy, counters }: Chain): string {
  return `:${name} ${policy ?? '-'} ${writeBrackets((policy && counters) ?? noCounters)}`
}
