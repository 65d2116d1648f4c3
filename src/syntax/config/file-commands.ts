import type { Span } from '#model/source.ts'
import type { IptablesCall } from '../shell/iptables-call.ts'
import { taskRuns } from './ansible-runs.ts'
import type { TaskNote } from '../shell/shell-roles.ts'
import { ansibleTask } from './ansible-task.ts'
import { firewalldDirect } from './firewalld-direct.ts'
import type { PlacedWord } from './written-call.ts'
import { writtenCall } from './written-call.ts'
import { wordList } from './word-lists.ts'
import type { YamlEntry } from './yaml-block.ts'
import { blockEnd, yamlEntry } from './yaml-block.ts'

/** A script that stands in a file. `text` undefined: as it stands there; else what the file says with quotes and line breaks of its own. */
export interface FileScript extends Span {
  readonly text: string | undefined
}

/** What a file of another program says of iptables: calls that it describes, scripts that it holds, and the lines of both. */
export interface FileCommands {
  readonly calls: readonly IptablesCall[]
  readonly scripts: readonly FileScript[]
  readonly lines: ReadonlySet<number>
  /** Conditions and loops of tasks that the text does not decide. */
  readonly notes: readonly TaskNote[]
}

const telling =
  /<(?:rule|passthrough)\s[^<>]{0,200}\bipv\s*=|^[ \t]*ipv[46] (?:filter|nat|mangle|raw|security) \S+ -?\d+ |iptables:|^[ \t]*(?:RUN|CMD|ENTRYPOINT)[ \t]|["'[ ,/]ip6?tables["',]|^[ \t-]*["']?(?:[\w.]*\.)?(?:shell|command|raw|script|cmd|run|entrypoint|inline|runcmd|bootcmd)["']?:/m

/** Finds iptables in the files of Ansible, cloud-init, Docker, firewalld and others; undefined where there is none. */
export function fileCommands(text: string, lines: readonly Span[]): FileCommands | undefined {
  const span = { start: lines[0]?.start ?? 0, end: lines.at(-1)?.end ?? 0 }
  const own = text.slice(span.start, span.end)
  if (own.length > 1_000_000 || !telling.test(own) || /^(?:\*[a-z]+\s*$|Chain \S+ \()/m.test(own)) return undefined
  const direct = firewalldDirect(text, span)
  if (direct.length > 0) return { calls: direct, scripts: [], lines: new Set(lines.keys()), notes: [] }
  const found = new FileReader(text, lines)
  found.read()
  return found.calls.length + found.scripts.length === 0 ? undefined : found
}

const isIptables = /^(?:\/\S*\/)?ip6?tables(?:-nft|-legacy)?$/
const isShell = /^(?:\/\S*\/)?(?:ba|da|a|z|k)?sh$/
const module = /^(?:[\w.]+\.)?iptables$/
const commandKeys =
  /^(?:(?:[\w.]+\.)?(?:shell|command|raw|script)|cmd|run|entrypoint|inline|runcmd|bootcmd|args|argv|before_script|after_script|postStart|exec)$/
const command =
  /^\s*(?:-[ \t]+)+(?:[|>][-+\d]*\s*$|["']?(?:sudo |\/\S*\/)?(?:ip6?tables(?:-\w+)?|firewall-cmd|(?:ba|da|a)?sh) )/
const instruction = /^[ \t]*(?:RUN|CMD|ENTRYPOINT)[ \t]+(?:--\S+[ \t]+)*/

class FileReader implements FileCommands {
  readonly calls: IptablesCall[] = []
  readonly scripts: FileScript[] = []
  readonly lines = new Set<number>()
  readonly notes: TaskNote[] = []
  private readonly text: string
  private readonly all: readonly Span[]

  constructor(text: string, lines: readonly Span[]) {
    this.text = text
    this.all = lines
  }

  read(): void {
    for (let at = 0; at < this.all.length; at++) at = this.readLine(at)
  }

  // The last line that was read.
  private readLine(at: number): number {
    const line = this.all[at] as Span
    const said = this.text.slice(line.start, Math.min(line.end, line.start + 2000))
    if (/^\s*(?:#|$)/.test(said)) return at
    const run = instruction.exec(said)
    if (run !== null) return this.readInstruction(at, line.start + run[0].length)
    const entry = yamlEntry(this.text, this.all, at)
    if (entry !== undefined && module.test(entry.key)) {
      const { calls, last, notes } = ansibleTask(this.text, this.all, entry)
      for (const call of calls) this.calls.push(call)
      this.note(notes)
      return this.use(at, last)
    }
    const bracket = said.indexOf('[')
    const item = /^\s*-[ \t]+/.exec(said)
    if (bracket >= 0 && /^\s*(?:-[ \t]+)*(?:["']?[\w.-]+["']?[ \t]*[:=][ \t]*)?\[/.test(said))
      return this.readList(at, line.start + bracket)
    if (entry !== undefined && commandKeys.test(entry.key)) return this.readTask(entry)
    return item !== null && entry === undefined && command.test(said)
      ? this.readItem(at, line.start + item[0].length)
      : at
  }

  private use(from: number, to: number): number {
    for (let at = from; at <= to; at++) this.lines.add(at)
    return to
  }

  // Of a Dockerfile: the rest of the line, and those that a backslash joins to it.
  private readInstruction(at: number, start: number): number {
    if (this.text[start] === '[') return this.readList(at, start)
    let last = at
    while (last + 1 < this.all.length && this.text[(this.all[last]?.end ?? 0) - 1] === '\\') last++
    return this.script(at, last, start)
  }

  private readList(at: number, start: number): number {
    const line = this.all[at] as Span
    const list = wordList(this.text, start, line.end)
    return list !== undefined && this.words(list.words, list) ? this.use(at, at) : at
  }

  /** Words that run iptables, or a shell with a script. */
  private words(words: readonly (PlacedWord & { readonly quote: string })[], span: Span): boolean {
    const at = words.findIndex(({ text }) => isIptables.test(text))
    const shell = words.findIndex(
      ({ text }, index) => isShell.test(text) && /^-\w*c$/.test(words[index + 1]?.text ?? ''),
    )
    const script = shell < 0 ? undefined : words[shell + 2]
    if (script !== undefined) {
      if (!/ip6?tables/.test(script.text)) return false
      const isPlain = this.text.slice(script.start, script.end) === script.text
      this.scripts.push({ start: script.start, end: script.end, text: isPlain ? undefined : script.text })
      return true
    }
    if (at < 0 || at > 1) return false
    const family = words[at]?.text.includes('ip6') ? 'ipv6' : 'ipv4'
    this.calls.push(writtenCall(family, words.slice(at + 1), span))
    return true
  }

  private note(notes: readonly TaskNote[]): void {
    for (const note of notes) if (this.notes.every(({ start }) => start !== note.start)) this.notes.push(note)
  }

  // A command with `when:` or `loop:` beside it.
  private readTask(entry: YamlEntry): number {
    const [scripts, calls] = [this.scripts.length, this.calls.length]
    const last = this.readEntry(entry)
    const [ownScripts, ownCalls] = [this.scripts.splice(scripts), this.calls.splice(calls)]
    if (ownScripts.length + ownCalls.length === 0) return last
    const { runs, notes } = taskRuns(this.text, this.all, entry)
    this.note(notes)
    for (const putIn of runs) {
      for (const script of ownScripts) this.scripts.push(this.withItem(script, putIn))
      for (const call of ownCalls)
        this.calls.push({ ...call, words: { ...call.words, texts: call.words.texts.map(putIn) } })
    }
    return last
  }

  private withItem(script: FileScript, putIn: (said: string) => string): FileScript {
    const said = script.text ?? this.text.slice(script.start, script.end)
    const own = putIn(said)
    return own === said ? script : { ...script, text: own }
  }

  // `shell: iptables …`, `command: |` with lines below it, `command:` with a list below it.
  private readEntry({ value, indent, line }: YamlEntry): number {
    const said = this.text.slice(value.start, value.end)
    if (/^[|>][-+\d]*$/.test(said)) {
      const last = blockEnd(this.text, this.all, line, indent)
      return last > line ? this.script(line, last, this.all[line + 1]?.start ?? 0, said.startsWith('>')) : line
    }
    if (said !== '') return this.script(line, line, value.start, false, value.end)
    return this.readItems(line, indent)
  }

  // `- iptables`, `- -A`: each word on a line of its own. Items that are commands are read one by one.
  private readItems(line: number, indent: number): number {
    const words: (PlacedWord & { readonly quote: string })[] = []
    const last = blockEnd(this.text, this.all, line, indent, true)
    for (let at = line + 1; at <= last; at++) {
      const { start, end } = this.all[at] as Span
      const found = /^(?<mark>\s*-[ \t]+)(?<quote>["']?)(?<word>(?:(?!\k<quote>$).)*)\k<quote>\s*$/.exec(
        this.text.slice(start, end),
      )
      const { mark = '', quote = '', word = '' } = found?.groups ?? {}
      if (found === null || (quote === '' && /^[|>[]/.test(word))) {
        const isScript = isShell.test(words[0]?.text ?? '') && /^-\w*c$/.test(words.at(-1)?.text ?? '')
        return isScript && /^[|>]/.test(word) ? this.readItem(at, start + mark.length) : line
      }
      const from = start + mark.length + quote.length
      words.push({ text: word, quote, start: from, end: from + word.length })
    }
    const isOne = isIptables.test(words[0]?.text ?? '') || isShell.test(words[0]?.text ?? '')
    const span = { start: words[0]?.start ?? 0, end: words.at(-1)?.end ?? 0 }
    return isOne && this.words(words, span) ? this.use(line, last) : line
  }

  // `- iptables …`, `- "iptables …"`, `- |` with lines below it.
  private readItem(at: number, start: number): number {
    const { start: from, end } = this.all[at] as Span
    const said = this.text.slice(start, end).trimEnd()
    if (/^[|>][-+\d]*$/.test(said)) {
      const last = blockEnd(this.text, this.all, at, start - from - 1)
      return last > at ? this.script(at, last, this.all[at + 1]?.start ?? end, said.startsWith('>')) : at
    }
    const quote = /^(["']).*\1$/.test(said) ? 1 : 0
    return this.script(at, at, start + quote, false, start + said.length - quote)
  }

  private script(from: number, to: number, start: number, folds = false, stop?: number): number {
    const end = stop ?? this.all[to]?.end ?? start
    const said = this.text.slice(start, end)
    if (!/ip6?tables|firewall-cmd/.test(said)) return from
    this.scripts.push({ start, end, text: folds ? said.replace(/\n\s*/g, (all) => ' '.repeat(all.length)) : undefined })
    return this.use(from, to)
  }
}
