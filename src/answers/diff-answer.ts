import type { Difference } from '#model/difference.ts'
import type { Owner } from '#model/owner.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { diff } from '#compare/diff.ts'
import { ownersOf } from './owners-answer.ts'

/** What changed from one snapshot to another; changes of the ignored owners are counted only. */
export function answerDiff(before: Snapshot, after: Snapshot, ignore: ReadonlySet<Owner> = new Set()): Difference {
  const side = (snapshot: Snapshot) => ({
    name: snapshot.name,
    rulesets: snapshot.rulesets,
    native: snapshot.native,
    owners: ownersOf(snapshot),
    sysctls: snapshot.facts.sysctls,
  })
  return diff(side(before), side(after), ignore)
}
