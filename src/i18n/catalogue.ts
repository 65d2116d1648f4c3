import type { Message } from '#model/diagnostic.ts'
import { en } from './en.ts'
import type { Text } from './text.ts'

/** Every message there is; English is the original, its keys are the type. */
export type MessageId = keyof typeof en

/** A whole language. */
export type Catalogue = Readonly<Record<string, Text>>

const languages: Readonly<Record<string, Catalogue>> = { en }

/** The text of a message in a language. A message that the catalogue lacks shows its id and facts rather than nothing. */
export function say({ id, args }: Message, language = 'en'): string {
  const text = languages[language]?.[id] ?? (en as Catalogue)[id]
  return text === undefined
    ? [id, ...Object.entries(args).map(([key, value]) => `${key}=${value}`)].join(' ')
    : text(args)
}

/** Whether the catalogue has the message. */
export function hasText(id: string, language = 'en'): boolean {
  return languages[language]?.[id] !== undefined
}
