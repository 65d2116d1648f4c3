import type { Say } from '#i18n/catalogue.ts'
import type { Check, LintFinding } from '#model/check.ts'
import { message, type Severity } from '#model/diagnostic.ts'
import { findingLine, findingPage } from './diagnostic-page.ts'
import { gap, indented, line, type Page, styled, table } from './page.ts'

/** How much of it to show. `normal`: the first findings in full, the others in a line each. */
export type CheckDensity = 'concise' | 'normal' | 'full'

const mostInFull = 10

/** What was found, the worst first, and what could not be read. */
export function checkPage(say: Say, check: Check, density: CheckDensity): Page {
  const { findings } = check
  const inFull = density === 'full' ? findings.length : density === 'concise' ? 0 : mostInFull
  const rest = findings.slice(inFull)
  return [
    ...findings.slice(0, inFull).flatMap((finding) => findingFrames(say, finding)),
    ...rest.map((finding) => findingLine(say, finding, ` [${failsText(say, finding)}]`)),
    ...(rest.length > 0 && density !== 'concise' ? [gap] : []),
    ...lastLines(say, check, density),
  ]
}

function findingFrames(say: Say, finding: LintFinding): Page {
  const { packet, fix } = finding
  // Many places are one fault: a few show it.
  const [first, ...others] = finding.places
  const shown: LintFinding['places'] = [first, ...others.slice(0, 3)]
  return findingPage(say, { ...finding, places: shown }, [
    failsMessage(finding),
    ...(packet === undefined ? [] : [message('check/packet-is', { packet: say(packet) })]),
    ...(fix === undefined ? [] : [message('check/fix', { reach: fix.reach })]),
  ])
}

function failsMessage({ fails, who, conditional }: LintFinding) {
  return message('check/fails', { fails, who, conditional: conditional ? 1 : 0 })
}

function failsText(say: Say, finding: LintFinding): string {
  return say(failsMessage(finding))
}

function lastLines(say: Say, { findings, allowed, unread, rules, sources }: Check, density: CheckDensity): Page {
  const count = (wanted: Severity) => findings.filter(({ severity }) => severity === wanted).length
  const [errors, warnings, notes] = [count('error'), count('warning'), count('note')]
  const head = say(message('check/head', { errors, warnings, notes, rules, sources: sources.length }))
  const [first] = findings
  return [
    line(styled(errors > 0 ? 'drop' : warnings > 0 ? 'warning' : 'strong', head)),
    ...(allowed.length === 0 ? [] : [line(say(message('check/allowed', { count: allowed.length })))]),
    ...(density === 'full'
      ? allowed.map(({ finding, reason }) => indented(2, [findingText(say, finding, reason)], 2))
      : []),
    ...(unread.length === 0
      ? []
      : [line(styled('warning', say(message('check/unread', { names: unread.join('\n'), count: findings.length }))))]),
    ...(first === undefined || density === 'concise' ? [] : [line(say(message('check/explain', { id: first.rule })))]),
  ]
}

function findingText(say: Say, finding: LintFinding, reason: string): string {
  return `${finding.places[0].source.name}: ${finding.rule}: ${say(finding)} (${reason})`
}

/** The rules of the linter, a line each. */
export function checkListPage(
  say: Say,
  rules: readonly { readonly id: string; readonly about: Parameters<Say>[0] }[],
): Page {
  return [
    table(
      0,
      'lL',
      rules.map(({ id, about }) => [[styled('strong', id)], [say(about)]]),
    ),
  ]
}
