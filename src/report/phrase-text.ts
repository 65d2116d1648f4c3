import type { Say } from '#i18n/catalogue.ts'
import type { Phrase } from '#model/explanation.ts'

/**
 * A phrase with its parts as one text. The text of a phrase with parts says where they stand (`{}`) and, before it, nothing or
 * what joins them (`a`, ` or `): `phrase/any` is ` or `, which joins; `conclusion/ports` is `2 ports: {}`, which holds them.
 */
export function phraseText(say: Say, phrase: Phrase): string {
  const own = say(phrase)
  if (phrase.parts === undefined || phrase.parts.length === 0) return own.replace('{}', '')
  const parts = phrase.parts.map((part) => phraseText(say, part))
  const place = own.indexOf('{}')
  if (place >= 0) return own.slice(0, place) + parts.join(', ') + own.slice(place + 2)
  return parts.join(own)
}
