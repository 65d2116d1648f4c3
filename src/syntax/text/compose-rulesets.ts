import type { Family, Variant } from '#model/family.ts'
import type { Ruleset } from '#model/ruleset.ts'
import { builtinChains } from '#model/builtin-chains.ts'
import type { ChainLine, ChainStatement, Statement } from '#model/statement.ts'
import type { MissingChain } from '../restore/build-ruleset.ts'
import { buildRuleset } from '../restore/build-ruleset.ts'
import type { TextSegment } from './text-segment.ts'

/** A piece of a text with what was read of it. */
export interface ReadSegment extends TextSegment {
  readonly family: Family
  readonly statements: readonly Statement[]
}

/**
 * What a text comes to at its end, one ruleset for each family and variant: its pieces applied in their order. A dump replaces its
 * table, a listing the chains that it shows, commands change what is there; single lines that `quoted` knows repeat a dump.
 */
export function composeRulesets(
  segments: readonly ReadSegment[],
  quoted: (statement: Statement) => boolean,
  missing?: MissingChain,
  before: readonly Ruleset[] = [],
): readonly Ruleset[] {
  const told = { ipv4: variantTold(segments, 'ipv4'), ipv6: variantTold(segments, 'ipv6') }
  const groups = new Map<string, ReadSegment[]>()
  for (const segment of segments) {
    const key = `${segment.family} ${segment.variant ?? told[segment.family] ?? ''}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [segment])
    else group.push(segment)
  }
  const rulesets = [...groups.values()].map((group) => composeOne(group, quoted, missing, before))
  return rulesets.filter(({ tables }) => tables.length > 0)
}

// Text that does not tell belongs to the variant that the rest of the text is about.
function variantTold(all: readonly ReadSegment[], family: Family): Variant | undefined {
  return all.find((segment) => segment.family === family && segment.variant !== undefined)?.variant
}

function composeOne(
  segments: readonly ReadSegment[],
  quoted: (statement: Statement) => boolean,
  missing: MissingChain | undefined,
  before: readonly Ruleset[],
): Ruleset {
  const shown = new Set<string>()
  const pieces: (readonly Statement[])[] = []
  for (const segment of segments) {
    const own = statementsOf(segment, shown, quoted)
    pieces.push(own)
    noteTables(own, shown)
  }
  const [only = []] = pieces
  const statements = pieces.length > 1 ? pieces.flat() : only
  const first = segments[0]
  const family = first?.family ?? 'ipv4'
  const variant = segments.find((segment) => segment.variant !== undefined)?.variant
  const origin = { family, variant, on: before.find((one) => one.family === family) }
  const ruleset = buildRuleset(statements, origin, missing)
  return origin.on === undefined && segments.every(isExcerpt) ? withoutInvented(ruleset, statements) : ruleset
}

function statementsOf(
  segment: ReadSegment,
  shown: ReadonlySet<string>,
  quoted: (statement: Statement) => boolean,
): readonly Statement[] {
  const statements = segment.statements.every(hasChain) ? segment.statements : segment.statements.filter(hasChain)
  const { form, table, printed, noflush } = segment
  if (form === 'save') return noflush ? asChanges(statements, 'filter', false) : statements
  if (form !== 'listing' && form !== 'rules') return statements
  const whole = isWhole(statements, table)
  if (form === 'rules' && !printed && !whole && !(shown.has(table) && isPrinted(statements, quoted))) {
    const own = statements.filter((statement) => !quoted(statement))
    return asChanges(own, table, false)
  }
  if (shown.has(table) && !whole) return asChanges(statements, table, true)
  const { start, end } = segment
  return [{ kind: 'table', table, start, end: start }, ...statements, { kind: 'commit', start: end, end }]
}

// Only `iptables -S` prints chains without a program's name.
function isPrinted(statements: readonly Statement[], quoted: (statement: Statement) => boolean): boolean {
  return statements.some(({ kind }) => kind === 'chain') && !statements.some(quoted)
}

function hasChain(statement: Statement): boolean {
  return statement.kind !== 'rule' || statement.chain !== ''
}

function isExcerpt({ form, statements }: ReadSegment): boolean {
  return form === 'listing' || form === 'rules' || statements.every(isList)
}

// A command that only lists changes nothing and shows nothing by itself.
function isList(statement: Statement): boolean {
  return statement.kind === 'chain-verb' && statement.verb === 'list'
}

function isWhole(statements: readonly Statement[], table: string): boolean {
  const chains = new Set(statements.flatMap((statement) => (statement.kind === 'chain' ? [statement.chain] : [])))
  return (builtinChains[table] ?? []).every((chain) => chains.has(chain))
}

function noteTables(statements: readonly Statement[], tables: Set<string>): void {
  let last: string | undefined
  for (const statement of statements) {
    const table = tableOf(statement)
    if (table === undefined || table === last) continue
    tables.add(table)
    last = table
  }
}

function tableOf(statement: Statement): string | undefined {
  if (isList(statement)) return undefined
  if (statement.kind === 'rule' || statement.kind === 'chain-verb') return statement.table ?? 'filter'
  return statement.kind === 'table' ? statement.table : undefined
}

/** The lines of a dump as changes to what is there. A chain of somebody's own is emptied, a built-in one where `replaces` says so. */
function asChanges(statements: readonly Statement[], first: string, replaces: boolean): readonly Statement[] {
  let table = first
  return statements.flatMap((statement): readonly Statement[] => {
    if (statement.kind === 'table') table = statement.table
    if (statement.kind === 'table' || statement.kind === 'commit') return []
    if (statement.kind !== 'chain') return [statement]
    const builtin = builtinChains[table]?.includes(statement.chain) ?? statement.policy !== undefined
    const flush = changeOf('flush', statement, table)
    if (!builtin) return [changeOf('new-chain', statement, table), flush]
    const policy = statement.policy === undefined ? [] : [changeOf('policy', statement, table)]
    return replaces ? [flush, ...policy] : policy
  })
}

function changeOf(
  verb: ChainStatement['verb'],
  { chain, policy, start, end }: ChainLine,
  table: string,
): ChainStatement {
  return { kind: 'chain-verb', verb, table, chain, position: undefined, policy, to: undefined, start, end }
}

// A listing of one chain says nothing about the others: a built-in chain that it does not show is not there.
function withoutInvented(ruleset: Ruleset, statements: readonly Statement[]): Ruleset {
  const named = new Set<string>()
  let table = 'filter'
  for (const statement of statements) {
    if (statement.kind === 'table') table = statement.table
    else if (isList(statement)) continue
    else if (statement.kind === 'chain') named.add(`${table} ${statement.chain}`)
    else if (statement.kind === 'rule' || statement.kind === 'chain-verb' || statement.kind === 'unreadable')
      named.add(`${statement.table ?? table} ${statement.chain ?? ''}`)
  }
  const tables = ruleset.tables.map((one) => ({
    ...one,
    chains: one.chains.filter((chain) => named.has(`${one.name} ${chain.name}`)),
  }))
  return { ...ruleset, tables }
}
