import { expect } from 'vitest'
import { assignOwners, otherRecognisers } from '#owners/owners.ts'
import { dockerRecogniser } from '#docker/recognise.ts'
import type { Prediction } from '#docker/predict.ts'
import type { Diagnostic } from '#model/diagnostic.ts'
import type { DockerState } from '#model/docker.ts'
import type { RepairPlan } from '#model/repair.ts'
import type { Ruleset } from '#model/ruleset.ts'
import { chainTexts } from '#compare/docker-status.ts'
import type { RepairOptions } from '#plan/repair.ts'
import { planRepair } from '#plan/repair.ts'
import { repairScript } from '#plan/repair-script.ts'
import { readSave } from '#syntax/text/read-save.ts'
import type { Restored } from '#syntax/restore/restore.ts'
import { restore } from '#syntax/restore/restore.ts'

const dialect = { version: '1.8.9', variant: 'nft' } as const

/** The plan that repairs a ruleset; whose is what, is asked as the program asks. */
export function plan(
  ruleset: Ruleset,
  prediction: Prediction,
  state: DockerState,
  options: RepairOptions = { prune: false },
): RepairPlan {
  const owners = assignOwners([ruleset], [...otherRecognisers, dockerRecogniser(state)])
  return planRepair(ruleset, prediction, owners, options)
}

/** What iptables-restore makes of a plan's script. */
export function loaded(ruleset: Ruleset, repair: Pick<RepairPlan, 'steps'>): Restored {
  const text = repairScript(repair)
  const diagnostics: Diagnostic[] = []
  const origin = { name: 'repair', text }
  const statements = readSave({ origin, family: ruleset.family, dialect, diagnostics }, 0, text.length)
  return restore(ruleset, { origin, statements, diagnostics }, { noflush: true, counters: false, dialect })
}

/** The ruleset after a plan that is accepted. */
export function applied(ruleset: Ruleset, repair: RepairPlan): Ruleset {
  const result = loaded(ruleset, repair)
  expect(result.error).toBeUndefined()
  return result.ruleset
}

/** Every rule that is somewhere, chain by chain, with FORWARD's policy. */
export function rulesOf(ruleset: Ruleset): readonly string[] {
  return ruleset.tables.flatMap(({ name, chains }) =>
    chains.flatMap((chain) => [
      ...(chain.name === 'FORWARD' && chain.policy !== 'ACCEPT' ? [`${name} FORWARD ${chain.policy}`] : []),
      ...chainTexts(ruleset, name, chain.name).map((text) => `${name} ${chain.name} ${text}`),
    ]),
  )
}
