import type { Program, Snapshot, TriedCase } from '#index.ts'
import { answerVerdict, casesJson, message, packetFromJson, prepare, verdictJson } from '#index.ts'
import type { Invocation } from './command.ts'
import { exit } from './exit.ts'
import { jsonText, showJson } from './show.ts'
import { readText } from './sources.ts'
import type { Terminal } from './terminal.ts'

/** Answers one packet a line with one line of JSON; a line that is no packet is answered by an error, and the code is 1. */
export async function runPackets(snapshot: Snapshot, path: string, { terminal }: Invocation): Promise<number> {
  const { text } = await readText(path, terminal)
  const program = prepare(snapshot)
  let code: number = exit.fine
  let answers: string[] = []
  for (const { line, value, error } of jsonLines(text)) {
    const wanted = error === undefined ? packetFromJson(value) : message('packet/not-an-object')
    if ('id' in wanted) {
      code = exit.findings
      answers.push(jsonText({ line, error: error ?? terminal.say(wanted) }))
    } else answers.push(jsonText(verdictJson(answerVerdict(wanted, program))))
    if (answers.length === 1000) {
      terminal.out(`${answers.join('\n')}\n`)
      answers = []
    }
  }
  if (answers.length > 0) terminal.out(`${answers.join('\n')}\n`)
  return code
}

/** Holds expectations against the rules: one JSON object a line, `{"name":"...","expect":"drop", ...packet}`. */
export async function runCases(snapshot: Snapshot, path: string, { options, terminal }: Invocation): Promise<number> {
  const { text } = await readText(path, terminal)
  const program = prepare(snapshot)
  const cases = [...jsonLines(text)].map((one) => tryCase(one, program, terminal.say))
  const failed = cases.filter(({ passed }) => !passed)
  if (options.json) showJson(casesJson(cases), terminal)
  else {
    for (const { line, name, expected, verdict, by, error, perhaps } of failed) {
      const open = perhaps.map(({ key }) => terminal.say({ id: 'trace/doubt', args: { key } })).join('; ')
      const args = { line, name: name ?? path, expected, got: verdict ?? error ?? '', by: by ?? '', open }
      terminal.out(`${terminal.say({ id: 'trace/case', args })}\n`)
    }
    const args = { passed: cases.length - failed.length, failed: failed.length }
    terminal.out(`${terminal.say({ id: 'trace/cases', args })}\n`)
  }
  return failed.length > 0 ? exit.findings : exit.fine
}

function tryCase({ line, value, error }: JsonLine, program: Program, say: Terminal['say']): TriedCase {
  const { name, expect, ...fields } = (value ?? {}) as { name?: unknown; expect?: unknown }
  const wanted = error === undefined ? packetFromJson(fields) : undefined
  const fault = error ?? (wanted !== undefined && 'id' in wanted ? say(wanted) : undefined)
  const trace = wanted === undefined || 'id' in wanted ? undefined : answerVerdict(wanted, program)
  const expected = String(expect ?? '')
    .toUpperCase()
    .replace('-', ' ')
  return {
    line,
    name: name === undefined ? undefined : String(name),
    passed: trace?.verdict === expected,
    expected,
    verdict: trace?.verdict,
    by: trace?.by,
    perhaps: trace?.perhaps ?? [],
    error: fault,
  }
}

interface JsonLine {
  readonly line: number
  readonly value: unknown
  readonly error: string | undefined
}

function* jsonLines(text: string): Generator<JsonLine> {
  let line = 0
  for (const one of text.split('\n')) {
    line++
    if (one.trim() === '') continue
    try {
      yield { line, value: JSON.parse(one) as unknown, error: undefined }
    } catch (error) {
      yield { line, value: undefined, error: error instanceof Error ? error.message : String(error) }
    }
  }
}
