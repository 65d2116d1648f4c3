import type { Span } from '#model/source.ts'
import type { PlacedWord } from './written-call.ts'

/** A list of words with the place of each: `["iptables", "-A", "INPUT"]`, `[ sh, -c, "…" ]`. `end`: behind its bracket. */
export interface WordList extends Span {
  readonly words: readonly (PlacedWord & { readonly quote: string })[]
}

const word =
  /\s*(?:"(?<double>(?:[^"\\\n]|\\.){0,4000})"|'(?<single>[^'\n]{0,4000})'|(?<bare>[^\s,\]["'][^,\]\n]{0,400}))\s*(?<then>,|\])/y

/** The list that begins at a bracket; undefined where it is none. JSON's and YAML's lists of words are meant, on one line. */
export function wordList(text: string, start: number, end: number): WordList | undefined {
  const words: (PlacedWord & { readonly quote: string })[] = []
  for (let at = start + 1; at < end && words.length < 200; ) {
    word.lastIndex = at
    const found = word.exec(text)
    if (found === null || word.lastIndex > end) return undefined
    const { double, single, bare, then } = found.groups ?? {}
    const said = double ?? single ?? bare?.trimEnd() ?? ''
    const lead = found[0].search(/\S/) + (bare === undefined ? 1 : 0)
    const span = { start: at + lead, end: at + lead + said.length }
    const quote = double === undefined ? (single === undefined ? '' : "'") : '"'
    words.push({ text: double === undefined ? said : unescaped(double), quote, ...span })
    at = word.lastIndex
    if (then === ']') return { words, start, end: at }
  }
  return undefined
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign === 't' ? '\t' : sign))
}
