import type { Ruleset, Table } from '#model/ruleset.ts'
import { findChain } from '#model/ruleset.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { RuleStatement, Statement } from '#model/statement.ts'
import { readText } from '#syntax/text/read-text.ts'
import type { Selection } from './explain-answer.ts'

/** The rules that a text stands for, to look them up in a snapshot; `-A` may be missing, then the chain does not count. */
export function readPastedRule(text: string, snapshot: Snapshot): NonNullable<Selection['rule']> {
  const family = snapshot.rulesets[0]?.family
  const given = onlyChain(readText({ name: 'rule', text }, { family }).rulesets)
  if (given !== undefined) return given
  const bare = onlyChain(readText({ name: 'rule', text: `-A RULE ${text}` }, { family }).rulesets)
  return bare === undefined ? { id: text } : { ...bare, chain: '' }
}

/** The snapshot with the pasted rules put where their commands say; undefined: they add nothing, or their chain is not there. */
export function withPastedRule(text: string, snapshot: Snapshot, table: string | undefined): Snapshot | undefined {
  const family = snapshot.rulesets[0]?.family
  const segments = readText({ name: 'rule', text }, { family }).segments
  const found = segments.flatMap((segment) =>
    segment.statements.flatMap((statement) => (isAdding(statement) ? [{ statement, family: segment.family }] : [])),
  )[0]
  if (found === undefined) return undefined
  const { statement } = found
  const target = snapshot.rulesets.find((ruleset) => ruleset.family === found.family)
  const name = statement.table ?? table ?? 'filter'
  if (target === undefined || findChain(target, name, statement.chain) === undefined) return undefined
  const tables = target.tables.map((one) => (one.name === name ? withRules(one, statement) : one))
  return {
    ...snapshot,
    rulesets: snapshot.rulesets.map((ruleset) => (ruleset === target ? { ...ruleset, tables } : ruleset)),
  }
}

function isAdding(statement: Statement): statement is RuleStatement {
  return statement.kind === 'rule' && (statement.verb === 'append' || statement.verb === 'insert')
}

function withRules(table: Table, { verb, chain: name, position, rules }: RuleStatement): Table {
  const chains = table.chains.map((chain) => {
    if (chain.name !== name) return chain
    const at = verb === 'append' ? chain.rules.length : Math.min((position ?? 1) - 1, chain.rules.length)
    // Each of several rules is inserted at the same place, so that the last stands first.
    const added = verb === 'append' ? rules : rules.toReversed()
    return { ...chain, rules: [...chain.rules.slice(0, at), ...added, ...chain.rules.slice(at)] }
  })
  return { ...table, chains }
}

function onlyChain(rulesets: readonly Ruleset[]) {
  for (const { tables } of rulesets) {
    for (const { chains } of tables) {
      for (const { name, rules } of chains) if (rules.length > 0) return { rules, chain: name }
    }
  }
  return undefined
}
