import type { Span } from '#model/source.ts'

/** How people begin what they write behind a rule: `# why`, `// why`, `<- new`, `← here`, `/* why`. */
export const notePattern =
  /(?:#(?!conn )|\/\/|\/\*|<[-=<]|[\u2190-\u21ff\u27f0-\u27ff\u2b05\u25c0\u2039\u00ab\u2022\u2014])/

const sure = new RegExp(notePattern.source, 'y')
/** Signs that stand alone and say nothing to iptables: `!!!`, `=`, `- why`, `; why`, a check mark. */
const signs = /(?:!{2,}|=+|-{1,2}|\.{3,}|\u2026|;+|\*+|[^\x00-\x7f]+)(?=\s|$)/y
const bracket = /[([{][^-!]/y

/** Where the note behind a rule begins, `end` where there is none. Quotes are left alone, and what an option takes as its value. */
export function noteStart(text: string, { start, end }: Span): number {
  let quote = ''
  let word = ''
  let last = ''
  for (let at = start; at < end; at++) {
    const character = text[at] ?? ''
    if (quote !== '') {
      if (character === '\\') at++
      else if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (character === ' ' || character === '\t' || character === '\u00a0') {
      if (word !== '') last = word
      word = ''
      continue
    } else if (word === '' && last !== '' && isNote(text, at, last)) return at
    word += character
  }
  return end
}

function isNote(text: string, at: number, last: string): boolean {
  sure.lastIndex = at
  if (sure.test(text)) return true
  signs.lastIndex = at
  if (!/^[-:!]/.test(last) && signs.test(text)) return true
  bracket.lastIndex = at
  if (!bracket.test(text) || last.startsWith('-') || last === '!') return false
  return !text.startsWith('[unsupported revision]', at) && !text.startsWith('{{', at) && !/^\[\d+:\d+\]$/.test(last)
}
