import {
  answerStatus,
  capturedStatus,
  Fault,
  isRefusal,
  type Refusal,
  type Snapshot,
  type StatusAnswer,
} from '#pages.ts'
import { captureLive, settledStatus } from '#node.ts'
import type { Invocation } from './command.ts'
import { textOption } from './command.ts'
import { chosenVariant, daemonTold } from './daemon.ts'

/** The status of a source. What is wrong on a live host is read again, until it is certain. */
export async function settledStatusOf(
  snapshot: Snapshot,
  invocation: Invocation,
  isLive: boolean,
): Promise<StatusAnswer | Refusal> {
  const first = await statusOf(snapshot, invocation)
  if (isRefusal(first)) return first
  return isLive ? settledStatus(first, () => lookAgain(invocation)) : capturedStatus(first)
}

async function statusOf(snapshot: Snapshot, { options }: Invocation) {
  return answerStatus(snapshot, await daemonTold(snapshot.daemon, options), { variant: chosenVariant(options) })
}

async function lookAgain(invocation: Invocation): Promise<StatusAnswer> {
  const { options, terminal } = invocation
  const live = { netns: textOption(options, 'netns'), dockerHost: textOption(options, 'dockerHost') }
  const answer = await statusOf(await captureLive(live), invocation)
  if (!isRefusal(answer)) return answer
  throw new Fault('host/docker-unreachable', { endpoint: 'docker.sock', said: terminal.say(answer.message) })
}
