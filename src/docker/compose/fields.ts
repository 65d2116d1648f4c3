import type { Message } from '#model/diagnostic.ts'

/** A mapping of a Compose file, its values not looked at yet. */
export type Fields = Readonly<Record<string, unknown>>

/** The value as a mapping; undefined where it is none. */
export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}

/** The value as a list; empty where it is none. A text alone is a list of one. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  return typeof value === 'string' ? [value] : []
}

/** The keys of what may be written as a list of names or as a mapping by name. */
export function namesOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : Object.keys(fieldsOf(value) ?? {})
}

/** The value as text; undefined where it is neither text nor a number. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

/** The value as a mapping to text, as driver options are written; empty where it is none. */
export function textRecord(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(fieldsOf(value) ?? {}).map(([key, text]) => [key, String(text)]))
}

/** The value as a truth value, as Compose reads it after variables are in. */
export function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'string' && /^(true|y|yes|on)$/i.test(value))
}

/** Compose does not start such a project. Thrown inside this folder, and returned by its door as a message. */
export class ComposeRefusal extends Error {
  readonly said: Message

  constructor(said: Message) {
    super(said.id)
    this.said = said
  }
}
