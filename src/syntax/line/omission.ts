import { message } from '#model/diagnostic.ts'
import type { Span } from '#model/source.ts'
import type { RuleStatement, Statement, UnreadableLine } from '#model/statement.ts'
import type { LineContext } from './line-state.ts'

const mostShown = 90
const decoration = /[\s.\u2026\-_*#/<>[\](){}~=+|:;,'"`\u2014\u2013\u2500\u2702]+/g
const words = new Set(
  'a about additional all an and another are around as been below brevity chain chains clipped command commands continued continues cut deleted docker elided entries entry etc existing few for from further have here hidden in irrelevant left less like line lines list long longer lots many more next not of omissis omited omitted ommitted on original other others out output part parts plus port ports redacted relevant remaining removed rest rows rule rules same shortened shown similar skipped snip snipped snippet so some stripped stuff table tables text that the there these this those to too trimmed truncated unrelated unimportant up was were'.split(
    ' ',
  ),
)
const strong =
  /\b(?:snip(?:ped)?|omm?itt?ed|omissis|truncated|elided|trimmed|skipped|shortened|clipped|stripped|cut|left out|removed)\b/
const dots = /\.{3}|\u2026/
const bracketed = /^(?:\[.*\]|<.*>|\(.*\)|\{.*\})$/
const counted =
  /^(?:(?:and|plus|about|around) )?\d{1,5} (?:\w+ )?(?:more|others?|additional|further|similar|rules?|lines?|entries)\b/
const numberThenDots = /^\d{1,5}[.:)]?\s+(?:\.{3}|\u2026)/
/** The same in Chinese, Japanese and Korean. */
const eastAsian =
  /^[\s.\u2026\-*#/<[({~=\uff08]*(?:\u4ee5\u4e0b|\u9014\u4e2d|\u4e2d\u9593|\uc774\ud558|\uc911\uac04)?\s*(?:\u7701\u7565|\u4e2d\u7565|\u5f8c\u7565|\u7565|\uc0dd\ub7b5|\uc911\ub7b5|\ud6c4\ub7b5)[\s.\u2026\-*#/>\])}~=\uff09]*$/
const plainCut = /^(?:snip|snipped|(?:output )?(?:truncated|omitted))$/
const first = /[.\u2026\-_*#/<[({~=+:;\u2014\u2013\u2702\d]|[a-z]/i

/** Whether a line only says that lines were left out: `...`, `[snip]`, `(output omitted)`, `--- 20 more rules ---`. */
export function isOmission(text: string, { start, end }: Span): boolean {
  if (end - start > mostShown || end - start < 1 || (text[start] === '-' && text[start + 1] === 'A')) return false
  const line = text.slice(start, end).trim()
  if (eastAsian.test(line)) return true
  // `# Left out:` begins a list of what is in another place, as in the files of `seawall save`.
  if (!first.test(line[0] ?? ' ') || line.endsWith(':')) return false
  const said = line.replace(decoration, ' ').trim().toLowerCase()
  if (!said.split(' ').every((word) => word === '' || words.has(word) || /^\d{1,5}$/.test(word))) return false
  // A line of nothing but three dots below each other, one a line, is prose or a table's border as well.
  if (dots.test(line)) return said === '' || !/^\d+$/.test(said) || numberThenDots.test(line)
  if (said === '' || /^\d+(?: \d+)*$/.test(said)) return false
  if (strong.test(said)) return line.toLowerCase() !== said || plainCut.test(said) || /^\d/.test(said)
  if (counted.test(said)) return true
  return bracketed.test(line) && /\b(?:more|other|others|rest|remaining|lines|rules|entries|chains)\b/.test(said)
}

/** The statement of lines that were left out. `chain`: whose rules they are, where that is known. */
export function omittedLine(
  { origin }: LineContext,
  { start, end }: Span,
  known: { readonly table?: string | undefined; readonly chain?: string | undefined } = {},
): UnreadableLine {
  const { table, chain } = known
  return {
    kind: 'unreadable',
    omitted: true,
    changes: 'rule',
    table,
    chain,
    line: { origin, start, end },
    start,
    end,
  }
}

/** Statements in which left-out lines between two rules of one chain are of that chain; those elsewhere may be of any chain. A note says where. */
export function placeOmissions(statements: readonly Statement[], context: LineContext): readonly Statement[] {
  if (!statements.some(isOmitted)) return statements
  const placed = statements.map((statement, index): Statement => {
    if (!isOmitted(statement) || statement.chain !== undefined) return statement
    const before = ruleBeside(statements, index, -1)
    const after = ruleBeside(statements, index, 1)
    const table = statement.table ?? before?.table ?? after?.table
    const isOne = before !== undefined && before.chain === after?.chain && before.table === after.table
    return { ...statement, table, chain: isOne ? before.chain : undefined }
  })
  const found = placed.filter(isOmitted)
  const [at] = found as [UnreadableLine]
  const chains = found.some(({ chain }) => chain === undefined) ? [] : [...new Set(found.map(({ chain }) => chain))]
  context.diagnostics.push({
    severity: 'warning',
    ...message('syntax/omitted', { count: found.length, chains: chains.join(', ') }),
    span: { start: at.start, end: at.end },
  })
  return placed
}

function isOmitted(statement: Statement): statement is UnreadableLine {
  return statement.kind === 'unreadable' && statement.omitted === true
}

function ruleBeside(statements: readonly Statement[], from: number, step: 1 | -1): RuleStatement | undefined {
  for (let at = from + step; at >= 0 && at < statements.length; at += step) {
    const statement = statements[at] as Statement
    if (statement.kind === 'rule') return statement
    if (statement.kind === 'blank' || statement.kind === 'comment' || isOmitted(statement)) continue
    return undefined
  }
  return undefined
}
