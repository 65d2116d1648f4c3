import type { Snapshot } from '#index.ts'
import { say } from '#i18n/catalogue.ts'
import { answerVerdict, packetFromJson, prepare, verdictJson } from '#index.ts'
import type { Invocation } from './command.ts'
import { exit } from './exit.ts'
import { jsonText } from './show.ts'
import { readText } from './sources.ts'

/** Answers one packet a line with one line of JSON; a line that is no packet is answered by an error, and the code is 1. */
export async function runPackets(snapshot: Snapshot, path: string, { terminal }: Invocation): Promise<number> {
  const { text } = await readText(path, terminal)
  const program = prepare(snapshot)
  let code: number = exit.fine
  let answers: string[] = []
  for (const { line, value, error } of jsonLines(text)) {
    const wanted = error === undefined ? packetFromJson(value) : { id: 'packet/not-an-object', args: {} }
    if ('id' in wanted) {
      code = exit.findings
      answers.push(jsonText({ line, error: error ?? say(wanted) }))
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
export async function runCases(snapshot: Snapshot, path: string, { terminal }: Invocation): Promise<number> {
  const { text } = await readText(path, terminal)
  const program = prepare(snapshot)
  let passed = 0
  let failed = 0
  for (const { line, value, error } of jsonLines(text)) {
    const { name, expect, ...fields } = (value ?? {}) as { name?: unknown; expect?: unknown }
    const wanted = error === undefined ? packetFromJson(fields) : undefined
    const trace = wanted === undefined || 'id' in wanted ? undefined : answerVerdict(wanted, program)
    const expected = String(expect ?? '')
      .toUpperCase()
      .replace('-', ' ')
    if (trace?.verdict === expected) {
      passed++
      continue
    }
    failed++
    const got = trace?.verdict ?? error ?? (wanted !== undefined && 'id' in wanted ? say(wanted) : '')
    terminal.out(
      `${say({ id: 'trace/case', args: { line, name: String(name ?? path), expected, got, by: trace?.by ?? '' } })}\n`,
    )
  }
  terminal.out(`${say({ id: 'trace/cases', args: { passed, failed } })}\n`)
  return failed > 0 ? exit.findings : exit.fine
}

function* jsonLines(text: string): Generator<{ line: number; value: unknown; error: string | undefined }> {
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
