import type { Assumption, Door, ExposureState, ExposureZone } from './exposure.ts'
import type { Family } from './family.ts'
import type { PolicyFinding } from './policy.ts'
import type { PolicyRules } from './policy-rules.ts'

/** What new connections of one zone meet at one port, by the rules as they are and with those of the policy. */
export interface PlannedCell extends Pick<Door, 'kind' | 'protocol' | 'address' | 'port' | 'target' | 'network'> {
  readonly zone: string
  /** Both where they fare alike. */
  readonly families: readonly Family[]
  readonly before: ExposureState
  readonly after: ExposureState
  /** The rule or policy that decides afterwards; undefined: none. */
  readonly by: string | undefined
}

/** What a policy would make of a host. */
export interface PolicyPlan {
  readonly source: string
  /** The files of the policy. */
  readonly files: readonly string[]
  readonly findings: readonly PolicyFinding[]
  /** Nothing is refused yet: `cells` say what would be. */
  readonly observe: boolean
  /** undefined: the policy has errors. */
  readonly rules: PolicyRules | undefined
  readonly zones: readonly ExposureZone[]
  readonly cells: readonly PlannedCell[]
  /** What was not read of the host. */
  readonly assumed: readonly Assumption[]
}
