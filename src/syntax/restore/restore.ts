import type { Diagnostic } from '#model/diagnostic.ts'
import type { Dialect } from '#model/family.ts'
import type { Ruleset, Table } from '#model/ruleset.ts'
import type { Source, Span } from '#model/source.ts'
import type { Statement } from '#model/statement.ts'
import type { Batch } from './batch.ts'
import { newBatch, tableAfter } from './batch.ts'
import { checkBatch } from './check-batch.ts'
import { checkWhenRead } from './check-when-read.ts'
import { draftOf, finishDraft, newDraft } from './draft.ts'
import { refusals } from './refusals.ts'
import type { RestoreRefusal } from './restore-error.ts'
import { refuse } from './restore-error.ts'
import { runStatement } from './run-statement.ts'
import { tableOrder } from '../print/table-order.ts'

/** A script for iptables-restore, read with the family and dialect that it is to be restored with. */
export interface Script {
  readonly origin: Source
  readonly statements: readonly Statement[]
  readonly diagnostics: readonly Diagnostic[]
}

/** The options of iptables-restore. `counters`: -c; `table`: -T, all other tables are left alone. */
export interface RestoreOptions {
  readonly noflush: boolean
  readonly counters: boolean
  readonly test?: boolean
  readonly table?: string
  readonly dialect: Dialect
}

/** Why a restore failed. The tables that were committed before stay. */
export interface RestoreError extends RestoreRefusal {
  /** The line that is to blame, from 1. */
  readonly line: number
  /** The line that the tool itself would name (1.8.9 and later): that of COMMIT where it only finds out there. */
  readonly reportedLine: number
  readonly table: string | undefined
}

/** The rules after a restore; with an error those of the tables that were committed before it. */
export interface Restored {
  readonly ruleset: Ruleset
  readonly error: RestoreError | undefined
}

/**
 * What iptables-restore makes of a script: the rules after it, or the error with which it stops. As recorded with 1.8.7 to
 * 1.8.11, nft and legacy. Not followed: nft lets `-E` rename a built-in chain away, or give two chains one name; here that is refused.
 */
export function restore(ruleset: Ruleset, script: Script, options: RestoreOptions): Restored {
  const run: Run = {
    script,
    options,
    family: ruleset.family,
    tables: [...ruleset.tables],
    unclosed: new Set(unclosedLines(script)),
    batch: undefined,
    skipping: undefined,
    refused: refusals(script, options.dialect),
  }
  const error = runScript(run)
  return {
    ruleset: { family: ruleset.family, variant: options.dialect.variant, tables: inOrder(run.tables, options) },
    error,
  }
}

interface Run {
  readonly script: Script
  readonly options: RestoreOptions
  readonly family: Ruleset['family']
  /** The tables as committed so far. */
  tables: Table[]
  readonly unclosed: ReadonlySet<number>
  batch: Batch | undefined
  /** The name of a table that -T leaves alone, while its lines go by. */
  skipping: string | undefined
  readonly refused: ReadonlyMap<Statement, RestoreRefusal>
}

function unclosedLines({ diagnostics }: Script): readonly number[] {
  return diagnostics.filter(({ id }) => id === 'syntax/unclosed-quote').map(({ span }) => span.end)
}

function runScript(run: Run): RestoreError | undefined {
  const { statements } = run.script
  for (const statement of statements) {
    const error = runLine(run, statement)
    if (error !== undefined) return error
  }
  const open = run.batch
  if (open === undefined) return undefined
  const end = statements.at(-1) ?? open.opened
  const missing = refuse('restore/no-commit', open.opened, 1, { table: open.draft.name })
  return { ...located(run, missing), reportedLine: lineOf(run, end.end) + 1 }
}

function runLine(run: Run, statement: Statement): RestoreError | undefined {
  const { kind } = statement
  if (kind === 'comment') return undefined
  if (kind === 'blank' && !run.refused.has(statement)) return undefined
  if (run.skipping !== undefined) {
    if (kind === 'commit') run.skipping = undefined
    return undefined
  }
  if (run.batch === undefined && kind !== 'table') return outsideTable(run, statement)
  const refusal = run.refused.get(statement)
  if (kind === 'table') return openTable(run, statement, refusal)
  const unread = run.batch === undefined ? undefined : checkWhenRead(run.batch, statement, refusal)
  if (unread !== undefined) return located(run, unread)
  if (refusal !== undefined && !(run.options.dialect.variant === 'nft' && refusal.exitCode === 1))
    return located(run, refusal)
  if (kind === 'commit') return commit(run, statement)
  return queue(run, statement, refusal)
}

// Legacy with -T has no word for lines outside a table.
function outsideTable(run: Run, statement: Statement): RestoreError | undefined {
  const { table, dialect } = run.options
  if (table !== undefined && dialect.variant === 'legacy') return undefined
  return located(run, refuse('restore/outside-table', statement, 1))
}

function openTable(
  run: Run,
  statement: Statement & { readonly kind: 'table' },
  refusal: RestoreRefusal | undefined,
): RestoreError | undefined {
  const { options, tables } = run
  const name = statement.table
  const skips = options.table !== undefined && options.table !== name
  if (run.batch === undefined && skips && options.dialect.variant === 'legacy') {
    run.skipping = name
    return undefined
  }
  if (refusal !== undefined) return located(run, refusal)
  if (skips) {
    run.skipping = name
    return undefined
  }
  const known = tables.find((table) => table.name === name)
  if (known === undefined && options.dialect.variant === 'legacy') run.tables = [finishDraft(newDraft(name)), ...tables]
  const draft = known === undefined ? newDraft(name) : draftOf(known)
  run.batch = newBatch(draft, known !== undefined, statement, {
    ...options,
    family: run.family,
    origin: run.script.origin,
    unclosed: run.unclosed,
  })
  return undefined
}

// nft collects the lines of a table and carries them out at COMMIT; legacy carries out each at once, on a copy.
function queue(run: Run, statement: Statement, refusal: RestoreRefusal | undefined): RestoreError | undefined {
  const batch = run.batch
  if (batch === undefined) return undefined
  if (run.options.dialect.variant === 'nft') {
    batch.queue.push({ statement, refusal })
    return undefined
  }
  const failed = refusal ?? runStatement(batch, statement)
  return failed === undefined ? undefined : located(run, failed)
}

function commit(run: Run, statement: Span): RestoreError | undefined {
  const { batch, options } = run
  run.batch = undefined
  if (batch === undefined) return undefined
  const nft = options.dialect.variant === 'nft'
  if (nft && options.test) return undefined
  for (const { statement: queued, refusal } of batch.queue) {
    const failed = refusal ?? runStatement(batch, queued)
    if (failed !== undefined) return located(run, failed, failed.exitCode === 2 ? statement : undefined)
  }
  if (options.test) return undefined
  const failed = checkBatch(batch)
  if (failed !== undefined) return located(run, failed, nft ? undefined : statement)
  replaceTable(run, tableAfter(batch))
  return undefined
}

function replaceTable(run: Run, table: Table): void {
  const at = run.tables.findIndex(({ name }) => name === table.name)
  if (at < 0) run.tables = [...run.tables, table]
  else run.tables = run.tables.map((other, index) => (index === at ? table : other))
}

function inOrder(tables: readonly Table[], { dialect }: RestoreOptions): readonly Table[] {
  return dialect.variant === 'legacy' ? tables : [...tables].sort((a, b) => tableOrder(a.name) - tableOrder(b.name))
}

function located(run: Run, refusal: RestoreRefusal, reported: Span = refusal.span): RestoreError {
  return {
    ...refusal,
    line: lineOf(run, refusal.span.start),
    reportedLine: lineOf(run, reported.start),
    table: run.batch?.draft.name ?? tableAround(run, refusal.span),
  }
}

function tableAround(run: Run, span: Span): string | undefined {
  let table: string | undefined
  for (const statement of run.script.statements) {
    if (statement.start > span.start) break
    if (statement.kind === 'table') table = statement.table
    if (statement.kind === 'commit') table = undefined
  }
  return table
}

function lineOf(run: Run, offset: number): number {
  const { text } = run.script.origin
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}
