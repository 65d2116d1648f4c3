import { answerExposure } from '#answers/exposure-answer.ts'
import { answerStatus, type StatusAnswer } from '#answers/status-answer.ts'
import type { RepairRequest } from '#answers/repair-answer.ts'
import { isRefusal } from '#model/answer.ts'
import type { DaemonConfig, ForwardingBefore } from '#model/daemon.ts'
import type { Message } from '#model/diagnostic.ts'
import type { Exposure } from '#model/exposure.ts'
import type { Snapshot } from '#model/snapshot.ts'

/** A host at one moment, and what is to be said of it. */
export interface Seen {
  /** ISO 8601. */
  readonly at: string
  readonly snapshot: Snapshot
  /** How Docker's rules and services fare, or why that is not known. */
  readonly status: StatusAnswer | Message
  /** What the internet can reach; undefined: not known. */
  readonly exposure: Exposure | undefined
}

/** Whether the rules of Docker's were judged. */
export function isJudged(status: Seen['status']): status is StatusAnswer {
  return 'plans' in status
}

/** Judges a snapshot. */
export function judge(snapshot: Snapshot, told: DaemonConfig, wish: RepairRequest, at: string): Seen {
  const status = answerStatus(snapshot, told, wish)
  const exposure = answerExposure(snapshot, { zones: [], from: 'internet', to: undefined })
  return {
    at,
    snapshot,
    status: isRefusal(status) ? status.message : status,
    exposure: isRefusal(exposure) ? undefined : exposure,
  }
}

/**
 * The engine's configuration, completed by what a look told at which its rules were whole: whether the host forwarded before the engine
 * started shows in policies that a flush takes away.
 */
export function completed(told: DaemonConfig, whole: ForwardingBefore | undefined): DaemonConfig {
  if (whole === undefined || told.forwardingGuessed !== true) return told
  const { ipv4, ipv6 } = whole
  const before = { ipv4: ipv4 ?? told.before.ipv4, ipv6: ipv6 ?? told.before.ipv6 }
  return { ...told, before, forwardingGuessed: ipv4 === undefined }
}
