import { type Answer, answered, isRefusal } from '#model/answer.ts'
import { defaultEngine } from '#model/default-engine.ts'
import type { Conversation } from '#model/conversation.ts'
import { type DaemonConfig, plainDaemon, unknownDaemon } from '#model/daemon.ts'
import type { Difference } from '#model/difference.ts'
import type { Explanation } from '#model/explanation.ts'
import type { Family } from '#model/family.ts'
import type { Owner } from '#model/owner.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Trace } from '#model/trace.ts'
import { answerCompose, type ComposePrediction } from './compose-answer.ts'
import { answerConversation } from './conversation-answer.ts'
import { answerDiff } from './diff-answer.ts'
import { answerExplain } from './explain-answer.ts'
import { type Formatted, type FormatOptions, formatText } from './format-answer.ts'
import { ownersOf } from './owners-answer.ts'
import { readPastedRule } from './pasted-rule.ts'
import { answerPredict, type Predicted } from './predict-answer.ts'
import { answerPreview, type Preview, type PreviewOptions } from './preview-answer.ts'
import { capturedStatus } from './captured-status.ts'
import { answerStatus, type StatusAnswer } from './status-answer.ts'
import { answerTrace, packetOf, prepare } from './trace-answer.ts'

/** Which part of a snapshot to explain. Without a part: everything. */
export interface ExplainRequest {
  /** `filter`. */
  readonly table?: string
  /** `FORWARD`, `filter/FORWARD` or `ipv4/filter/FORWARD`. */
  readonly chain?: string
  /** An id (`ipv4/filter/FORWARD#1`), or the text of a rule. */
  readonly rule?: string
}

/** Says of each rule what it matches and does, whose it is, what it is for and what breaks without it. */
export function explain(snapshot: Snapshot, { rule, ...part }: ExplainRequest = {}): Answer<Explanation> {
  const selection = rule === undefined ? part : { ...part, rule: readPastedRule(rule, snapshot) }
  return answered(answerExplain(snapshot, ownersOf(snapshot), selection))
}

/** The first packet of a conversation. Endpoints: ADDRESS[:PORT][/PROTOCOL], :PORT, container:NAME[:PORT], internet, lan, host. */
export interface TraceQuestion {
  readonly to: string
  /** Default: internet. */
  readonly from?: string
  /** The interface on which it arrives. Default: from the routes. */
  readonly in?: string
  /** The interface through which it leaves. Default: from the routes. */
  readonly out?: string
  /** Default: tcp where a port is named, else icmp. */
  readonly protocol?: string
  /** Default: that of the addresses. */
  readonly family?: Family
}

/** A packet's way, and the conversation that it begins: undefined where it begins none. */
export interface Traced {
  readonly packet: Trace
  readonly conversation: Conversation | undefined
}

/** Follows a packet through the rules as the kernel does, and the answer to it. */
export function trace(snapshot: Snapshot, question: TraceQuestion): Answer<Traced> {
  const { from, to, in: arrives, out, protocol, family } = question
  const packet = packetOf({ from, to, in: arrives, out, protocol, family, fields: {} }, snapshot)
  if (isRefusal(packet)) return packet
  const program = prepare(snapshot)
  const first = answerTrace(packet, program)
  return answered({ packet: first, conversation: answerConversation(first, program, snapshot) })
}

/** What was added, removed or moved from one snapshot to the other, by owner and cause. `ignore`: owners to leave out. */
export function diff(before: Snapshot, after: Snapshot, ignore: readonly Owner[] = []): Difference {
  return answerDiff(before, after, new Set(ignore))
}

/** The rules that Docker would write for the networks and containers in a snapshot. */
export function predict(
  snapshot: Snapshot,
  daemon: DaemonConfig = snapshot.daemon ?? unknownDaemon,
): Answer<Predicted> {
  return answered(answerPredict(snapshot, daemon))
}

/** How a Compose file is read. `engine`: the version that runs it; `variables`: for `${NAME}`. */
export interface ComposeQuestion {
  readonly project?: string
  readonly engine?: string
  readonly variables?: Readonly<Record<string, string>>
  readonly profiles?: readonly string[]
}

/** The rules that Docker would write for a Compose file, and what it would open. */
export function predictCompose(text: string, question: ComposeQuestion = {}): Answer<ComposePrediction> {
  const { project = 'project', engine = defaultEngine, variables = {}, profiles = [] } = question
  return answered(answerCompose('compose.yaml', text, { project, version: engine, variables, profiles }, plainDaemon))
}

/** Whether what Docker publishes is reached, and Docker's rules compared with what the engine would write. */
export function status(
  snapshot: Snapshot,
  daemon: DaemonConfig = snapshot.daemon ?? unknownDaemon,
): Answer<StatusAnswer> {
  const answer = answerStatus(snapshot, daemon)
  return answered(isRefusal(answer) ? answer : capturedStatus(answer))
}

/** What iptables-restore would make of a script on top of a snapshot, without loading it. */
export function preview(snapshot: Snapshot, script: string, options: Partial<PreviewOptions> = {}): Preview {
  const source = { name: 'script', text: script }
  return answerPreview(snapshot, source, { noflush: false, counters: false, ...options })
}

/** Prints rules back, as written or (`canonical`) as iptables-save spells them. */
export function format(text: string, options: Partial<FormatOptions> = {}): Formatted {
  return formatText({ name: 'rules', text }, { canonical: false, ...options })
}
