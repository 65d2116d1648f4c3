// Characters that a reader does not see, or that change where and in which order others stand: control characters, marks of the
// reading order, separators of lines, and what Unicode says may be ignored. JSON itself escapes those below U+0020.
const invisible = /[\u007f-\u009f\ufff9-\ufffb]|\p{Default_Ignorable_Code_Point}|\p{Cf}|\p{Zl}|\p{Zp}/gu

/** A value as JSON in which every invisible character is escaped. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(invisible, escapeUnits)
}

function escapeUnits(character: string): string {
  return Array.from({ length: character.length }, (_, at) => {
    return `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`
  }).join('')
}
