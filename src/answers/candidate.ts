import type { Cure } from '#model/cure.ts'
import type { Snapshot } from '#model/snapshot.ts'

/** A change to try: what a person would run, and the snapshot after it. */
export interface Candidate extends Cure {
  readonly after: Snapshot
}
