import type { Dialect, Family } from '#model/family.ts'
import type { Rule } from '#model/ruleset.ts'
import { builtinChains } from '#model/builtin-chains.ts'
import type { ChainLine, ChainStatement, RuleStatement, Statement } from '#model/statement.ts'
import { writeBrackets } from '../line/counters.ts'
import { noCounters } from '../restore/draft.ts'
import { printRule } from './print-rule.ts'

/** Where a statement stands: the text it was read from, and the table that is open there. */
export interface StatementPlace {
  readonly text: string
  table: string | undefined
  readonly family: Family
  readonly dialect: Dialect
}

/** The line or lines that say the same as the statement, in canonical form and without the last newline. */
export function printStatement(statement: Statement, place: StatementPlace): string {
  switch (statement.kind) {
    case 'rule':
      return printRules(statement, place)
    case 'chain-verb':
      return printChainVerb(statement, place)
    case 'chain':
      return printChainLine(statement, place)
    case 'table':
      return `*${statement.table}`
    case 'commit':
      return 'COMMIT'
    case 'blank':
      return ''
    case 'comment':
    case 'other-family':
    case 'unreadable':
      return place.text.slice(statement.start, statement.end)
  }
}

const ruleLetters = { append: 'A', insert: 'I', delete: 'D', check: 'C', replace: 'R' }

function printRules(statement: RuleStatement, place: StatementPlace): string {
  const { verb, chain, position } = statement
  const { before, after } = around(statement, place)
  const head = `${tableOption(statement, place)}-${ruleLetters[verb]} ${chain}${position === undefined ? '' : ` ${position}`}`
  const printed = statement.rules.map(
    (rule) => `${before}${head}${after}${printRule(rule, place.family, place.dialect)}`,
  )
  return printed.join('\n')
}

// What stands before the command: the counters as written, and a mark of the family.
function around(
  statement: RuleStatement,
  { text }: StatementPlace,
): { readonly before: string; readonly after: string } {
  const { start, end } = statement
  const first = text[start]
  if (first === '-' && text[start + 1] !== '4' && text[start + 1] !== '6' && text[start + 1] !== '-') {
    return { before: '', after: setCounters(statement.rules[0]) }
  }
  const [, counters, family] = /^(\[[^\]]*\])?[ \t]*(-4|-6|--ipv4|--ipv6)?/.exec(text.slice(start, end)) ?? []
  const before = `${counters === undefined ? '' : `${counters} `}${family === undefined ? '' : `${family} `}`
  return { before, after: counters === undefined ? setCounters(statement.rules[0]) : '' }
}

// Counters that no brackets before the line give come from the option -c.
function setCounters(rule: Rule | undefined): string {
  return rule?.counters === undefined ? '' : ` -c ${rule.counters.packets} ${rule.counters.bytes}`
}

function tableOption({ table }: RuleStatement | ChainStatement, place: StatementPlace): string {
  return table === undefined || table === place.table ? '' : `-t ${table} `
}

const verbLetters = {
  flush: 'F',
  'delete-chain': 'X',
  'new-chain': 'N',
  zero: 'Z',
  policy: 'P',
  rename: 'E',
  'delete-position': 'D',
}

function printChainVerb(statement: ChainStatement, place: StatementPlace): string {
  const { verb, chain, position, policy, to } = statement
  if (verb === 'list') return place.text.slice(statement.start, statement.end)
  const words = [`${tableOption(statement, place)}-${verbLetters[verb]}`, chain, position, policy, to]
  return words.filter((word) => word !== undefined).join(' ')
}

function printChainLine({ chain, policy, counters }: ChainLine, { table }: StatementPlace): string {
  const builtin = builtinChains[table ?? 'filter']?.includes(chain) ?? true
  return `:${chain} ${(builtin && policy) || '-'} ${writeBrackets(counters ?? noCounters)}`
}
