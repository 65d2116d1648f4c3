import { readRuleId, familyId } from '#model/rule-id.ts'
import { findChain, type Rule, type Ruleset } from '#model/ruleset.ts'
import { iptablesHooks } from '#lowered/iptables-places.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { RuleStatement, Statement } from '#model/statement.ts'
import { readText } from '#syntax/text/read-text.ts'

/**
 * The snapshot with rules put where the commands of iptables or ip6tables (`[-t TABLE] -I CHAIN 1 ...`) say; undefined: one of them adds nothing, or its chain
 * is not there. `ruleset`: the one that they are for.
 */
export function withRules(snapshot: Snapshot, ruleset: Ruleset, commands: readonly string[]): Snapshot | undefined {
  let changed: Ruleset | undefined = ruleset
  for (const command of commands) changed = changed === undefined ? undefined : withRule(changed, command)
  return changed === undefined ? undefined : replaced(snapshot, ruleset, changed)
}

/** The snapshot with other rules in the place of the one with the id; undefined: the rules cannot be read, or the rule is not there. */
export function withRulesFor(snapshot: Snapshot, id: string, lines: readonly string[]): Snapshot | undefined {
  const place = readRuleId(id)
  const ruleset = rulesetOf(snapshot, id)
  const { position } = place ?? {}
  if (place?.table === undefined || ruleset === undefined || typeof position !== 'number') return undefined
  const rules = lines.flatMap((line) => readRulesOf(line, ruleset)?.rules ?? [])
  if (rules.length < lines.length) return undefined
  const changed = spliced(ruleset, place.table, place.chain, position - 1, 1, rules)
  return replaced(snapshot, ruleset, changed)
}

/** The ruleset that an id speaks of. */
export function rulesetOf({ rulesets }: Snapshot, id: string): Ruleset | undefined {
  const family = id.slice(0, id.indexOf('/'))
  return rulesets.find((one) => familyId(one, rulesets) === family)
}

/** The rule with an id; undefined for a policy. */
export function ruleOf(snapshot: Snapshot, id: string): Rule | undefined {
  const { table, chain, position } = readRuleId(id) ?? {}
  const ruleset = rulesetOf(snapshot, id)
  if (ruleset === undefined || table === undefined || chain === undefined || typeof position !== 'number')
    return undefined
  return findChain(ruleset, table, chain)?.rules[position - 1]
}

function withRule(ruleset: Ruleset, command: string): Ruleset | undefined {
  const statement = readRulesOf(`${ruleset.family === 'ipv6' ? 'ip6tables' : 'iptables'} ${command}`, ruleset)
  if (statement === undefined) return undefined
  const { verb, chain, position, rules } = statement
  const table = statement.table ?? 'filter'
  const all = withTable(ruleset, table)
  const found = findChain(all, table, chain)
  if (found === undefined) return undefined
  const at = verb === 'append' ? found.rules.length : Math.min((position ?? 1) - 1, found.rules.length)
  return spliced(all, table, chain, at, 0, rules)
}

// iptables makes a table when the first rule is added to it.
function withTable(ruleset: Ruleset, name: string): Ruleset {
  if (ruleset.tables.some((one) => one.name === name)) return ruleset
  const chains = iptablesHooks(name).map((chain) => ({
    name: chain,
    policy: 'ACCEPT' as const,
    counters: undefined,
    rules: [],
  }))
  return { ...ruleset, tables: [...ruleset.tables, { name, chains }] }
}

function readRulesOf(line: string, { family, variant }: Ruleset): RuleStatement | undefined {
  const { segments, diagnostics } = readText({ name: 'rule', text: line }, { family, variant })
  if (diagnostics.some(({ severity }) => severity === 'error')) return undefined
  return segments.flatMap(({ statements }) => statements).find(isAdding)
}

function isAdding(statement: Statement): statement is RuleStatement {
  return statement.kind === 'rule' && (statement.verb === 'append' || statement.verb === 'insert')
}

function spliced(
  ruleset: Ruleset,
  table: string,
  chain: string,
  at: number,
  count: number,
  rules: readonly Rule[],
): Ruleset {
  return {
    ...ruleset,
    tables: ruleset.tables.map((one) => ({
      ...one,
      chains: one.chains.map((each) =>
        one.name === table && each.name === chain
          ? { ...each, rules: [...each.rules.slice(0, at), ...rules, ...each.rules.slice(at + count)] }
          : each,
      ),
    })),
  }
}

function replaced(snapshot: Snapshot, old: Ruleset, changed: Ruleset): Snapshot {
  return { ...snapshot, rulesets: snapshot.rulesets.map((one) => (one === old ? changed : one)) }
}
