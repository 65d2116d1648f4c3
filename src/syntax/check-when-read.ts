import type { Statement } from '#model/statement.ts'
import type { Batch } from './batch.ts'
import { hasCounters } from './has-counters.ts'
import type { Refusal } from './restore-error.ts'
import { refuse } from './restore-error.ts'

/** What iptables-restore -c says to a line as it reads it; undefined: nothing. */
export function checkWhenRead({ draft, options }: Batch, statement: Statement): Refusal | undefined {
  if (!options.counters) return undefined
  if (statement.kind === 'chain') {
    const builtin = draft.chains.get(statement.chain)?.policy !== undefined
    const heeded = statement.policy !== undefined || options.dialect.variant === 'nft'
    if (!builtin || !heeded || statement.counters !== undefined) return undefined
    return refuse('restore/no-counters', statement, 2, { chain: statement.chain })
  }
  if (statement.kind !== 'rule' || (statement.verb !== 'delete' && statement.verb !== 'check')) return undefined
  if (!statement.rules.some(hasCounters)) return undefined
  return refuse('syntax/option-with-command', statement, 2, { option: '-c' })
}
