import type { AddressNumber } from '#base/address.ts'
import type { Assumption, Door, ExposureState, ExposureZone } from './exposure.ts'
import type { Family } from './family.ts'
import type { Packet } from './packet.ts'
import type { PolicyFinding, PolicyPlace } from './policy.ts'
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

/**
 * What a new connection of a check meets. `refused`: it comes to the host and no process listens there; `limited`: it depends on what came
 * before; `unknown`: on what was not read.
 */
export const checkedStates = ['open', 'limited', 'refused', 'closed', 'unknown'] as const

/** One of `checkedStates`. */
export type CheckedState = (typeof checkedStates)[number]

/**
 * What a check is about: the ssh session from which the policy is loaded, a server of names that the host asks, a published port that
 * the policy opens and that works now, or a test of the policy.
 */
export const checkKinds = ['session', 'dns', 'published', 'expect'] as const

/** One connection that must fare in a certain way once the policy is enforced, by one family. */
export interface PlanCheck {
  readonly kind: (typeof checkKinds)[number]
  /** `unasked`: no sender has a way to this host. */
  readonly result: 'holds' | 'fails' | 'unasked'
  /** `CLIENT -> ADDRESS:PORT/PROTOCOL`, or the test as it is written. */
  readonly text: string
  /** Where the policy has the test. */
  readonly place: PolicyPlace | undefined
  /** The first packet of the connection; undefined where none was followed. */
  readonly packet: Packet | undefined
  readonly before: CheckedState
  readonly after: CheckedState
  /** The rule or policy that decides afterwards; undefined: none. */
  readonly by: string | undefined
}

/** Connections of one sender that exist now, and that the policy would refuse if they were opened again. They stay open. */
export interface StayingOpen {
  readonly family: Family
  readonly protocol: number
  readonly source: AddressNumber
  /** As the client typed it. */
  readonly destination: AddressNumber
  readonly port: number | undefined
  readonly count: number
}

/**
 * What the rules of others do against the text of a policy. `closed`: the policy opens a port to a zone, and another rule still drops it; `open`: a zone
 * still reaches a port that the policy does not open.
 */
export interface PlanRemark {
  readonly kind: 'closed' | 'open'
  readonly cell: PlannedCell
}

/** A plan that must not be loaded as it is: a check fails, and the policy is enforced. */
export function failingChecks({ checks, observe }: PolicyPlan): readonly PlanCheck[] {
  return observe ? [] : checks.filter(({ result }) => result === 'fails')
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
  readonly checks: readonly PlanCheck[]
  readonly remarks: readonly PlanRemark[]
  /** undefined: the connections of the host were not read. */
  readonly staying: readonly StayingOpen[] | undefined
  /** What was not read of the host. */
  readonly assumed: readonly Assumption[]
}
