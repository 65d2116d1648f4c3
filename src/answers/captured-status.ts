import { settledAtOnce } from './settle.ts'
import { type StatusAnswer, verdictOf } from './status-answer.ts'

/** The status of a host that was captured once. */
export function capturedStatus(seen: StatusAnswer): StatusAnswer {
  return withVerdict(settledAtOnce(seen))
}

/** The answer with the verdict that is right for what is left of it. */
export function withVerdict(answer: StatusAnswer): StatusAnswer {
  return { ...answer, verdict: verdictOf(answer, answer.services, answer.failed) }
}
