import {
  answerMoving,
  isRefusal,
  message,
  movingJson,
  movingPage,
  type Snapshot,
  type StatusAnswer,
  statusJson,
  statusPage,
} from '#pages.ts'
import type { Invocation } from '../command.ts'
import { textOption } from '../command.ts'
import { daemonTold } from '../daemon.ts'
import { hostWords } from '../same-host.ts'
import { exit, UsageError } from '../exit.ts'
import { density, partlyRead, showJson, showPage, showTexts, talkMessage } from '../show.ts'
import { settledStatusOf } from '../settled.ts'
import { readSource } from '../sources.ts'

/** Says whether what Docker publishes is reached and its rules are as it wrote them; exit code 1 where something is dead or wrong. */
export async function run(invocation: Invocation): Promise<number> {
  const { words, options, terminal } = invocation
  const snapshot = await readSource(words[0], options, terminal)
  showTexts(snapshot.texts, options, terminal)
  const backend = textOption(options, 'movingTo')
  if (backend !== undefined) return moving(snapshot, backend, invocation)
  const isLive = words[0] === undefined
  const answer = await settledStatusOf(snapshot, invocation, isLive)
  if (isRefusal(answer)) {
    talkMessage('error', answer.message, terminal)
    return exit.unreadable
  }
  if (options.json) showJson(statusJson(terminal.say, answer), terminal)
  else
    showPage(
      statusPage(terminal.say, answer, density(options), `seawall repair${hostWords(options)}`, isLive),
      terminal,
    )
  if (partlyRead(snapshot.texts)) return exit.partlyRead
  return codeOf(answer)
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

function codeOf({ verdict, plans }: StatusAnswer): number {
  switch (verdict) {
    case 'dead':
    case 'wrong':
      return exit.findings
    case 'unknown': {
      const judged = plans.some(({ rules }) => rules.some(({ standing }) => standing !== 'unknown'))
      return judged ? exit.partlyRead : exit.unreadable
    }
    case 'ok':
      return exit.fine
  }
}
