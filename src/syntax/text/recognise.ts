import type { Span } from '#model/source.ts'
import type { ShellReading } from '../shell/command-segments.ts'
import type { ScriptHints } from '../shell/shell-commands.ts'
import { fileCommands } from '../config/file-commands.ts'
import { commandSegments, isSaveText, noShell, readScript, readWritten } from '../shell/command-segments.ts'
import type { LineForm } from '../line/line-form.ts'
import { lineForm } from '../line/line-form.ts'
import type { DividedLines, ToolOutput } from '../facts/tool-output.ts'
import { toolOutputs } from '../facts/tool-output.ts'
import { configCommands } from './config-commands.ts'
import { BlockReader, trimStart } from './recognise-block.ts'
import { isCommand } from '../shell/is-command.ts'
import type { ProseRule } from './prose-rules.ts'
import { notShown, proseRules } from './prose-rules.ts'
import { rulesSegments } from './rules-segments.ts'
import { saveSegments } from './save-segments.ts'
import { isNftFile } from './nft-lines.ts'
import type { TextBlock } from './text-blocks.ts'
import { edgeLines, textBlocks } from './text-blocks.ts'
import { withHeading } from './table-heading.ts'
import type { TextSegment } from './text-segment.ts'
import { segmentOf } from './text-segment.ts'

/** The pieces of a text, and what its scripts say beside rules. */
export interface RecognisedText {
  readonly segments: readonly TextSegment[]
  /** What other programs said of the host. */
  readonly outputs: readonly ToolOutput[]
  readonly shell: readonly ShellReading[]
  /** Rules in sentences and tables of the page that are not read. */
  readonly prose: readonly ProseRule[]
}

/**
 * Splits any text into pieces of one form and family: a file, a script, a terminal's page, a Markdown document. Pieces come in the
 * order of the text; what belongs to none of the forms is left out.
 */
export function recogniseText(text: string, hints: ScriptHints = {}): RecognisedText {
  if (isSaveFile(text)) {
    const segments = saveSegments(text, edgeLines(text), undefined, { isWhole: true })
    return { segments, outputs: [], shell: [], prose: [] }
  }
  const blocks = textBlocks(text).map((block) => ({ fenced: block.fenced, ...divided(text, block.lines) }))
  const read = blocks.map(({ fenced, rest }) => readBlock(text, { fenced, lines: rest }, blocks.length === 1, hints))
  const segments = read.flatMap((one) => one.segments.map((segment) => withHeading(segment, text)))
  const outputs = blocks.flatMap((block) => block.outputs)
  const shell = read.flatMap((one) => one.shell)
  const found = proseRules(
    text,
    read.flatMap(({ prose = [] }) => prose),
  )
  if (segments.length === 0 && found.some(({ quoted }) => quoted))
    return { ...readProse(text, found, hints), outputs, shell }
  return { segments, outputs, shell, prose: notShown(text, found, segments.flatMap(shownLines)) }
}

// A page that shows no rule in another way shows them there.
function readProse(
  text: string,
  found: readonly ProseRule[],
  hints: ScriptHints,
): Pick<RecognisedText, 'segments' | 'prose'> {
  const quoted = found.filter((one) => one.quoted)
  const of = (kind: ProseRule['kind']) => quoted.filter((one) => one.kind === kind)
  const commands = readScript(text, of('command'), hints).calls
  const rules = of('rule')
  const nft = of('nft')
  const segments = [
    ...commandSegments(text, commands),
    ...(rules.length === 0 ? [] : rulesSegments(text, rules, undefined)),
    ...(nft.length === 0 ? [] : [segmentOf('nft', nft)]),
  ]
  return { segments, prose: found.filter((one) => !one.quoted) }
}

function shownLines({ lines, calls, start, end }: TextSegment): readonly Span[] {
  return lines.length > 0 || calls.length > 0 ? [...lines, ...calls] : [{ start, end }]
}

// A script may hold lines that look like the output of a program, in its here-documents.
function divided(text: string, lines: readonly Span[]): DividedLines {
  const [first] = lines
  const isScript = first !== undefined && shebang.test(text.slice(first.start, first.start + 100))
  return isScript || isNftFile(text, lines) ? { outputs: [], rest: lines } : toolOutputs(text, lines)
}

const marks = { newline: 10, hash: 35, asterisk: 42, hyphen: 45, colon: 58, letterC: 67, bracket: 91 } as const
const page = /^(?:[ \t]*(?:`{3}|~{3})|Chain \S+ \((?:policy|\d)|[^\s#]{0,100}[$%#] +\S)/

// A file for iptables-restore from its first line to its last. Lines inside its tables may be wrong, those outside may not be prose.
function isSaveFile(text: string): boolean {
  let inside = false
  let seen = false
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at < text.length; ) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    const first = text.charCodeAt(at)
    if (first === marks.asterisk) {
      if (!seen && !/^\*[a-z]+\s*$/.test(text.slice(at, Math.min(end, at + 40)))) return false
      inside = true
      seen = true
    } else if (first === marks.letterC && text.startsWith('COMMIT', at)) inside = false
    else if (
      first !== marks.hash &&
      first !== marks.hyphen &&
      first !== marks.colon &&
      first !== marks.bracket &&
      end > at
    ) {
      const line = text.slice(at, Math.min(end, at + 200))
      if (line.trim() !== '' && (!inside || page.test(line))) return false
    } else if (!seen && first !== marks.hash && end > at) return false
    at = end + 1
  }
  return seen
}

interface Read {
  readonly segments: readonly TextSegment[]
  readonly shell: readonly ShellReading[]
  /** Lines of no form. */
  readonly prose?: readonly Span[]
}

// fish and the languages of programs: their `if`, `for` and functions are not those of a shell, so that reading lines would mislead.
const foreign = /^#!.*\b(?<language>fish|t?csh|pwsh|python|perl|ruby|node|php|lua|expect|awk)[\d.]*\b/

const fishOpens =
  /^(?:[^\n#$%>]{0,80}[#$%>][ \t]+)?[ \t]*(?:if|while|switch|function|begin)\b(?![^\n]*(?:;[ \t]*(?:then|do)\b|[{(]))/
const fishEnds = /(?:^|;)[ \t]*end[ \t]*(?:;|$)/

// fish closes `if` and its functions with `end`, which no other shell does: `if` in it is not the `if` that is followed here.
function fishBlock(text: string, lines: readonly Span[]): Span | undefined {
  if (lines.length > 5000) return undefined
  const said = lines.map(({ start, end }) => text.slice(start, Math.min(end, start + 300)))
  const opens = said.findIndex((line) => fishOpens.test(line))
  if (opens < 0 || !said.some((line, at) => at >= opens && fishEnds.test(line))) return undefined
  const isOther = said.some((line) => /(?:^|;)[ \t]*(?:then|fi|do|done|esac)[ \t]*(?:;|$)/.test(line))
  return isOther || !said.some((line) => /ip6?tables/.test(line)) ? undefined : lines[opens]
}

function readBlock(text: string, { lines, fenced }: TextBlock, alone: boolean, hints: ScriptHints): Read {
  const [start] = lines
  const language = foreign.exec(text.slice(start?.start, Math.min(start?.end ?? 0, (start?.start ?? 0) + 100)))?.groups
    ?.language
  if (start !== undefined && language !== undefined)
    return { segments: [segmentOf('other', lines)], shell: [{ ...noShell, foreign: { language, ...start } }] }
  const fish = start === undefined ? undefined : fishBlock(text, lines)
  if (fish !== undefined)
    return { segments: [segmentOf('other', lines)], shell: [{ ...noShell, foreign: { language: 'fish', ...fish } }] }
  if (isNftFile(text, lines)) return { segments: [segmentOf('nft', lines)], shell: [] }
  if (fenced && isSaveText(text, lines) && !lines.some((line) => isOutput(text, line))) {
    return { segments: saveSegments(text, lines.map(trimStart(text)), undefined), shell: [] }
  }
  const config = readConfig(text, lines, hints)
  if (config !== undefined) return config
  const file = readFile(text, lines, hints)
  if (file !== undefined) return file
  const script = fenced || alone ? readWholeScript(text, lines, hints) : undefined
  if (script !== undefined) return script
  const reader = new BlockReader(text, lines, hints)
  const segments = reader.read()
  return { segments, shell: [reader.shell], prose: reader.prose }
}

// What a unit, a tunnel or a jail runs; the other lines of the block are read as those of any page.
function readConfig(text: string, lines: readonly Span[], hints: ScriptHints): Read | undefined {
  const config = configCommands(text, lines, hints.as)
  if (config === undefined) return undefined
  const { calls, shell } = readScript(text, config.spans, hints)
  const rest = lines.filter((_, index) => !config.lines.has(index))
  const reader = new BlockReader(text, rest, hints)
  const segments = [...commandSegments(text, calls), ...reader.read()].sort((a, b) => a.start - b.start)
  const choices = config.choice === undefined ? shell.choices : [config.choice, ...shell.choices]
  return { segments, shell: [{ ...shell, choices }, reader.shell], prose: reader.prose }
}

// What a task, an image or a machine's first start runs; the other lines of the block are read as those of any page.
function readFile(text: string, lines: readonly Span[], hints: ScriptHints): Read | undefined {
  const [first] = lines
  if (first === undefined || shebang.test(text.slice(first.start, first.start + 100))) return undefined
  const file = fileCommands(text, lines)
  if (file === undefined) return undefined
  const scripts = file.scripts.map((script) =>
    script.text === undefined ? readScript(text, [script], hints) : readWritten(script.text, script, hints),
  )
  const calls = [...file.calls, ...scripts.flatMap((script) => script.calls)].sort((a, b) => a.start - b.start)
  const rest = lines.filter((_, index) => !file.lines.has(index))
  const reader = new BlockReader(text, rest, hints)
  // A file of rules that the text writes is there before its commands run.
  const segments = [...reader.read(), ...commandSegments(text, calls)]
  const tasks = { ...noShell, tasks: file.notes }
  return { segments, shell: [tasks, ...scripts.map(({ shell }) => shell), reader.shell], prose: reader.prose }
}

function isOutput(text: string, line: Span): boolean {
  return page.test(text.slice(line.start, Math.min(line.end, line.start + 200))) || lineForm(text, line) === 'row'
}

const prints = /^\s*(?:sudo )?\S*ip6?tables(?:-(?:nft|legacy))?(?:-save\b|(?: \S+){0,4} -\w*[SL])/
const printed: ReadonlySet<LineForm> = new Set(['header', 'table', 'chain', 'rule', 'heading', 'columns'])

// `iptables -S` without a prompt, and what it printed.
function printsBelow(text: string, lines: readonly Span[]): boolean {
  return lines.some((line, index) => {
    const next = lines[index + 1]
    if (next === undefined || !printed.has(lineForm(text, next))) return false
    return prints.test(text.slice(line.start, Math.min(line.end, line.start + 200)))
  })
}

const shellStart =
  /^\s*(?:#!.*\b(?:(?:ba|da|k|z|a)?sh|openrc-run|runscript)\b|(?:export |readonly )?[A-Za-z_]\w*=|(?:\/\S*\/)?(?:sudo )?(?:\/\S*\/)?(?:ip6?tables\S*|cat|echo|tee|modprobe|sysctl|set|systemctl|service|docker) |for |if |while |case |until |function |\[ |\. \/|source |test |\w+ ?\(\))/

const shebang = /^#!.*\b(?:(?:ba|da|k|z|a)?sh|openrc-run|runscript)\b/

// A script is read as a whole, so that its loops and quotes may go over many lines. A page with commands in it is not one.
function readWholeScript(text: string, lines: readonly Span[], hints: ScriptHints): Read | undefined {
  const first = lines.find(
    (line) => !['blank', 'hash'].includes(lineForm(text, line)) || text.startsWith('#!', line.start),
  )
  if (first === undefined || !shellStart.test(text.slice(first.start, Math.min(first.end, first.start + 200))))
    return undefined
  const span = { start: first.start, end: lines.at(-1)?.end ?? first.end }
  const declared = shebang.test(text.slice(first.start, first.start + 100))
  if (!declared && (lines.some((line) => isOutput(text, line)) || printsBelow(text, lines))) return undefined
  const { calls, shell } = readScript(text, [span], hints)
  if (shell.unclosed.length > 0 && !declared) return undefined
  if (!declared && (calls.length === 0 || !calls.every(isCommand))) return undefined
  const segments = commandSegments(text, calls)
  return { segments: segments.length > 0 ? segments : [segmentOf('other', [span])], shell: [shell] }
}
