import type { EngineVersion } from './engine-version.ts'
import { atLeast } from './engine-version.ts'
import { forwardInternal } from './forward-internal.ts'
import { forwardStage } from './forward-stage.ts'
import { ipset } from './ipset.ts'
import { isolation } from './isolation.ts'
import type { Layout } from './layout.ts'
import { stage } from './stage.ts'

/** Every layout, oldest first. */
export const layouts: readonly Layout[] = [isolation, stage, ipset, forwardStage, forwardInternal]

/** The layout that an engine with the iptables backend writes. 18.04 branched off before 18.03.1. */
export function layoutFor(version: EngineVersion): Layout {
  if (atLeast(version, 29)) return forwardInternal
  if (atLeast(version, 28, 0, 1)) return forwardStage
  if (atLeast(version, 28)) return ipset
  if (atLeast(version, 18, 5) || (atLeast(version, 18, 3, 1) && !atLeast(version, 18, 4))) return stage
  return isolation
}
