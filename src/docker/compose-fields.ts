/** A mapping of a Compose file, its values not looked at yet. */
export type Fields = Readonly<Record<string, unknown>>

/** The value as a mapping; undefined where it is none. */
export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}

/** The value as a mapping to text, as driver options are written; empty where it is none. */
export function textRecord(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(fieldsOf(value) ?? {}).map(([key, text]) => [key, String(text)]))
}
