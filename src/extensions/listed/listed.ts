import { append } from '#base/lists.ts'
import type { ServiceList } from '../kinds/services.ts'
import type { Span } from '#model/source.ts'

/** What varies in an option's text: `not` is set where `!` stands, `value` is the text of its value, the others stand beside it. */
export interface ListedGroups {
  readonly not?: string | undefined
  readonly value?: string | undefined
  readonly beside?: string | undefined
  readonly side?: string | undefined
}

/** One option as a listing spells it. */
export interface ListedOption {
  /** A sticky, linear pattern, or the two texts between which a value stands that nothing escapes. */
  readonly text: RegExp | readonly [open: string, close: string]
  /** The option of the save form; undefined: `words` gives all there is to say. */
  readonly option: string | undefined
  /** The words behind the option; by default `value` where there is one. Undefined: the text means something else. */
  readonly words?: (groups: ListedGroups, row: ListedText) => readonly string[] | undefined
  /** The words that stand for it when the text is not there. */
  readonly missing?: readonly string[]
  readonly repeats?: true
}

/** How one extension is spelled behind the destination column of `iptables -L`. */
export interface Listed {
  /** The name for -m or -j. */
  readonly name: string
  /** What the target column says, where that is not the name. */
  readonly column?: string
  /** What stands first; undefined: the options stand alone, and one of them must be there. */
  readonly head?: RegExp
  readonly options: readonly ListedOption[]
  /** Options that the listing never shows but the save form must have, with a value that stands for any. */
  readonly unseen?: readonly (readonly [option: string, value: string])[]
  /** The listing leaves out options that change what the extension does. */
  readonly loses?: true
}

/** A word of the save form that a piece of a listing stands for. */
export interface ListedWord extends Span {
  readonly text: string
}

/** What was read at a place: the words of the save form behind `-m name` or `-j name`, and whether options are lost. */
export interface ListedUse extends Span {
  readonly name: string
  readonly words: readonly ListedWord[]
  readonly loses: boolean
}

/** A piece of a row: `text` up to `end`, and whether what stands at an offset can be read (the end can). */
export interface ListedText {
  readonly text: string
  readonly end: number
  readonly readable: (at: number) => boolean
  /** Whose names of services it prints. */
  readonly services: ServiceList
}

/** The offset of the first character from here that is no blank. */
export function skipBlanks(text: string, at: number, end: number): number {
  let next = at
  while (next < end && isBlank(text, next)) next++
  return next
}

/** Whether the extension's text begins at this place. */
export function beginsListed(listed: Listed, row: ListedText, at: number): boolean {
  if (listed.head !== undefined) return matchAt(listed.head, row, at) !== undefined
  return listed.options.some(({ text }) =>
    text instanceof RegExp ? findOption({ text }, row, at) !== undefined : row.text.startsWith(text[0], at),
  )
}

/** Reads one extension at this place; undefined: the text is not its own. */
export function readListed(listed: Listed, row: ListedText, at: number): ListedUse | undefined {
  const head = listed.head === undefined ? undefined : matchAt(listed.head, row, at)
  if (listed.head !== undefined && head === undefined) return undefined
  const words: ListedWord[] = []
  const seen = new Set<ListedOption>()
  let place = at + (head?.[0].length ?? 0)
  for (
    let next = readOption(listed, seen, row, place);
    next !== undefined;
    next = readOption(listed, seen, row, place)
  ) {
    append(words, next.words)
    place = next.end
  }
  if (seen.size === 0 && (head === undefined || !endsWord(row, place))) return undefined
  const span = { start: at, end: place }
  for (const [option, value] of listed.unseen ?? []) {
    words.push({ text: option, ...span }, { text: value, ...span })
  }
  for (const option of listed.options) {
    if (option.missing === undefined || seen.has(option)) continue
    append(
      words,
      option.missing.map((text) => ({ text, ...span })),
    )
  }
  return { name: listed.name, words, loses: listed.loses ?? false, ...span }
}

interface Found {
  readonly groups: ListedGroups
  readonly end: number
}

function readOption(
  listed: Listed,
  seen: Set<ListedOption>,
  row: ListedText,
  place: number,
): { readonly words: readonly ListedWord[]; readonly end: number } | undefined {
  const at = skipBlanks(row.text, place, row.end)
  if (at >= row.end) return undefined
  for (const option of listed.options) {
    if (option.repeats === undefined && seen.has(option)) continue
    const found = findOption(option, row, at)
    const values = found === undefined ? undefined : valuesOf(option, found.groups, row)
    if (found === undefined || values === undefined) continue
    seen.add(option)
    const name = option.option === undefined ? [] : [option.option]
    const texts = [...(found.groups.not ? ['!'] : []), ...name, ...values]
    return { words: texts.map((text) => ({ text, start: at, end: found.end })), end: found.end }
  }
  return undefined
}

function valuesOf(option: ListedOption, groups: ListedGroups, row: ListedText): readonly string[] | undefined {
  if (option.words !== undefined) return option.words(groups, row)
  return groups.value === undefined ? [] : [groups.value]
}

function findOption({ text }: Pick<ListedOption, 'text'>, row: ListedText, at: number): Found | undefined {
  if (!(text instanceof RegExp)) return findEnclosed(text, row, at)
  const found = matchAt(text, row, at)
  const end = at + (found?.[0].length ?? 0)
  return found !== undefined && endsWord(row, end) ? { groups: found.groups ?? {}, end } : undefined
}

/** The longest a value between two texts can be: a comment of 255 bytes, and more than that for no other extension. */
const reach = 300

// `/* a */ b */`: the value ends where the rest of the row can be read, or else at the first end there is.
function findEnclosed([open, close]: readonly [string, string], row: ListedText, at: number): Found | undefined {
  const { text } = row
  if (!text.startsWith(open, at)) return undefined
  const start = at + open.length
  const limit = Math.min(row.end, start + reach)
  let first: Found | undefined
  for (let tries = 0, from = start; tries < 8; tries++) {
    const stop = text.slice(from, limit).indexOf(close)
    if (stop < 0) break
    const end = from + stop + close.length
    const found = { groups: { value: text.slice(start, from + stop) }, end }
    first ??= found
    if (endsWord(row, end) && row.readable(end)) return found
    from += stop + 1
  }
  return first
}

function matchAt(pattern: RegExp, row: ListedText, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at
  const found = pattern.exec(row.text)
  return found !== null && at + found[0].length <= row.end ? found : undefined
}

function endsWord(row: ListedText, at: number): boolean {
  return at >= row.end || isBlank(row.text, at)
}

// A row of -m bpf ends with a NUL.
function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code <= 32 || code === 0xa0
}
