import type { Words } from '../line/words.ts'
import { expandedText } from './shell-fields.ts'

/**
 * Puts the variables of a script into the words of a line in a here-document. A word of which a part is not known, or that would
 * become several, is marked: what it says is not known.
 */
export function putVariables(words: Words, known: ReadonlyMap<string, string>): void {
  const values = { get: (name: string) => known.get(name), used: () => undefined }
  words.texts.forEach((word, at) => {
    if (!/\$[A-Za-z_\d{(]|`/.test(word)) return
    const text = expandedText(word, values)
    if (typeof text === 'string' && text !== '' && !/\s/.test(text)) {
      words.texts[at] = text
      return
    }
    words.hidden ??= new Set()
    words.hidden.add(at)
  })
}
