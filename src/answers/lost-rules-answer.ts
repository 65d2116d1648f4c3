import type { ForwardingBefore } from '#model/daemon.ts'
import type { Family } from '#model/family.ts'
import type { LostRule } from '#model/repair.ts'
import { findChain } from '#model/ruleset.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { answerDiff } from './diff-answer.ts'

/** The rules that are not Docker's and that a snapshot from before has alone. Nobody puts them back: they may be gone on purpose. */
export function answerLostRules(before: Snapshot, now: Snapshot): readonly LostRule[] {
  const { groups } = answerDiff(before, now, new Set(['docker']))
  return groups.flatMap(({ rules }) =>
    rules.flatMap(({ kind, family, table, chain, text, positionBefore, ownership }) =>
      kind === 'removed' ? [{ family, table, chain, text, ownership, position: positionBefore ?? 0 }] : [],
    ),
  )
}

/** Whether the kernel forwarded before the engine came, read off the policies of a snapshot in which its rules stood. */
export function forwardingIn({ rulesets }: Snapshot): ForwardingBefore {
  const isOpen = (family: Family): boolean | undefined => {
    const chains = rulesets.flatMap((ruleset) =>
      ruleset.family === family ? [findChain(ruleset, 'filter', 'FORWARD')] : [],
    )
    const known = chains.flatMap((chain) => (chain?.policy === undefined ? [] : [chain.policy]))
    return known.length === 0 ? undefined : !known.includes('DROP')
  }
  return { ipv4: isOpen('ipv4'), ipv6: isOpen('ipv6') }
}
