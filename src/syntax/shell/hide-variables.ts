import type { Words } from '../line/words.ts'

/** Marks the words of a line in a here-document that a shell would put something into: what they say is not known. */
export function hideVariables(words: Words): void {
  words.texts.forEach((word, at) => {
    if (!/\$[A-Za-z_{(]|`/.test(word)) return
    words.hidden ??= new Set()
    words.hidden.add(at)
  })
}
