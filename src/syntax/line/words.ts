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
const four = 52
const six = 54
const backslash = 92
const tilde = 126

/**
 * Splits a line as iptables-restore does: words are separated by blanks and tabs, only `"` quotes, inside quotes a backslash takes
 * the next character literally, and a closing quote ends the word. Source: xshared.c as observed on 1.8.7 to 1.8.11.
 */
export function restoreWords(text: string, start: number, end: number): RestoreWords {
  return splitLine(text, start, end, newWords())
}

function newWords(): RestoreWords {
  return { texts: [], starts: [], ends: [], hidden: undefined, unclosed: -1, isOdd: false, hasFamily: false }
}

const chunk = 65_536
const notPlain = /[^\n -~]/

/** Splits the lines of a long text one after the other, as `restoreWords` does, into the same lists: each line overwrites the one before. */
export class WordReader {
  private readonly text: string
  private readonly words = newWords()
  // Up to here it is known whether all is printable ASCII; the next blank and the next `"` may stand behind the line.
  private checked = 0
  private isPlain = false
  private blank = -1
  private quote = -1

  constructor(text: string) {
    this.text = text
  }

  /** Each line must begin behind the one that was read before. */
  read(start: number, end: number): RestoreWords {
    const { text, words } = this
    words.hidden = undefined
    words.unclosed = -1
    words.isOdd = false
    words.hasFamily = false
    if (end > this.checked) {
      this.checked = Math.max(end, Math.min(text.length, start + chunk))
      this.isPlain = !notPlain.test(text.slice(start, this.checked))
    }
    if (!this.isPlain) return splitLine(text, start, end, words)
    return cut(words, this.split(start, end))
  }

  private split(start: number, end: number): number {
    const { text, words } = this
    let { blank: space, quote } = this
    let count = 0
    for (let at = start; at < end; ) {
      if (space < at) space = placeOf(' ', text, at)
      if (quote < at) quote = placeOf('"', text, at)
      const to = space < end ? space : end
      if (to === at) at++
      else if (quote > to) {
        put(words, count++, text.slice(at, to), at, to)
        at = to + 1
      } else at = quotedWord(text, at, quote, end, words, count++)
    }
    this.blank = space
    this.quote = quote
    return count
  }
}

function placeOf(mark: string, text: string, from: number): number {
  const at = text.indexOf(mark, from)
  return at < 0 ? Number.MAX_SAFE_INTEGER : at
}

function splitLine(text: string, start: number, end: number, words: RestoreWords): RestoreWords {
  let count = 0
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
    if (at === end || code !== doubleQuote) put(words, count++, text.slice(from, at), from, at)
    else at = quotedWord(text, from, at, end, words, count++)
  }
  return cut(words, count)
}

function put(words: RestoreWords, index: number, word: string, from: number, to: number): void {
  words.texts[index] = word
  words.starts[index] = from
  words.ends[index] = to
  if (word.charCodeAt(0) === dash) noteFamily(words, word)
}

function noteFamily(words: RestoreWords, word: string): void {
  if (word.length === 2) {
    const letter = word.charCodeAt(1)
    words.hasFamily ||= letter === four || letter === six
  } else if (word.length === 6) words.hasFamily ||= word === '--ipv4' || word === '--ipv6'
}

function cut(words: RestoreWords, count: number): RestoreWords {
  while (words.texts.length > count) {
    words.texts.pop()
    words.starts.pop()
    words.ends.pop()
  }
  return words
}

function quotedWord(text: string, from: number, open: number, end: number, words: RestoreWords, index: number): number {
  let word = text.slice(from, open)
  let plain = open + 1
  for (let at = open + 1; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code === doubleQuote) {
      put(words, index, word + text.slice(plain, at), from, at + 1)
      return at + 1
    }
    if (code < blank || code > tilde) words.isOdd = true
    if (code !== backslash || at + 1 === end) continue
    word += text.slice(plain, at)
    plain = ++at
    if (text.charCodeAt(at) < blank || text.charCodeAt(at) > tilde) words.isOdd = true
  }
  words.unclosed = open
  put(words, index, word + text.slice(plain, end), from, end)
  return end
}
