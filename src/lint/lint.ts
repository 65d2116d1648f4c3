import { groupBy } from '#base/lists.ts'
import type { AllowedFinding, LintFinding, LintId } from '#model/check.ts'
import type { Severity } from '#model/diagnostic.ts'
import type { FindingPlace } from '#model/finding.ts'
import { lintRules } from './registry.ts'
import { type Found, type LintRule, severityOf } from './rule.ts'
import type { Subject } from './subject.ts'
import { Allowances } from './allowances.ts'

/** What all rules say of a subject, the worst first, and what comments allow. */
export interface Linted {
  readonly findings: readonly LintFinding[]
  readonly allowed: readonly AllowedFinding[]
}

const order: readonly Severity[] = ['error', 'warning', 'note']

/** Asks every rule. `today`: a date as `2030-12-31`, for allowances that expire. */
export function lint(subject: Subject, today: string, rules: readonly LintRule[] = lintRules): Linted {
  const found = rules.flatMap((rule) => merged(rule.check(subject).map((one) => findingOf(rule.id, one))))
  const allowances = new Allowances(
    subject.texts.map(({ source }) => source),
    today,
    new Set(rules.map(({ id }) => id)),
  )
  const { kept, allowed } = allowances.sort(found)
  const findings = [...kept, ...allowances.complaints().map((one) => findingOf(one.rule, one.found))]
  return { findings: findings.toSorted(worstFirst), allowed }
}

function worstFirst(a: LintFinding, b: LintFinding): number {
  return order.indexOf(a.severity) - order.indexOf(b.severity)
}

function findingOf(rule: LintId, found: Found): LintFinding {
  const { said, fails, who, packet, conditional = false, places, help, fix, evidence } = found
  return {
    ...said,
    rule,
    severity: severityOf(found),
    places,
    ...(help !== undefined && { help }),
    ...{ fails, who, packet, conditional, evidence, fix },
  }
}

/** The same fault in several sources, as in the rules that are loaded and in the file that loads them, is one finding. */
function merged(findings: readonly LintFinding[]): readonly LintFinding[] {
  const groups = groupBy(findings, ({ evidence }) => evidence.join('\n'))
  return [...groups.values()].map((group) => {
    const [worst = group[0] as LintFinding] = group.toSorted(worstFirst)
    const others = group.filter((one) => one !== worst).flatMap(({ places }) => places)
    return { ...worst, places: distinct([...worst.places, ...others]) }
  })
}

function distinct(places: readonly FindingPlace[]): LintFinding['places'] {
  const seen = new Map<string, FindingPlace>()
  for (const place of places) {
    const key = `${place.source.name} ${place.span.start}`
    if (!seen.has(key)) seen.set(key, place)
  }
  return [...seen.values()] as unknown as LintFinding['places']
}
