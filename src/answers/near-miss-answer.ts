import type { Snapshot } from '#model/snapshot.ts'
import type { NearMiss, Trace } from '#model/trace.ts'
import { nearMisses } from '#netfilter/near-misses.ts'
import type { Program } from '#netfilter/program.ts'
import { rulesetOf, withRules, withRulesFor } from './changed-snapshot.ts'
import { answerVerdict, prepare } from './trace-answer.ts'

/** The near misses of a trace; each fix was put into the rules and the packet traced again, and is only shown where it does what it says. */
export function answerNearMisses(trace: Trace, program: Program, snapshot: Snapshot): readonly NearMiss[] {
  return nearMisses(trace, program).map((miss) => {
    const changed = miss.fix === undefined ? undefined : fixed(snapshot, miss.id, miss.fix.now)
    const works = changed !== undefined && answersAlike(miss, answerVerdict(trace.packet, prepare(changed)))
    return works ? miss : { ...miss, fix: undefined }
  })
}

// A refusal that a rule before routing cannot give becomes a drop.
function answersAlike({ would, fix }: NearMiss, { verdict }: Trace): boolean {
  return verdict === would || (would === 'REJECT' && verdict === 'DROP' && fix?.now.startsWith('-t ') === true)
}

function fixed(snapshot: Snapshot, id: string, now: string): Snapshot | undefined {
  if (!now.startsWith('-t ')) return withRulesFor(snapshot, id, now.split('\n'))
  const ruleset = rulesetOf(snapshot, id)
  return ruleset === undefined ? undefined : withRules(snapshot, ruleset, [now])
}
