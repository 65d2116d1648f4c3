// Characters that a reader does not see, or that change where and in which order others stand: control characters, marks of the
// reading order, separators of lines, and what Unicode says may be ignored. JSON itself escapes those below U+0020.
const invisible = /[\u007f-\u009f\ufff9-\ufffb]|\p{Default_Ignorable_Code_Point}|\p{Cf}|\p{Zl}|\p{Zp}/gu

/** A value as JSON in which every invisible character is escaped. */
export function jsonText(value: unknown, indent?: number): string {
  return escaped(JSON.stringify(value, undefined, indent))
}

/** What would be a list in JSON, made value by value while it is written: of a long one there is never more than one in memory. */
export class JsonList {
  readonly values: () => Iterable<unknown>

  constructor(values: () => Iterable<unknown>) {
    this.values = values
  }
}

/** A record as JSON in pieces, indented by two blanks as `jsonText(record, 2)`, with a newline at its end. Fields may be a `JsonList`. */
export function* jsonPieces(record: Readonly<Record<string, unknown>>): Generator<string> {
  let before = '{\n'
  for (const [key, value] of Object.entries(record)) {
    if (value === undefined) continue
    yield `${before}  ${jsonText(key)}: `
    if (value instanceof JsonList) yield* listPieces(value)
    else yield indented(jsonText(value, 2), '  ')
    before = ',\n'
  }
  yield before === '{\n' ? '{}\n' : '\n}\n'
}

// A call for each value would write to the output 100,000 times.
const pieceSize = 1 << 16

function* listPieces({ values }: JsonList): Generator<string> {
  let piece = '['
  let isFirst = true
  for (const value of values()) {
    piece += `${isFirst ? '' : ','}\n    ${indented(jsonText(value, 2), '    ')}`
    isFirst = false
    if (piece.length < pieceSize) continue
    yield piece
    piece = ''
  }
  yield `${piece}${isFirst ? ']' : '\n  ]'}`
}

function indented(text: string, by: string): string {
  return text.replaceAll('\n', `\n${by}`)
}

// Most texts are plain ASCII, which is told faster than what is in all of Unicode's classes.
function escaped(text: string): string {
  return /^[\n -~]*$/.test(text) ? text : text.replace(invisible, escapeUnits)
}

function escapeUnits(character: string): string {
  return Array.from({ length: character.length }, (_, at) => {
    return `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`
  }).join('')
}
