export {
  type ComposeQuestion,
  type ExplainRequest,
  type TraceQuestion,
  type Traced,
  diff,
  explain,
  format,
  predict,
  predictCompose,
  preview,
  status,
  trace,
} from '#answers/questions.ts'
export { type Answer, isRefusal, type Refusal } from '#model/answer.ts'
export type { Conversation, ConversationVerdict } from '#model/conversation.ts'
export type { Diagnostic, Message } from '#model/diagnostic.ts'
export type { Difference } from '#model/difference.ts'
export type { Explanation, RuleExplanation } from '#model/explanation.ts'
export { Fault } from '#model/fault.ts'
export type { Finding } from '#model/finding.ts'
export { type Owner, owners } from '#model/owner.ts'
export type { Packet } from '#model/packet.ts'
export type { Rule, Ruleset } from '#model/ruleset.ts'
export type { Snapshot } from '#model/snapshot.ts'
export type { Trace, Verdict } from '#model/trace.ts'
export { redact } from '#redact/redact.ts'
export { diagnosticPage, findingPage } from '#report/diagnostic-page.ts'
export { diffPage } from '#report/diff-page.ts'
export { explainPage } from '#report/explain-page.ts'
export { words } from '#report/language.ts'
export type { Page } from '#report/page.ts'
export { renderText } from '#report/text.ts'
export { readSnapshot, textSnapshot } from '#snapshots/read-snapshot.ts'
