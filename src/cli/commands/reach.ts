import {
  answerRuleReach,
  answerZoneReach,
  isRefusal,
  message,
  ruleReachJson,
  ruleReachPage,
  type Snapshot,
  zoneReachJson,
  zoneReachPage,
} from '#pages.ts'
import type { Invocation, Options } from '../command.ts'
import type { Terminal } from '../terminal.ts'
import { textOption } from '../command.ts'
import { exit, UsageError } from '../exit.ts'
import { holdsNoRules, partlyRead, sayNoRules, showJson, showPage, showTexts } from '../show.ts'
import { readSource } from '../sources.ts'

/** Says which packets ever meet a rule, or whether any packet of a zone reaches a port; exit code 1 where none does. */
export async function run({ words, options, terminal }: Invocation): Promise<number> {
  const rule = textOption(options, 'rule')
  const [from, to] = [textOption(options, 'from'), textOption(options, 'to')]
  const isWhole = rule === undefined ? from !== undefined && to !== undefined : from === undefined && to === undefined
  if (!isWhole) throw new UsageError(message('usage/needs-rule'), message('usage/rule-example'))
  const snapshot = await readSource(words[0], options, terminal)
  showTexts(snapshot.texts, options, terminal)
  if (holdsNoRules(snapshot)) return sayNoRules(snapshot, options, terminal)
  if (rule === undefined) return showZoneReach(snapshot, { from: from ?? '', to: to ?? '' }, options, terminal)
  const found = answerRuleReach(snapshot, rule)
  if (isRefusal(found)) throw new UsageError(found.message)
  if (options.json) showJson(ruleReachJson(terminal.say, found, snapshot.texts), terminal)
  else showPage(ruleReachPage(terminal.say, found), terminal)
  const isOpen = found.verdict === 'undecided' || (found.verdict === 'perhaps' && found.unread)
  if (isOpen || partlyRead(snapshot.texts)) return exit.partlyRead
  return found.verdict === 'never' ? exit.findings : exit.fine
}

function showZoneReach(
  snapshot: Snapshot,
  ends: { readonly from: string; readonly to: string },
  options: Options,
  terminal: Terminal,
): number {
  const zones = Array.isArray(options.zone) ? (options.zone as readonly string[]) : []
  const found = answerZoneReach(snapshot, { ...ends, zones })
  if (isRefusal(found)) throw new UsageError(found.message)
  if (options.json) showJson(zoneReachJson(terminal.say, found, snapshot.texts), terminal)
  else showPage(zoneReachPage(terminal.say, found), terminal)
  if (found.unread || !found.whole || partlyRead(snapshot.texts)) return exit.partlyRead
  return found.verdict === 'closed' ? exit.findings : exit.fine
}
