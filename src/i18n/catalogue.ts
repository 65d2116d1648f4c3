import { printable } from '#base/printable.ts'
import type { Message } from '#model/diagnostic.ts'
import { en } from './en.ts'
import type { Text } from './text.ts'

// Looked up by ids of any version, with facts from anywhere.
type Texts = Readonly<Record<string, Text>>

const languages: Readonly<Record<string, Texts>> = { en: en as unknown as Texts }

/** Turns messages into the words of one language. */
export type Say = (message: Message) => string

/** What speaks a language: `speaking('en')`. A language that is not there speaks English. */
export function speaking(language: string): Say {
  return (message) => say(message, language)
}

/**
 * The text of a message in a language. A message that the catalogue lacks shows its id and facts rather than nothing. Facts come
 * from anywhere: what could move a cursor is escaped, whether the text goes to a page or straight to a terminal.
 */
export function say({ id, args }: Message, language = 'en'): string {
  const text = languages[language]?.[id] ?? languages.en?.[id]
  const facts = inert(args)
  return text === undefined
    ? [id, ...Object.entries(facts).map(([key, value]) => `${key}=${value}`)].join(' ')
    : text(facts)
}

function inert(args: Message['args']): Message['args'] {
  if (Object.values(args).every((value) => typeof value !== 'string' || printable(value) === value)) return args
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => [
      key,
      typeof value === 'string' ? value.split('\n').map(printable).join('\n') : value,
    ]),
  )
}

/** Whether the catalogue has the message. */
export function hasText(id: string, language = 'en'): boolean {
  return languages[language]?.[id] !== undefined
}
