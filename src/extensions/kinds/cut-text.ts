import type { Kind } from '../extension.ts'
import { Wrong } from '../extension.ts'
import { quote } from './kinds.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/**
 * The first bytes of a text, as a C string of fixed size keeps them. A character cut in two becomes U+FFFD; where that
 * comes in again it stands for one byte that could not be decoded.
 */
export function cut(text: string, bytes: number): string {
  if (text.length * 3 <= bytes) return text
  if (!text.includes('\uFFFD')) return cutBytes(text, bytes)
  return cutBytes(text.replaceAll('\uFFFD', '\u001A'), bytes).replaceAll('\u001A', '\uFFFD')
}

function cutBytes(text: string, bytes: number): string {
  const whole = encoder.encode(text)
  return whole.length <= bytes ? text : decoder.decode(whole.subarray(0, bytes))
}

/** A text of at least one character that keeps only so many bytes, printed in quotes where it needs them. */
export function cutText(bytes: number, label = 'kind/text'): Kind<string> {
  return {
    label,
    words: 1,
    read: (word) => (word === '' ? new Wrong('syntax/empty-text') : cut(word, bytes)),
    write: quote,
  }
}

/** A text that keeps only so many bytes and is printed as it is, blanks included; an empty one is not printed. */
export function bareText(bytes: number, label = 'kind/text'): Kind<string> {
  return {
    label,
    words: 1,
    read: (word) => cut(word, bytes),
    write: (value) => (value === '' ? undefined : value),
  }
}
