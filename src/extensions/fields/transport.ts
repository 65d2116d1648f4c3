import type { Field } from '#model/condition.ts'
import { fieldIn } from '#model/condition.ts'
import type { OptionUse } from '#model/ruleset.ts'
import type { NumberRange, Value } from '#model/value.ts'
import type { Kind, OptionSpec, ReadContext } from '../extension.ts'
import { Wrong } from '../extension.ts'
import { rangeSet } from '../kinds/kinds.ts'

/** `--sport`, `--dport` of a protocol with ports. */
export function ports(kind: Kind<NumberRange>, field: Field, alias: string): OptionSpec<NumberRange> {
  return { kind, aliases: [alias], not: true, means: (range) => fieldIn(field, rangeSet(range)) }
}

/** Whether iptables-nft stores the options of a tcp or udp match itself: it does unless they all say nothing. */
export function isNative(uses: readonly OptionUse[]): boolean {
  return uses.some(({ negated, value }) => negated || !saysNothing(value))
}

function saysNothing(value: Value): boolean {
  if (typeof value !== 'object') return false
  if ('from' in value) return value.from === 0 && value.to === 65535
  return 'mask' in value && value.mask === 0 && 'value' in value && value.value === 0
}

/** What iptables-nft refuses from 1.8.8: such a match in a rule without its protocol. The kernel refuses it anyhow. */
export function needsProtocol(
  number: number,
  protocol: string,
  native: (uses: readonly OptionUse[]) => boolean,
): (uses: readonly OptionUse[], context: ReadContext) => readonly OptionUse[] | Wrong {
  return (uses, { dialect, protocol: given }) => {
    if (given === number || dialect.variant === 'legacy' || dialect.version === '1.8.7' || !native(uses)) return uses
    return new Wrong('syntax/needs-protocol', { protocol })
  }
}
