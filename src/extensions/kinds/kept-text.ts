import { cut } from './cut-text.ts'
import type { Kind } from '../extension.ts'

/** A text, even an empty one, of which the kernel keeps so many bytes; printed without quotes, whatever is in it. */
export function keptText(bytes: number): Kind<string> {
  return {
    label: 'kind/text',
    words: 1,
    read: (word) => cut(word, bytes),
    write: (value) => value,
  }
}
