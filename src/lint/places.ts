import type { Field } from '#model/condition.ts'
import type { Message } from '#model/diagnostic.ts'
import type { FindingPlace } from '#model/finding.ts'
import type { Clause, LoweredRule } from '#model/lowered.ts'
import type { Source, Span } from '#model/source.ts'

/** Where a rule is written. */
export function placeOf(rule: LoweredRule, message?: Message): FindingPlace {
  return placeIn(rule.origin, rule, message)
}

/** Where a rule asks something of a packet. */
export function placeOfClause(rule: LoweredRule, clause: Clause, message?: Message): FindingPlace {
  return placeIn(rule.origin, clause, message)
}

/** A piece of a text. */
export function placeIn(source: Source, { start, end }: Span, message?: Message): FindingPlace {
  return { source, span: { start, end }, ...(message !== undefined && { message }) }
}

/** The line of a text without the blanks around it. */
export function lineSpan(text: string, { start, end }: Span): Span {
  const line = text.slice(start, end)
  const from = start + (line.length - line.trimStart().length)
  return { start: from, end: from + line.trim().length }
}

/** The part of a rule that asks for one value or several of a field, not for all but some. */
export function clauseFor(rule: LoweredRule, field: Field): Clause | undefined {
  return rule.clauses.find(({ condition }) => condition.kind === 'in' && condition.field === field)
}

/** The text of a rule as it is written, without the counters before it: what makes a rule this rule and no other. */
export function textOf(rule: LoweredRule): string {
  return rule.origin.text
    .slice(rule.start, rule.end)
    .trim()
    .replace(/^\[\d+:\d+\]\s*/, '')
    .replace(/\s+/g, ' ')
}
