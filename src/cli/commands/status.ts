import {
  answerMoving,
  Fault,
  isPolicyInPlace,
  isRefusal,
  message,
  movingJson,
  movingPage,
  type PolicyState,
  policyStatePage,
  type Snapshot,
  statusJson,
  statusPage,
} from '#pages.ts'
import { policyStateLive } from '#node.ts'
import type { Invocation } from '../command.ts'
import { textOption } from '../command.ts'
import { daemonTold } from '../daemon.ts'
import { hostWords } from '../same-host.ts'
import { exit, UsageError } from '../exit.ts'
import { density, partlyRead, showJson, showPage, showTexts, talkMessage } from '../show.ts'
import { settledStatusOf } from '../settled.ts'
import { readSource } from '../sources.ts'
import { statusCode } from '../status-code.ts'

/** Says whether what Docker publishes is reached and its rules are as it wrote them; exit code 1 where something is dead or wrong. */
export async function run(invocation: Invocation): Promise<number> {
  const { words, options, terminal } = invocation
  const snapshot = await readSource(words[0], options, terminal)
  showTexts(snapshot.texts, options, terminal)
  const backend = textOption(options, 'movingTo')
  if (backend !== undefined) return moving(snapshot, backend, invocation)
  const isLive = words[0] === undefined
  const policy = await policyHere(invocation)
  if (policy !== undefined && options.json !== true) showPage(policyStatePage(terminal.say, policy), terminal)
  const policyCode = policy === undefined || isPolicyInPlace(policy) ? exit.fine : exit.findings
  const answer = await settledStatusOf(snapshot, invocation, isLive)
  if (isRefusal(answer)) {
    talkMessage('error', answer.message, terminal)
    return exit.unreadable
  }
  if (options.json) showJson(statusJson(terminal.say, answer, policy), terminal)
  else
    showPage(
      statusPage(terminal.say, answer, density(options), `seawall repair${hostWords(options)}`, isLive),
      terminal,
    )
  if (partlyRead(snapshot.texts)) return exit.partlyRead
  return Math.max(policyCode, statusCode(answer))
}

/** The policy of this host, where it has one. */
async function policyHere({ words, options }: Invocation): Promise<PolicyState | undefined> {
  if (words[0] !== undefined || options.netns !== undefined) return undefined
  try {
    return await policyStateLive()
  } catch (error) {
    // Without nft or its rights there is no policy to tell of.
    if (error instanceof Fault) return undefined
    throw error
  }
}

/** What to change before the engine writes nftables; exit code 1 where something is to do. */
async function moving(snapshot: Snapshot, backend: string, { options, terminal }: Invocation): Promise<number> {
  if (backend !== 'nftables') throw new UsageError(message('usage/no-such-backend', { backend }))
  const answer = answerMoving(snapshot, await daemonTold(snapshot.daemon, options))
  if (isRefusal(answer)) {
    talkMessage('error', answer.message, terminal)
    return exit.unreadable
  }
  if (options.json) showJson(movingJson(terminal.say, answer), terminal)
  else showPage(movingPage(terminal.say, answer), terminal)
  if (partlyRead(snapshot.texts)) return exit.partlyRead
  return answer.todo.length > 0 ? exit.findings : exit.fine
}
