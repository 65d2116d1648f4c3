import { readFileSync } from 'node:fs'
import { hostReport, type PageParts, writeTextFile } from '#node.ts'
import { isRefusal, message } from '#pages.ts'
import { type Invocation, textOption } from '../command.ts'
import { exit, UsageError } from '../exit.ts'
import { holdsNoRules, partlyRead, sayNoRules, showJson, showTexts } from '../show.ts'
import { readSource } from '../sources.ts'

/** Writes one page about a host, into a file or on standard output; exit code 5 where it depends on what was not read. */
export async function run({ words, options, terminal }: Invocation): Promise<number> {
  const path = textOption(options, 'output')
  if (options.json && (path === undefined || path === '-')) throw new UsageError(message('web/json-needs-file'))
  const snapshot = await readSource(words[0], options, terminal)
  showTexts(snapshot.texts, options, terminal)
  if (holdsNoRules(snapshot)) return sayNoRules(snapshot, options, terminal)
  const zones = Array.isArray(options.zone) ? (options.zone as readonly string[]) : []
  const wish = { zones, redacted: options.redact === true }
  const report = await hostReport(terminal.say, snapshot, wish, pageParts())
  if (isRefusal(report)) throw new UsageError(report.message)
  if (path === undefined || path === '-') terminal.copy(report.html)
  else {
    await writeTextFile(path, report.html)
    const bytes = Buffer.byteLength(report.html)
    if (options.json) showJson({ kind: 'report', schemaVersion: 1, path, bytes }, terminal)
    else terminal.talk(`${terminal.say(message('web/written', { path, size: Math.ceil(bytes / 1024) }))}\n`)
  }
  const isUnread = report.exposure.doors.some(({ cells }) => cells.some((cell) => cell?.unread === true))
  return isUnread || partlyRead(snapshot.texts) ? exit.partlyRead : exit.fine
}

/** The parts of the page that lie beside the program. */
function pageParts(): PageParts {
  const part = (name: string) => readFileSync(new URL(`../web/${name}`, import.meta.url), 'utf8')
  return { css: part('page.css'), script: part('page.js') }
}
