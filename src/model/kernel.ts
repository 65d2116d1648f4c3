import type { Message } from './diagnostic.ts'
import type { Packet, Tuple } from './packet.ts'
import type { Trace } from './trace.ts'

/** Where a real kernel let a packet come to: out of the host, to a socket of the host, or nowhere. */
export type Arrival = 'out' | 'host' | 'nowhere'

/** What a real kernel did with a packet. */
export interface KernelAnswer {
  /** How often each rule and policy was counted, by id; what was not counted is left out. */
  readonly counts: ReadonlyMap<string, number>
  readonly arrival: Arrival
  /** The interfaces by which something left, where something did. */
  readonly out: readonly string[]
  /** How many packets the host sent of itself because of it: what those met is counted too. */
  readonly answered: number
  /** Both directions of the connection, where the kernel kept one and shows it. */
  readonly connection: { readonly original: Tuple; readonly reply: Tuple } | undefined
}

/** One thing in which the kernel and our trace do not agree. */
export type KernelDifference =
  /** A rule or policy was counted another number of times. */
  | { readonly kind: 'rule'; readonly id: string; readonly ours: number; readonly kernel: number }
  | { readonly kind: 'arrival'; readonly ours: Arrival; readonly kernel: Arrival }
  | { readonly kind: 'interface'; readonly ours: string; readonly kernel: string }
  /** NAT turned it to something else: `answer` is the tuple that an answer is expected to have. */
  | { readonly kind: 'nat'; readonly ours: Tuple; readonly kernel: Tuple }

/** A packet's way as we say it goes, beside that on a real kernel. */
export interface KernelComparison {
  /** As it was sent: with every field that was not said. */
  readonly packet: Packet
  readonly trace: Trace
  readonly answer: KernelAnswer
  /** The number of the way that the kernel went, or was nearest to. */
  readonly way: number
  /** Empty: it agrees. */
  readonly differences: readonly KernelDifference[]
  /** Rules on our way that the kernel was not given: behind them nothing can be compared, and nothing was. */
  readonly unknown: readonly string[]
}

/** What a kernel said to one packet or many, on a host like the one that was asked about. */
export interface KernelRun {
  /** `Linux 6.1.0`, and the version of the iptables that loaded the rules. */
  readonly kernel: string
  readonly tools: readonly string[]
  /** What of the host could not be rebuilt. */
  readonly leftOut: readonly Message[]
  /** What was not known of the host, and was made up to ask the kernel at all. */
  readonly madeUp: readonly Message[]
}

/** What became of a rule in a verification. */
export type RuleCoverage =
  | { readonly kind: 'reached'; readonly id: string }
  /** No packet that was thought of takes it; `by`: where the nearest one ended. */
  | { readonly kind: 'not-reached'; readonly id: string; readonly by: string | undefined }
  /** The kernel here does not take the rule. */
  | { readonly kind: 'left-out'; readonly id: string }

/** All packets that were sent, and every rule of the host. */
export interface Verification {
  readonly runs: readonly KernelRun[]
  /** How many packets the kernel was asked about, and in how many milliseconds. */
  readonly packets: number
  readonly milliseconds: number
  readonly rules: readonly RuleCoverage[]
  readonly differences: readonly KernelComparison[]
  /** Rules of which the kernel counted otherwise when all packets came together, but not one by one. */
  readonly together: readonly string[]
}
