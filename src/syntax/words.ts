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

const blank = 32
const tab = 9
const doubleQuote = 34
const backslash = 92

/**
 * Splits a line as iptables-restore does: words are separated by blanks and tabs, only `"` quotes, inside quotes a backslash takes
 * the next character literally, and a closing quote ends the word. Source: xshared.c as observed on 1.8.7 to 1.8.11.
 */
export function restoreWords(text: string, start: number, end: number): Words {
  const words: Words = { texts: [], starts: [], ends: [], hidden: undefined, unclosed: -1 }
  let at = start
  while (at < end) {
    let code = text.charCodeAt(at)
    if (code === blank || code === tab) {
      at++
      continue
    }
    const from = at
    // Most characters stand behind the quote in ASCII, and end no word.
    while (code > doubleQuote || (code !== blank && code !== tab && code !== doubleQuote)) {
      if (++at === end) break
      code = text.charCodeAt(at)
    }
    if (at === end || code !== doubleQuote) push(words, text.slice(from, at), from, at)
    else at = quotedWord(text, from, at, end, words)
  }
  return words
}

function push(words: Words, word: string, from: number, to: number): void {
  words.texts.push(word)
  words.starts.push(from)
  words.ends.push(to)
}

function quotedWord(text: string, from: number, open: number, end: number, words: Words): number {
  let word = text.slice(from, open)
  let plain = open + 1
  for (let at = open + 1; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code === doubleQuote) {
      push(words, word + text.slice(plain, at), from, at + 1)
      return at + 1
    }
    if (code !== backslash || at + 1 === end) continue
    word += text.slice(plain, at)
    plain = ++at
  }
  words.unclosed = open
  push(words, word + text.slice(plain, end), from, end)
  return end
}
