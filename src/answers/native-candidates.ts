import type { Hook } from '#model/packet.ts'
import type { Json, NftChain, NftRule, NftTable } from '#model/nft.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { readRuleId } from '#model/rule-id.ts'
import { printNftRule } from '#syntax/nft/print-rule.ts'
import type { Candidate } from './candidate.ts'

/**
 * Rules of nftables that accept a packet before the rule or policy `by` of a native table: at the start of the base chains of that
 * table at the hook. `opening`: what the rule asks, in the JSON of nft.
 */
export function nativeCandidates(
  snapshot: Snapshot,
  by: string,
  hook: Hook,
  opening: readonly Json[],
): readonly Candidate[] {
  const table = snapshot.native?.find((one) => by.startsWith(`${one.family}/${one.name}/`))
  if (table === undefined || readRuleId(by) === undefined) return []
  const statements = [...opening, { accept: null }]
  const { origin, spans } = printNftRule(statements, undefined, 'rule')
  const rule = { statements, comment: undefined, handle: undefined, printed: { origin, spans } }
  return table.chains
    .filter(({ base }) => base?.type === 'filter' && base.hook === hook.toLowerCase())
    .map((chain) => ({
      kind: 'rule',
      commands: [`nft insert rule ${table.family} ${table.name} ${chain.name} ${origin.text}`],
      after: withChain(snapshot, table, { ...chain, rules: [rule, ...chain.rules] }),
    }))
}

/** The rule of a native table that an id names. */
export function nativeRuleOf({ native }: Snapshot, id: string): NftRule | undefined {
  const { chain, position } = readRuleId(id) ?? {}
  const table = native?.find((one) => id.startsWith(`${one.family}/${one.name}/`))
  return typeof position === 'number'
    ? table?.chains.find(({ name }) => name === chain)?.rules[position - 1]
    : undefined
}

function withChain(snapshot: Snapshot, table: NftTable, changed: NftChain): Snapshot {
  const chains = table.chains.map((one) => (one.name === changed.name ? changed : one))
  return { ...snapshot, native: snapshot.native?.map((one) => (one === table ? { ...table, chains } : one)) }
}
