import type { ChainLine, Statement } from '#model/statement.ts'
import type { Batch } from './batch.ts'
import { hasCounters } from './has-counters.ts'
import type { RestoreRefusal } from './restore-error.ts'
import { refuse } from './restore-error.ts'

/** What iptables-restore -c says to a line as it reads it; undefined: nothing. `refusal`: what else is wrong with the line. */
export function checkWhenRead(
  { draft, options }: Batch,
  statement: Statement,
  refusal: RestoreRefusal | undefined,
): RestoreRefusal | undefined {
  if (!options.counters) return undefined
  if (statement.kind === 'chain') {
    const builtin = draft.chains.get(statement.chain)?.policy !== undefined
    const heeded = options.dialect.variant === 'nft' ? builtin : hasPolicy(statement, refusal)
    if (!heeded || statement.counters !== undefined) return undefined
    return refuse('restore/no-counters', statement, 2, { chain: statement.chain })
  }
  if (statement.kind !== 'rule' || (statement.verb !== 'delete' && statement.verb !== 'check')) return undefined
  if (!statement.rules.some(hasCounters)) return undefined
  return refuse('syntax/option-with-command', statement, 2, { option: '-c' })
}

// The policy of a chain of somebody's own is not kept: the refusal tells of it.
function hasPolicy({ policy }: ChainLine, refusal: RestoreRefusal | undefined): boolean {
  return policy !== undefined || refusal?.message.id === 'syntax/policy-of-own-chain'
}
