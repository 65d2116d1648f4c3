import type { Family } from '#model/family.ts'
import type { Span } from '#model/source.ts'
import { shellFields } from '../shell/shell-fields.ts'
import { shellTokens } from '../shell/shell-tokens.ts'
import type { IptablesCall } from '../shell/iptables-call.ts'
import { noCall } from '../shell/iptables-call.ts'
import type { Words } from '../line/words.ts'

/** A word of a call, and the place in the text that says it. */
export interface PlacedWord extends Span {
  readonly text: string
  /** Its value is known only when it runs. */
  readonly hidden?: boolean | undefined
}

/** A call of iptables that a file describes without writing the command: `chain: INPUT`, `<rule chain="INPUT">`. */
export function writtenCall(family: Family, words: readonly PlacedWord[], { start, end }: Span): IptablesCall {
  return { ...noCall, kind: 'rules', family, words: wordsOf(words), start, end }
}

function wordsOf(words: readonly PlacedWord[]): Words {
  const hidden = new Set(words.flatMap((word, index) => (word.hidden ? [index] : [])))
  return {
    texts: words.map(({ text }) => text),
    starts: words.map(({ start }) => start),
    ends: words.map(({ end }) => end),
    hidden: hidden.size > 0 ? hidden : undefined,
    unclosed: -1,
  }
}

/** The words of a command line that stands in a text, without a program before them. */
export function wordsIn(text: string, { start, end }: Span): readonly PlacedWord[] {
  const values = { get: () => undefined, used: () => undefined }
  const { tokens } = shellTokens(text, start, end)
  return tokens.flatMap((token) => (token.kind === 'word' ? shellFields(token, values) : []))
}

/** A word that a place of the text stands for. */
export function wordAt(text: string, { start, end }: Span): PlacedWord {
  return { text, start, end }
}
