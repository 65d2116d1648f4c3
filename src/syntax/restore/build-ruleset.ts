import { append, replaceAt } from '#base/lists.ts'
import type { Family, Variant } from '#model/family.ts'
import { defaultDialect } from '#model/family.ts'
import type { Rule, Ruleset } from '#model/ruleset.ts'
import type { ChainLine, ChainStatement, RuleStatement, Statement, UnreadableLine } from '#model/statement.ts'
import type { DraftTable } from './draft.ts'
import { DraftChain } from './draft-chain.ts'
import { draftOf, finishDraft, isReferenced, newDraft, renameChain, zeroChain } from './draft.ts'
import { findRule } from './find-rule.ts'
import { preferChain } from './prefer-chain.ts'

/** What the text itself does not say about its rules. */
export interface RulesetOrigin {
  readonly family: Family
  readonly variant: Variant | undefined
  /** The rules that are there before; without them nothing is said of what is not in the text. */
  readonly on?: Ruleset | undefined
}

/**
 * The rules that a dump, a script or a list of commands comes to, starting from nothing. It takes what it can: a chain that
 * nobody declared is made where a rule is added to it, lines outside a table count for `filter`, what cannot be done is left
 * out. A table that begins a second time begins anew, as iptables-restore has it. What a real load would say tells `restore`.
 */
export function buildRuleset(
  statements: readonly Statement[],
  { family, variant, on }: RulesetOrigin,
  missing: MissingChain = () => undefined,
): Ruleset {
  const builder: Builder = {
    family,
    tables: new Map(on?.tables.map((table) => [table.name, draftOf(table)])),
    isWhole: on !== undefined,
    table: 'filter',
    opened: false,
    declared: new Set(),
    flushed: new Set(),
    gone: new Set(),
    missing,
    checked: undefined,
  }
  for (const statement of statements) apply(builder, statement)
  for (const table of builder.tables.values()) noteStrays(table)
  return { family, variant, tables: [...builder.tables.values()].map(finishDraft) }
}

/** Told of a rule that cannot be added, as there is no chain of that name (any more). */
export type MissingChain = (chain: string, rule: RuleStatement) => void

interface Builder {
  readonly family: Family
  readonly tables: Map<string, DraftTable>
  /** The table that lines without `-t` speak of. */
  table: string
  /** Whether a table has begun that declares its chains. */
  opened: boolean
  /** Chains that a `:` line or -N made: a second `:` line empties them. */
  readonly declared: Set<DraftChain>
  /** Tables in which every chain was emptied; those in which every chain of somebody's own was deleted then; `TABLE CHAIN` that was. */
  readonly flushed: Set<string>
  readonly gone: Set<string>
  readonly missing: MissingChain
  /** All chains that there are are known. */
  readonly isWhole: boolean
  /** The `-C` before this line, if it found its rule. */
  checked: RuleStatement | undefined
}

function apply(builder: Builder, statement: Statement): void {
  switch (statement.kind) {
    case 'rule':
      return applyRule(builder, statement)
    case 'chain-verb':
      return applyChainVerb(builder, statement)
    case 'chain':
      return declareChain(builder, statement)
    case 'table':
      builder.table = statement.table
      builder.opened = true
      builder.tables.set(statement.table, newDraft(statement.table))
      return
    case 'commit':
      builder.table = 'filter'
      builder.opened = false
      return
    case 'unreadable':
      return noteUnread(builder, statement)
    case 'blank':
    case 'comment':
    case 'other-family':
  }
}

function tableOf(builder: Builder, name: string): DraftTable {
  const known = builder.tables.get(name)
  if (known !== undefined) return known
  const made = newDraft(name)
  builder.tables.set(name, made)
  return made
}

function declareChain(builder: Builder, { chain: name, policy, counters, references }: ChainLine): void {
  const table = tableOf(builder, builder.table)
  let chain = table.chains.get(name)
  if (chain === undefined) {
    chain = new DraftChain(name, isUnknownTable(table) ? policy : undefined)
    table.chains.set(name, chain)
  } else if (builder.declared.has(chain) && chain.policy === undefined) chain.flush()
  builder.declared.add(chain)
  chain.undeclared = false
  chain.madeElsewhere = false
  chain.counters = counters
  chain.references = references
  if (chain.policy !== undefined && policy !== undefined) chain.policy = policy
}

// Of a table that we do not know, the chains with a policy are the built-in ones.
function isUnknownTable(table: DraftTable): boolean {
  return newDraft(table.name).chains.size === 0
}

// A chain that the text has deleted, and not made again, is not Docker's that was there before.
function goneChain({ gone, isWhole }: Builder, table: DraftTable, { chain, rules }: RuleStatement): string | undefined {
  if (gone.size === 0 && !isWhole) return undefined
  const isGone = (name: string) =>
    !table.chains.has(name) && (isWhole || gone.has(table.name) || gone.has(`${table.name} ${name}`))
  if (isGone(chain)) return chain
  const target = rules[0]?.target
  const jumps = target !== undefined && !target.known && target.words.length === 0
  return jumps && isGone(target.name) ? target.name : undefined
}

// `-C … || -A …` adds nothing where the rule is.
function noteCheck(builder: Builder, table: DraftTable, statement: RuleStatement): void {
  const [rule] = statement.rules
  const chain = table.chains.get(statement.chain)
  const found =
    rule !== undefined && chain !== undefined && findRule(chain.rules, rule, builder.family, defaultDialect) >= 0
  builder.checked = found ? statement : undefined
}

function isOf({ family }: Builder, checked: RuleStatement, { verb, table, chain, rules }: RuleStatement): boolean {
  const [rule] = rules
  if (rule === undefined || (verb !== 'append' && verb !== 'insert')) return false
  return (
    table === checked.table && chain === checked.chain && findRule(checked.rules, rule, family, defaultDialect) >= 0
  )
}

function applyRule(builder: Builder, statement: RuleStatement): void {
  const { verb, table: named, chain: name, position, rules } = statement
  const table = tableOf(builder, named ?? builder.table)
  if (verb === 'check') return noteCheck(builder, table, statement)
  const checked = builder.checked
  builder.checked = undefined
  if (checked !== undefined && isOf(builder, checked, statement)) return
  const gone = goneChain(builder, table, statement)
  if (gone !== undefined) return builder.missing(gone, statement)
  let chain = table.chains.get(name)
  if (chain === undefined) {
    chain = new DraftChain(name)
    chain.undeclared = builder.opened
    chain.madeElsewhere = !builder.isWhole
    table.chains.set(name, chain)
  }
  const resolved = rules.map((rule) => preferChain(rule, (target) => table.chains.has(target)))
  if (verb === 'append') chain.append(resolved)
  else if (verb === 'insert') chain.insert((position ?? 1) - 1, resolved.reverse())
  else if (verb === 'delete') for (const rule of resolved) removeRule(builder, chain, rule)
  else if ((position ?? 1) <= chain.length) replaceAt(chain.rules, (position ?? 1) - 1, 1, resolved)
  else chain.append(resolved)
}

// A chain that its table neither declares nor calls: its name is wrong, so that its rules may be of any other chain.
function noteStrays(table: DraftTable): void {
  for (const chain of table.chains.values()) {
    if (!chain.undeclared || isReferenced(table, chain)) continue
    append(
      table.unread,
      chain.rules.map(({ origin, start, end }) => ({ origin, start, end })),
    )
  }
}

// A line that shows no chain of the table may be about any of them.
function noteUnread(builder: Builder, { table: named, chain, changes, line }: UnreadableLine): void {
  const table = tableOf(builder, named ?? builder.table)
  const known = chain === undefined ? undefined : table.chains.get(chain)
  if (known === undefined) table.unread.push(line)
  else known.addUnread(line, changes)
}

function removeRule(builder: Builder, chain: DraftChain, rule: Rule): void {
  const at = findRule(chain.rules, rule, builder.family, defaultDialect)
  if (at >= 0) chain.rules.splice(at, 1)
}

function applyChainVerb(builder: Builder, statement: ChainStatement): void {
  const { verb, chain: name, position, policy, to } = statement
  const table = tableOf(builder, statement.table ?? builder.table)
  const chain = name === undefined ? undefined : table.chains.get(name)
  const chains = chain === undefined ? (name === undefined ? [...table.chains.values()] : []) : [chain]
  switch (verb) {
    case 'new-chain':
      if (name !== undefined && chain === undefined) builder.declared.add(addChain(table, name))
      return
    case 'policy':
      if (chain?.policy !== undefined && policy !== undefined) chain.policy = policy
      return
    case 'flush':
      for (const each of chains) each.flush()
      if (name !== undefined) return
      table.unread = []
      builder.flushed.add(table.name)
      return
    case 'zero':
      for (const each of chains) zeroChain(each, position)
      return
    case 'delete-chain':
      for (const each of chains) deleteChain(table, each)
      if (name !== undefined) builder.gone.add(`${table.name} ${name}`)
      else if (builder.flushed.has(table.name)) builder.gone.add(table.name)
      return
    case 'rename':
      if (chain !== undefined && chain.policy === undefined && to !== undefined && !table.chains.has(to))
        renameChain(table, chain.name, to)
      return
    case 'delete-position':
      chain?.rules.splice((position ?? 0) - 1, 1)
      return
    case 'list':
  }
}

function addChain(table: DraftTable, name: string): DraftChain {
  const chain = new DraftChain(name)
  table.chains.set(name, chain)
  return chain
}

function deleteChain(table: DraftTable, chain: DraftChain): void {
  if (chain.policy !== undefined || chain.rules.length > 0 || isReferenced(table, chain)) return
  table.chains.delete(chain.name)
}
