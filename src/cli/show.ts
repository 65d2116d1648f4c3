import type { Density, Message, Page, ReadText, Severity, Snapshot } from '#pages.ts'
import {
  diagnosticLines,
  diagnosticPage,
  diagnosticsJson,
  errorJson,
  jsonPieces,
  message,
  messagePage,
  renderPieces,
  renderText,
} from '#pages.ts'
import type { Options } from './command.ts'
import { exit, UsageError } from './exit.ts'
import type { Terminal } from './terminal.ts'

/** How much to say, as the options wish. */
export function density(options: Options): Density {
  if (options.concise && options.full) throw new UsageError(message('usage/densities'))
  return options.concise ? 'concise' : options.full ? 'full' : 'normal'
}

/** Prints a page as a result. */
export function showPage(page: Page, terminal: Terminal): void {
  terminal.page(renderText(page, terminal))
}

/** Prints the one page of a command, which may be about 100,000 rules. */
export function showLongPage(page: Page, terminal: Terminal): void {
  terminal.longPage(renderPieces(page, terminal))
}

/** Prints a page to the side. */
export function talkPage(page: Page, terminal: Terminal): void {
  terminal.talk(renderText(page, { width: terminal.width, color: terminal.talkColor }))
}

/** Says a message that is about no place in a text. */
export function talkMessage(severity: Severity, message: Message, terminal: Terminal): void {
  if (severity === 'error' && terminal.isJson) terminal.refuse(message)
  else talkPage(messagePage(terminal.say, severity, message), terminal)
}

/** Prints an answer as JSON. */
export function showJson(answer: object, terminal: Terminal): void {
  terminal.document(jsonPieces({ ...answer }))
}

const most = 20

/** Says what could not be read, at most twenty findings a text; JSON answers carry all of them. */
export function showTexts(texts: readonly ReadText[], options: Options, terminal: Terminal): void {
  if (options.json) return
  for (const { source, diagnostics } of texts) {
    const shown = diagnostics.slice(0, most)
    talkPage(
      options.concise ? diagnosticLines(terminal.say, source, shown) : diagnosticPage(terminal.say, source, shown),
      terminal,
    )
    if (diagnostics.length > most)
      terminal.talk(
        `${terminal.say(message('usage/more-findings', { count: diagnostics.length - most, source: source.name }))}\n`,
      )
  }
}

/** Says that a source holds no rules, where nothing else has said why, and returns the exit code for it. */
export function sayNoRules(
  { name, texts }: Pick<Snapshot, 'name' | 'texts'>,
  options: Options,
  terminal: Terminal,
): number {
  const forms = texts.flatMap((text) => text.forms)
  const error = message('source/no-rules', { source: name, form: forms.join(' ') })
  if (options.json)
    showJson({ ...errorJson(terminal.say, error), diagnostics: diagnosticsJson(terminal.say, texts) }, terminal)
  else if (!partlyRead(texts)) talkMessage('error', error, terminal)
  return exit.unreadable
}

/** Whether a source says nothing of any rules; one that says that there are none holds that. */
export function holdsNoRules({ rulesets, native }: Pick<Snapshot, 'rulesets' | 'native'>): boolean {
  return rulesets.length === 0 && native === undefined
}

/**
 * Whether something in the texts was not read, so that what is said of them could be wrong. A line with a control character is read
 * and judged; only what prints rules leaves it out.
 */
export function partlyRead(texts: readonly ReadText[]): boolean {
  return texts.some(({ diagnostics }) =>
    diagnostics.some(({ severity, id }) => severity === 'error' && id !== 'syntax/control-character'),
  )
}
