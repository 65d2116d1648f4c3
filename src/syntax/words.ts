/** The words of one line, in parallel lists so that long files need few objects. Offsets count in the source. */
export interface Words {
  readonly texts: string[]
  readonly starts: number[]
  readonly ends: number[]
  /** Words whose text shell variables or a cut line hide; undefined when there are none. */
  hidden: Set<number> | undefined
  /** The offset of a `"` that nothing closes, -1 when all is well. */
  unclosed: number
}

/** The words of a line of a restore file, and what was seen on the way. */
export interface RestoreWords extends Words {
  /** There is a character beyond printable ASCII and tab. */
  isOdd: boolean
  /** One of the words is `-4`, `-6`, `--ipv4` or `--ipv6`. */
  hasFamily: boolean
}

const blank = 32
const tab = 9
const exclamation = 33
const doubleQuote = 34
const dash = 45
const backslash = 92
const tilde = 126

/**
 * Splits a line as iptables-restore does: words are separated by blanks and tabs, only `"` quotes, inside quotes a backslash takes
 * the next character literally, and a closing quote ends the word. Source: xshared.c as observed on 1.8.7 to 1.8.11.
 */
export function restoreWords(text: string, start: number, end: number): RestoreWords {
  const words: RestoreWords = {
    texts: [],
    starts: [],
    ends: [],
    hidden: undefined,
    unclosed: -1,
    isOdd: false,
    hasFamily: false,
  }
  let at = start
  while (at < end) {
    let code = text.charCodeAt(at)
    if (code === blank || code === tab) {
      at++
      continue
    }
    const from = at
    while (true) {
      // Most characters stand behind the quote in ASCII.
      if (code < exclamation || code > tilde || code === doubleQuote) {
        if (code === blank || code === tab || code === doubleQuote) break
        if (code < exclamation || code > tilde) words.isOdd = true
      }
      if (++at === end) break
      code = text.charCodeAt(at)
    }
    if (at === end || code !== doubleQuote) push(words, text.slice(from, at), from, at)
    else at = quotedWord(text, from, at, end, words)
  }
  return words
}

function push(words: RestoreWords, word: string, from: number, to: number): void {
  words.texts.push(word)
  words.starts.push(from)
  words.ends.push(to)
  if (word.charCodeAt(0) !== dash || (word.length !== 2 && word.length !== 6)) return
  words.hasFamily ||= word === '-4' || word === '-6' || word === '--ipv4' || word === '--ipv6'
}

function quotedWord(text: string, from: number, open: number, end: number, words: RestoreWords): number {
  let word = text.slice(from, open)
  let plain = open + 1
  for (let at = open + 1; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code === doubleQuote) {
      push(words, word + text.slice(plain, at), from, at + 1)
      return at + 1
    }
    if (code < blank || code > tilde) words.isOdd = true
    if (code !== backslash || at + 1 === end) continue
    word += text.slice(plain, at)
    plain = ++at
    if (text.charCodeAt(at) < blank || text.charCodeAt(at) > tilde) words.isOdd = true
  }
  words.unclosed = open
  push(words, word + text.slice(plain, end), from, end)
  return end
}
