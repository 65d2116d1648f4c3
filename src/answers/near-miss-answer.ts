import type { Snapshot } from '#model/snapshot.ts'
import type { NearMiss, Trace } from '#model/trace.ts'
import { nearMisses } from '#netfilter/near-misses.ts'
import type { Program } from '#netfilter/program.ts'
import { rulesetOf, withRules, withRulesFor } from './changed-snapshot.ts'
import { answerVerdict, prepare } from './trace-answer.ts'
import { unmetInput } from './unmet-input.ts'

/** The near misses of a trace; each fix was put into the rules and the packet traced again, and is only shown where it does what it says. */
export function answerNearMisses(trace: Trace, program: Program, snapshot: Snapshot): readonly NearMiss[] {
  const input = unmetInput(trace, program, snapshot)
  const misses = nearMisses(trace, program)
  return [...misses, ...(input === undefined ? [] : [input])].map((miss) => {
    const changed = changedBy(snapshot, [miss, ...misses.filter(({ id }) => id === miss.with)])
    const works = changed !== undefined && answersAlike(miss, answerVerdict(trace.packet, prepare(changed)))
    return works ? miss : { ...miss, fix: undefined }
  })
}

// A refusal that a rule before routing cannot give becomes a drop.
function answersAlike({ would, fix }: NearMiss, { verdict }: Trace): boolean {
  return verdict === would || (would === 'REJECT' && verdict === 'DROP' && fix?.now.startsWith('-t ') === true)
}

function changedBy(snapshot: Snapshot, misses: readonly NearMiss[]): Snapshot | undefined {
  let changed: Snapshot | undefined = snapshot
  for (const miss of misses)
    changed = changed === undefined || miss.fix === undefined ? undefined : fixed(changed, miss)
  return changed
}

function fixed(snapshot: Snapshot, { id, fix, hook }: NearMiss): Snapshot | undefined {
  const lines = fix?.now.split('\n') ?? []
  if (hook === undefined && !lines.some((line) => line.startsWith('-t '))) return withRulesFor(snapshot, id, lines)
  const ruleset = rulesetOf(snapshot, id)
  return ruleset === undefined ? undefined : withRules(snapshot, ruleset, lines)
}
