import { defaultDialect } from '#model/family.ts'
import type { Condition } from '#model/condition.ts'
import type { Family } from '#model/family.ts'
import { conditionOf, meaning } from '#lowered/meaning.ts'
import { finishLine } from '#syntax/line/finish-line.ts'
import { readLine } from '#syntax/line/line-reader.ts'
import type { LineContext } from '#syntax/line/line-state.ts'
import { restoreWords } from '#syntax/line/words.ts'

/** What the matches of a rule ask, read from the words behind `-A FORWARD`. */
export function conditionOfText(args: string, family: Family = 'ipv4'): Condition {
  const text = `-A FORWARD ${args}`
  const context: LineContext = { origin: { name: 'test', text }, family, dialect: defaultDialect, diagnostics: [] }
  const line = readLine(restoreWords(text, 0, text.length), 0, context)
  const statement = finishLine(line, { start: 0, end: text.length }, undefined, context)
  const rule = statement?.kind === 'rule' ? statement.rules[0] : undefined
  if (rule === undefined) throw new Error(`${args}: ${context.diagnostics.map(({ id }) => id).join(' ')}`)
  return conditionOf(meaning(rule, family, () => false))
}
