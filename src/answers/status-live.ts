import { liveHost } from '#snapshots/live.ts'
import { withVerdict } from './captured-status.ts'
import { settled } from './settle.ts'
import type { StatusAnswer } from './status-answer.ts'

/** The status of a live host, looked at until what is wrong is certain. */
export async function settledStatus(seen: StatusAnswer, look: () => Promise<StatusAnswer>): Promise<StatusAnswer> {
  return withVerdict(await settled(seen, look, liveHost({}).sleep))
}
