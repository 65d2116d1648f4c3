import type { Failure, Fix, LintId, Reacher } from '#model/check.ts'
import type { Message, Severity } from '#model/diagnostic.ts'
import type { FindingPlace } from '#model/finding.ts'
import type { Subject } from './subject.ts'

/** What a rule of the linter says of one fault; how bad that is follows from it. */
export interface Found {
  readonly said: Message
  readonly fails: Failure
  /** Who gets through, or who is cut off. */
  readonly who: Reacher
  readonly packet?: Message | undefined
  /** It holds only if something is so that was not read. */
  readonly conditional?: boolean
  /** The first is the one to mend; the others share the blame. */
  readonly places: readonly [FindingPlace, ...FindingPlace[]]
  readonly help?: Message
  readonly fix?: Fix
  /** What makes it this finding: the chain, the port, the text of the rule; never a position. */
  readonly evidence: readonly string[]
  /** The worst that it can be, where that is less than what follows from the rest. */
  readonly most?: Severity
}

/** A rule of the linter: one fault that it looks for. */
export interface LintRule {
  readonly id: LintId
  /** What it looks for, in one line. */
  readonly about: Message
  check(subject: Subject): readonly Found[]
}

const order: readonly Severity[] = ['note', 'warning', 'error']

/**
 * How bad a fault is. What fails open or closed for the internet is an error, for others a warning; what concerns no packet is a note. It is
 * one less where it depends on something that was not read.
 */
export function severityOf({ fails, who, conditional, most = 'error' }: Found): Severity {
  const plain = fails === 'neither' || who === 'nobody' ? 0 : who === 'internet' ? 2 : 1
  const weighed = Math.max(0, conditional === true ? plain - 1 : plain)
  return order[Math.min(weighed, order.indexOf(most))] as Severity
}

/** Whether a severity is as bad as another, or worse. */
export function isAtLeast(severity: Severity, other: Severity): boolean {
  return order.indexOf(severity) >= order.indexOf(other)
}
