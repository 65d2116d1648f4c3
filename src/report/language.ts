import { type Say, speaking } from '#i18n/catalogue.ts'

/** Turns messages into words: what every page and JSON form takes first. `language`: `en`; a language that is not there speaks English. */
export function words(language = 'en'): Say {
  return speaking(language)
}
