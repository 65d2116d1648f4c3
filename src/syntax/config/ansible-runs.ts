import { append } from '#base/lists.ts'
import type { Span } from '#model/source.ts'
import type { TaskNote } from '../shell/shell-roles.ts'
import type { YamlEntry } from './yaml-block.ts'
import { blockEnd, yamlEntry, yamlItem } from './yaml-block.ts'

/** How often a task runs. */
export interface TaskRuns {
  /** For each run: puts its item into a text. */
  readonly runs: readonly ((said: string) => string)[]
  readonly notes: readonly TaskNote[]
}

/** The value that `default(omit)` gives: its argument is left out. */
export const omitted = '\0omit'

type Item = string | ReadonlyMap<string, string>

const once: readonly ((said: string) => string)[] = [(said) => said]
const loops = /^(?:loop|with_\w+)$/
const mostRuns = 1000

/** Reads `when:`, `loop:` and `with_items:` of the task that has a key at this line, and the `when:` of the blocks around it. */
export function taskRuns(text: string, lines: readonly Span[], key: YamlEntry): TaskRuns {
  const own = siblings(text, lines, key)
  const conditions = own.entries.filter((entry) => entry.key === 'when')
  for (let around = own; ; ) {
    const block = parentOf(text, lines, around.top)
    if (block === undefined) break
    around = siblings(text, lines, block)
    for (const entry of around.entries) if (entry.key === 'when') conditions.push(entry)
  }
  const said = conditions.map((entry) => ({ entry, condition: conditionOf(text, lines, entry) }))
  if (said.some(({ condition }) => /^(?:false|no)$/i.test(condition))) return { runs: [], notes: [] }
  const notes = said.flatMap(({ entry, condition }) =>
    /^(?:true|yes)$/i.test(condition) ? [] : [noteAt('when', condition, entry)],
  )
  const loop = own.entries.find((entry) => loops.test(entry.key))
  if (loop === undefined) return { runs: once, notes }
  const items = ['loop', 'with_items', 'with_list'].includes(loop.key) ? itemsOf(text, lines, loop) : undefined
  if (items === undefined || items.length > mostRuns) {
    const list = text.slice(loop.value.start, loop.value.end)
    return { runs: once, notes: [...notes, noteAt('loop', `${loop.key}: ${list}`.trim(), loop)] }
  }
  const name = loopVariable(text, lines, own.entries)
  return { runs: items.map((item) => (one: string) => putIn(one, name, item)), notes }
}

function noteAt(kind: TaskNote['kind'], said: string, { keySpan, value }: YamlEntry): TaskNote {
  return { kind, said: said.slice(0, 100), start: keySpan.start, end: Math.max(keySpan.end, value.end) }
}

/** The keys of the mapping that has a key, and its first line. */
function siblings(text: string, lines: readonly Span[], key: YamlEntry) {
  const entries: YamlEntry[] = []
  let top = key.line
  const startsItem = (at: number) => {
    const line = lineAt(text, lines, at)
    return /^\s*-/.test(line) && line.search(/\S/) < key.indent
  }
  while (!startsItem(top) && top > 0) {
    const column = lineAt(text, lines, top - 1).search(/\S/)
    const isOwn = column < 0 || column >= key.indent || yamlEntry(text, lines, top - 1)?.indent === key.indent
    if (!isOwn) break
    top--
  }
  for (let at = top; at < lines.length; at++) {
    const column = lineAt(text, lines, at).search(/\S/)
    if (at > top && column >= 0 && column < key.indent) break
    const entry = yamlEntry(text, lines, at)
    if (entry?.indent === key.indent) entries.push(entry)
  }
  return { entries, top }
}

// `block:`, of which the tasks below it are a list.
function parentOf(text: string, lines: readonly Span[], top: number): YamlEntry | undefined {
  const own = lineAt(text, lines, top).search(/\S/)
  for (let at = top - 1; at >= 0; at--) {
    const line = lineAt(text, lines, at)
    const column = line.search(/\S/)
    if (column < 0 || column > own || (column === own && /^\s*-/.test(line))) continue
    const entry = yamlEntry(text, lines, at)
    return entry !== undefined && /^(?:block|rescue|always)$/.test(entry.key) ? entry : undefined
  }
  return undefined
}

function conditionOf(text: string, lines: readonly Span[], entry: YamlEntry): string {
  const said = text.slice(entry.value.start, entry.value.end)
  if (said !== '' && !/^[|>][-+]?$/.test(said)) return said
  const last = blockEnd(text, lines, entry.line, entry.indent, true)
  const parts = lines.slice(entry.line + 1, last + 1).map((line) => {
    const item = yamlItem(text, line) ?? line
    return text.slice(item.start, item.end).trim()
  })
  return parts.filter((part) => part !== '').join(said === '' ? ' and ' : ' ')
}

function loopVariable(text: string, lines: readonly Span[], entries: readonly YamlEntry[]): string {
  const control = entries.find(({ key }) => key === 'loop_control')
  if (control === undefined) return 'item'
  const last = blockEnd(text, lines, control.line, control.indent)
  const said = text.slice(control.value.start, lines[last]?.end)
  return /\bloop_var:\s*["']?(\w+)/.exec(said)?.[1] ?? 'item'
}

// A list that is written there, or elsewhere in the text under the name that is given. undefined: it is not known.
function itemsOf(text: string, lines: readonly Span[], entry: YamlEntry, isNamed = false): readonly Item[] | undefined {
  const said = text.slice(entry.value.start, entry.value.end)
  const name = /^\{\{\s*(\w+)\s*\}\}$/.exec(said)?.[1]
  if (name !== undefined) {
    const found = lines.flatMap((_, at) => yamlEntry(text, lines, at) ?? []).filter(({ key }) => key === name)
    return found.length === 1 && found[0] !== undefined && !isNamed ? itemsOf(text, lines, found[0], true) : undefined
  }
  if (said.startsWith('[')) return said.endsWith(']') ? flowItems(said.slice(1, -1)) : undefined
  if (said !== '') return undefined
  const items: Item[] = []
  const last = blockEnd(text, lines, entry.line, entry.indent, true)
  for (let at = entry.line + 1; at <= last; at++) {
    if (/^\s*(?:#|$)/.test(lineAt(text, lines, at))) continue
    const value = yamlItem(text, lines[at] as Span)
    if (value === undefined) return undefined
    const first = yamlEntry(text, lines, at)
    if (first !== undefined) {
      const { entries } = siblings(text, lines, first)
      items.push(new Map(entries.map((one) => [one.key, text.slice(one.value.start, one.value.end)])))
      at = blockEnd(text, lines, at, first.indent - 1)
      continue
    }
    const one = text.slice(value.start, value.end)
    const flow = one.startsWith('{') ? flowItems(one) : [one]
    if (flow === undefined || one.startsWith('[')) return undefined
    append(items, flow)
  }
  return items.length === 0 ? undefined : items
}

const pair = /["']?([\w-]+)["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|([^,{}]*))/g

function flowItems(said: string): readonly Item[] | undefined {
  const bare = (one: string) => one.trim().replace(/^(["'])(.*)\1$/, '$2')
  if (said.includes('{{') || said.includes('[')) return undefined
  if (!said.includes('{'))
    return said
      .split(',')
      .map(bare)
      .filter((one) => one !== '')
  return [...said.matchAll(/\{([^{}]*)\}/g)].map(
    ([, inner = '']) =>
      new Map([...inner.matchAll(pair)].map((found) => [found[1] ?? '', bare(found[2] ?? found[3] ?? found[4] ?? '')])),
  )
}

function putIn(said: string, name: string, item: Item): string {
  const asked =
    /\{\{\s*(\w+)(?:\.(\w+)|\[["'](\w+)["']\])?\s*(?:\|\s*(?:(string|int)|default\(\s*(?:(omit)|["']([^"']*)["']|(\d+))\s*(?:,\s*[Tt]rue\s*)?\)))?\s*\}\}/g
  return said.replace(asked, (all, of, dotted, indexed, _cast, omit, text, number) => {
    if (of !== name) return all
    const key = dotted ?? indexed
    const value = key === undefined ? item : typeof item === 'string' ? undefined : item.get(key)
    if (typeof value === 'string') return value
    return omit === undefined ? (text ?? number ?? all) : omitted
  })
}

function lineAt(text: string, lines: readonly Span[], at: number): string {
  const line = lines[at]
  return line === undefined ? '' : text.slice(line.start, Math.min(line.end, line.start + 2000))
}
