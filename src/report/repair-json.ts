import type { Say } from '#i18n/catalogue.ts'
import type { PortReach } from '#model/port-reach.ts'
import type { LostRule } from '#model/repair.ts'
import { answerSchemaVersion, ownershipJson } from './json.ts'
import type { RepairView } from './repair-page.ts'

/** Status as data; its schema is `schemas/status.schema.json`. */
export function statusJson(say: Say, view: RepairView) {
  return { kind: 'status' as const, ...fields(say, view) }
}

/** What a repair did, where one was made. `left`: changes still to do. */
export interface RepairDone {
  readonly rounds: number
  readonly left: number
  readonly reach: readonly PortReach[]
  readonly kept: readonly string[]
}

/** Repair as data; its schema is `schemas/repair.schema.json`. `done`, `lost`: undefined where nobody asked for it. */
export function repairJson(
  say: Say,
  view: RepairView,
  done: RepairDone | undefined,
  lost: readonly LostRule[] | undefined,
) {
  return {
    kind: 'repair' as const,
    ...fields(say, view),
    rounds: done?.rounds ?? null,
    left: done?.left ?? null,
    reach: done?.reach ?? null,
    kept: done?.kept ?? null,
    lost: lost?.map(({ ownership, ...rule }) => ({ ...rule, ...ownershipJson(say, ownership) })) ?? null,
  }
}

function fields(say: Say, { engine, plans, unknown, notes }: RepairView) {
  return {
    schemaVersion: answerSchemaVersion,
    engine,
    families: plans.map(({ family, variant, rules, steps }) => ({
      family,
      variant: variant ?? null,
      rules: rules.map((rule) => ({ ...rule, position: rule.position ?? null })),
      steps,
    })),
    unknown: unknown.map((one) => ({ code: one.id, message: say(one) })),
    notes: notes.map((note) => ({ code: note.id, message: say(note) })),
  }
}
