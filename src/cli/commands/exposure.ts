import {
  answerEgress,
  answerExposure,
  egressCsv,
  egressJson,
  egressMarkdown,
  egressPage,
  type Exposure,
  exposureCsv,
  exposureJson,
  exposureMarkdown,
  exposurePage,
  isRefusal,
  message,
  type Snapshot,
} from '#pages.ts'
import type { Invocation, Options } from '../command.ts'
import { textOption } from '../command.ts'
import { exit, UsageError } from '../exit.ts'
import { density, holdsNoRules, partlyRead, sayNoRules, showJson, showPage, showTexts } from '../show.ts'
import type { Terminal } from '../terminal.ts'
import { readSource } from '../sources.ts'

/** Shows every port, who can reach it, and the rule that decides; exit code 1 where a rule was meant to close an open one. */
export async function run({ words, options, terminal }: Invocation): Promise<number> {
  const form = textOption(options, 'as')
  const isTable = form === 'csv' || form === 'markdown'
  const snapshot = await readSource(words[0], isTable ? { ...options, as: undefined } : options, terminal)
  showTexts(snapshot.texts, options, terminal)
  if (holdsNoRules(snapshot)) return sayNoRules(snapshot, options, terminal)
  if (options.egress === true) return showEgress(snapshot, form, options, terminal)
  const zones = Array.isArray(options.zone) ? (options.zone as readonly string[]) : []
  const [from, to] = [textOption(options, 'from'), textOption(options, 'to')]
  const found = answerExposure(snapshot, { zones, from, to, all: true })
  if (isRefusal(found)) throw new UsageError(found.message)
  const shown = textOption(options, 'only') === undefined ? found : onlyOpen(found, options)
  if (options.json) showJson(exposureJson(terminal.say, shown, snapshot.texts), terminal)
  else if (form === 'csv') terminal.out(exposureCsv(terminal.say, shown))
  else if (form === 'markdown') terminal.out(exposureMarkdown(terminal.say, shown))
  else showPage(exposurePage(terminal.say, shown, density(options)), terminal)
  const isUnread = found.doors.some(({ cells }) => cells.some((cell) => cell?.unread === true))
  if (isUnread || partlyRead(snapshot.texts)) return exit.partlyRead
  return found.doors.some(({ despite }) => despite !== undefined) ? exit.findings : exit.fine
}

function showEgress(snapshot: Snapshot, form: string | undefined, options: Options, terminal: Terminal): number {
  const other = ['zone', 'to', 'only'].find((name) => options[name] !== undefined)
  if (other !== undefined) throw new UsageError(message('exposure/not-with-egress', { option: `--${other}` }))
  const found = answerEgress(snapshot, textOption(options, 'from'))
  if (isRefusal(found)) throw new UsageError(found.message)
  if (options.json) showJson(egressJson(terminal.say, found, snapshot.texts), terminal)
  else if (form === 'csv') terminal.out(egressCsv(found))
  else if (form === 'markdown') terminal.out(egressMarkdown(found))
  else showPage(egressPage(terminal.say, found), terminal)
  const isUnread = found.rows.some(({ cells }) => cells.some((cell) => cell?.unread === true))
  return isUnread || partlyRead(snapshot.texts) ? exit.partlyRead : exit.fine
}

/** Doors that the first zone gets through, or may. */
function onlyOpen(exposure: Exposure, options: Options): Exposure {
  const wanted = textOption(options, 'only')
  return { ...exposure, doors: exposure.doors.filter(({ cells }) => cells[0]?.state === wanted) }
}
