import type { Place } from '#model/owner.ts'
import type { Part } from '#model/parts.ts'
import type { Rule } from '#model/ruleset.ts'

/**
 * Which rule of a network's block in FORWARD this is, in a listing that shows no interfaces: replies, the jump to DOCKER, egress,
 * between containers (before 17.06 the jump came first). `part` is what the rule looks like by itself; undefined: not of a block.
 */
export function listedPart(part: Part<'docker'>, { chain, index }: Place): Part<'docker'> | undefined {
  const jumps = (at: number) => chain.rules[at]?.target?.name === 'DOCKER'
  if (part === 'replies') return jumps(index + 1) || jumps(index - 1) ? part : undefined
  const accepts = (at: number) => isPlainAccept(chain.rules[at])
  const replied = (at: number) => jumps(at) || (jumps(at - 1) && !accepts(at))
  if (!accepts(index)) return undefined
  if (replied(index - 1)) return part === 'egress' ? part : undefined
  return accepts(index - 1) && replied(index - 2) && part === 'between-containers' ? part : undefined
}

function isPlainAccept(rule: Rule | undefined): boolean {
  if (rule?.target?.name !== 'ACCEPT') return false
  return (
    rule.matches.length === 0 &&
    rule.source === undefined &&
    rule.destination === undefined &&
    rule.protocol === undefined
  )
}
