import type { Message } from '#model/diagnostic.ts'
import type { RepairPlan } from '#model/repair.ts'
import type { Ruleset } from '#model/ruleset.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { planRepair } from '#plan/repair.ts'
import { ownersOf } from './owners-answer.ts'
import type { DaemonTold } from './predict-answer.ts'
import { answerPredict } from './predict-answer.ts'

/** What is wrong with Docker's rules and what would put it right, family by family. */
export interface RepairAnswer {
  readonly engine: string
  readonly plans: readonly RepairPlan[]
  readonly notes: readonly Message[]
}

/** Holds Docker's rules in a snapshot against what the engine would write; a message where there is no state to know that from. */
export function answerRepair(snapshot: Snapshot, told: DaemonTold, prune: boolean): RepairAnswer | Message {
  const predicted = answerPredict(snapshot, told)
  if (!('predictions' in predicted)) return predicted
  const owners = ownersOf(snapshot)
  const plans = predicted.predictions
    .filter(
      ({ book, family }) => book.tables.size > 0 || snapshot.rulesets.some((ruleset) => ruleset.family === family),
    )
    .map((prediction) => planRepair(rulesetOf(snapshot, prediction.family), prediction, owners, { prune }))
  return { engine: snapshot.docker?.version ?? '', plans, notes: predicted.notes }
}

/** The ruleset that the engine writes into: the one with Docker's chains where both variants have rules. */
function rulesetOf({ rulesets }: Snapshot, family: Ruleset['family']): Ruleset {
  const own = rulesets.filter((ruleset) => ruleset.family === family)
  const dockers = own.find(({ tables }) =>
    tables.some(({ chains }) => chains.some(({ name }) => name.startsWith('DOCKER'))),
  )
  return dockers ?? own[0] ?? { family, variant: undefined, tables: [] }
}
