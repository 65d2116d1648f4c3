import type { Words } from '#syntax/line/words.ts'

/** Splits a command line as a shell does: blanks separate, single quotes keep all, double quotes all but a backslash before `"`, `\`, `$` and a backtick. */
export function shellWords(text: string): Words {
  const words: Words = { texts: [], starts: [], ends: [], hidden: undefined, unclosed: -1 }
  let at = 0
  while (at < text.length) {
    if (/\s/.test(text[at] ?? '')) {
      at++
      continue
    }
    const start = at
    let word = ''
    while (at < text.length && !/\s/.test(text[at] ?? '')) {
      const piece = nextPiece(text, at)
      word += piece.text
      at = piece.end
    }
    words.texts.push(word)
    words.starts.push(start)
    words.ends.push(at)
  }
  return words
}

function nextPiece(text: string, at: number): { text: string; end: number } {
  const first = text[at] ?? ''
  if (first === '\\') return { text: text[at + 1] ?? '', end: at + 2 }
  if (first !== "'" && first !== '"') return { text: first, end: at + 1 }
  let word = ''
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === first) return { text: word, end: end + 1 }
    if (first === '"' && text[end] === '\\' && /["\\$`]/.test(text[end + 1] ?? '')) end++
    word += text[end]
  }
  throw new Error(`unclosed quote in ${text}`)
}
