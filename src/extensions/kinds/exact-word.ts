import type { Kind } from '../extension.ts'
import { badValue } from './kinds.ts'

/** One of the words, letter by letter. */
export function exactWord(label: string, ...words: readonly string[]): Kind<string> {
  return {
    label,
    words: 1,
    read: (word) => (words.includes(word) ? word : badValue(word, label)),
    write: (word) => word,
  }
}
