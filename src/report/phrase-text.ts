import { say } from '#i18n/catalogue.ts'
import type { Phrase } from '#model/explanation.ts'

/** A phrase with its parts as one text: parts are joined by the text of the phrase itself (` and `, ` or `). */
export function phraseText(phrase: Phrase, language = 'en'): string {
  const own = say(phrase, language)
  if (phrase.parts === undefined) return own
  const parts = phrase.parts.map((part) => phraseText(part, language))
  return parts.length === 1 ? (parts[0] as string) : parts.join(own)
}
