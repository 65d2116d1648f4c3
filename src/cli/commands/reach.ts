import { answerRuleReach, isRefusal, message, ruleReachJson, ruleReachPage } from '#pages.ts'
import type { Invocation } from '../command.ts'
import { textOption } from '../command.ts'
import { exit, UsageError } from '../exit.ts'
import { holdsNoRules, partlyRead, sayNoRules, showJson, showPage, showTexts } from '../show.ts'
import { readSource } from '../sources.ts'

/** Says which packets ever meet a rule; exit code 1 where none does. */
export async function run({ words, options, terminal }: Invocation): Promise<number> {
  const rule = textOption(options, 'rule')
  if (rule === undefined) throw new UsageError(message('usage/needs-rule'), message('usage/rule-example'))
  const snapshot = await readSource(words[0], options, terminal)
  showTexts(snapshot.texts, options, terminal)
  if (holdsNoRules(snapshot)) return sayNoRules(snapshot, options, terminal)
  const found = answerRuleReach(snapshot, rule)
  if (isRefusal(found)) throw new UsageError(found.message)
  if (options.json) showJson(ruleReachJson(terminal.say, found, snapshot.texts), terminal)
  else showPage(ruleReachPage(terminal.say, found), terminal)
  const isOpen = found.verdict === 'undecided' || (found.verdict === 'perhaps' && found.unread)
  if (isOpen || partlyRead(snapshot.texts)) return exit.partlyRead
  return found.verdict === 'never' ? exit.findings : exit.fine
}
