import type { Say } from '#i18n/catalogue.ts'
import type { Message } from '#model/diagnostic.ts'
import type { Source, Span } from '#model/source.ts'
import { diagnosticPage } from './diagnostic-page.ts'
import type { Page } from './page.ts'

/** Why a tool refuses a script, with the place. */
export interface Refused {
  readonly message: Message
  readonly span: Span
  readonly line: number
  readonly exitCode: number
  readonly table: string | undefined
}

/** The refusal as a frame over the script. */
export function errorPage(say: Say, { message, span }: Refused, script: Source): Page {
  return diagnosticPage(say, script, [{ severity: 'error', ...message, span }])
}

/** The refusal as data. */
export function previewErrorJson(say: Say, { message, line, exitCode, table }: Refused, script: Source) {
  return {
    source: script.name,
    code: message.id,
    args: message.args,
    message: say(message),
    line,
    exitCode,
    table: table ?? null,
  }
}
