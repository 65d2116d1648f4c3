import type { Packet, Program, Snapshot, TriedCase } from '#pages.ts'
import {
  isRefusal,
  answerVerdict,
  casesJson,
  conversationLineJson,
  jsonText,
  judgeConversation,
  packetFromJson,
  prepare,
  refusal,
  verdictJson,
} from '#pages.ts'
import type { Invocation } from './command.ts'
import { exit } from './exit.ts'
import { showJson } from './show.ts'
import { readText } from './sources.ts'
import { verdictWord } from './verdict-word.ts'

/** Answers one packet a line with one line of JSON, or with one document under `--json`; a line that is no packet is answered by an error. */
export async function runPackets(snapshot: Snapshot, path: string, invocation: Invocation): Promise<number> {
  const { options, terminal } = invocation
  const { text } = await readText(path, terminal)
  const program = prepare(snapshot)
  let code: number = exit.fine
  const answers: unknown[] = []
  let lines: string[] = []
  for (const { line, value, error } of jsonLines(text)) {
    const wanted = error === undefined ? packetFromJson(value) : refusal('packet/not-an-object')
    if (isRefusal(wanted)) code = exit.partlyRead
    const answer = isRefusal(wanted)
      ? { line, error: error ?? terminal.say(wanted.message) }
      : lineJson(wanted, snapshot, program, invocation)
    if (options.json) answers.push(answer)
    else lines.push(`${jsonText(answer)}\n`)
    if (lines.length === 1000) {
      terminal.out(lines.join(''))
      lines = []
    }
  }
  if (options.json) showJson({ kind: 'trace-packets', schemaVersion: 1, answers }, terminal)
  else terminal.out(lines.join(''))
  return code
}

/** Holds expectations against the rules: one JSON object a line, `{"name":"...","expect":"drop", ...packet}`. */
export async function runCases(snapshot: Snapshot, path: string, invocation: Invocation): Promise<number> {
  const { options, terminal } = invocation
  const { text } = await readText(path, terminal)
  const program = prepare(snapshot)
  const cases = [...jsonLines(text)].map((one) => tryCase(one, snapshot, program, invocation))
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

function lineJson(wanted: Packet, snapshot: Snapshot, program: Program, { options, terminal }: Invocation) {
  if (options.oneWay) return verdictJson(answerVerdict(wanted, program))
  const { first, conversation } = judgeConversation(wanted, program, snapshot)
  const whole = conversation === undefined ? {} : { conversation: conversationLineJson(terminal.say, conversation) }
  return { ...verdictJson(first), ...whole }
}

function tryCase(
  { line, value, error }: JsonLine,
  snapshot: Snapshot,
  program: Program,
  { options, terminal }: Invocation,
): TriedCase {
  const { name, expect, ...fields } = (value ?? {}) as { name?: unknown; expect?: unknown }
  const wanted = error === undefined ? packetFromJson(fields) : undefined
  const fault = error ?? (wanted !== undefined && isRefusal(wanted) ? terminal.say(wanted.message) : undefined)
  const trace =
    wanted === undefined || isRefusal(wanted) ? undefined : decide(wanted, snapshot, program, options.oneWay === true)
  const expected = verdictWord(String(expect ?? ''))
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

function decide(wanted: Packet, snapshot: Snapshot, program: Program, oneWay: boolean) {
  if (oneWay) return answerVerdict(wanted, program)
  const { first, conversation } = judgeConversation(wanted, program, snapshot)
  return conversation === undefined ? first : { ...conversation, perhaps: conversation.trace.perhaps }
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
