import { defaultDialect } from '#model/family.ts'
import type { Counters, Rule } from '#model/ruleset.ts'
import type { Statement } from '#model/statement.ts'
import { printRule } from '#syntax/print/print-rule.ts'
import type { ReadSegment } from '#syntax/text/compose-rulesets.ts'
import type { ReadText } from '#syntax/text/read-text.ts'

/** What was read of a text, as lines to compare: the pieces with their statements, then what is said about them. */
export function showRead({ segments, diagnostics }: ReadText): string {
  const said = diagnostics.map(({ severity, id }) => `${severity} ${id}`).sort()
  return [...segments.flatMap(showSegment), ...said, ''].join('\n')
}

function showSegment(segment: ReadSegment): readonly string[] {
  const { form, family, variant, table, noflush, statements } = segment
  const known = [
    form,
    ...(form === 'nft' ? [] : [family]),
    ...(variant === undefined ? [] : [variant]),
    ...(form === 'listing' || form === 'rules' ? [table] : []),
    ...(noflush ? ['noflush'] : []),
  ]
  return [known.join(' '), ...statements.flatMap((statement) => showStatement(statement, segment))]
}

function showStatement(statement: Statement, { family }: ReadSegment): readonly string[] {
  switch (statement.kind) {
    case 'rule': {
      const { table, verb, chain, position, rules } = statement
      const letter = verb === 'append' ? 'A' : verb === 'insert' ? 'I' : verb
      const show = (rule: Rule) => {
        const hidden = rule.hidden.length > 0 ? ` [${rule.hidden.join(' ')}]` : ''
        const place = position === undefined ? '' : ` ${position}`
        return `  ${table} ${count(rule.counters)}-${letter} ${chain}${place}${printRule(rule, family, defaultDialect)}${hidden}`
      }
      return rules.map(show)
    }
    case 'chain':
      return [`  :${statement.chain} ${statement.policy ?? '-'} ${count(statement.counters)}`.trimEnd()]
    case 'chain-verb': {
      const words = [statement.table, statement.verb, statement.chain, statement.policy]
      return [`  ${words.filter((word) => word !== undefined).join(' ')}`]
    }
    case 'unreadable':
      return ['  unreadable']
    case 'table':
    case 'commit':
    case 'blank':
    case 'comment':
    case 'other-family':
      return []
  }
}

function count(counters: Counters | undefined): string {
  return counters === undefined ? '' : `${counters.packets}:${counters.bytes} `
}
