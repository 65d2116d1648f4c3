import { answerRepair, statusJson, statusPage, isRefusal } from '#pages.ts'
import type { Invocation } from '../command.ts'
import { chosenVariant, daemonTold } from '../daemon.ts'
import { exit } from '../exit.ts'
import { density, partlyRead, showJson, showPage, showTexts, talkMessage } from '../show.ts'
import { readSource } from '../sources.ts'

/** Says whether Docker's rules are as the engine wrote them; exit code 1 when they are not. */
export async function run({ words, options, terminal }: Invocation): Promise<number> {
  const snapshot = await readSource(words[0], options, terminal)
  showTexts(snapshot.texts, options, terminal)
  const answer = answerRepair(snapshot, await daemonTold(snapshot.daemon, options), { variant: chosenVariant(options) })
  if (isRefusal(answer)) {
    talkMessage('error', answer.message, terminal)
    return exit.unreadable
  }
  if (options.json) showJson(statusJson(terminal.say, answer), terminal)
  else showPage(statusPage(terminal.say, answer, density(options), words[0] === undefined), terminal)
  const wrong = answer.plans.some(
    ({ rules, steps }) =>
      steps.length > 0 || rules.some(({ standing }) => standing !== 'expected' && standing !== 'unknown'),
  )
  if (partlyRead(snapshot.texts)) return exit.partlyRead
  const judged = answer.plans.some(({ rules }) => rules.some(({ standing }) => standing !== 'unknown'))
  if (!wrong && !judged && answer.unknown.length > 0) return exit.unreadable
  if (wrong) return exit.findings
  return answer.unknown.length > 0 ? exit.partlyRead : exit.fine
}
