import type { Say } from '#i18n/catalogue.ts'
import type { Check, LintFinding } from '#model/check.ts'
import type { FindingPlace } from '#model/finding.ts'
import { rowAndColumn } from './diagnostic-page.ts'
import { answerSchemaVersion } from './json.ts'

/** The answer of `check --json`; its schema is `schemas/check.schema.json`. */
export function checkJson(say: Say, { sources, findings, allowed, rules, unread }: Check) {
  return {
    kind: 'check',
    schemaVersion: answerSchemaVersion,
    sources,
    rules,
    findings: findings.map((finding) => findingJson(say, finding)),
    allowed: allowed.map(({ finding, reason }) => ({ ...findingJson(say, finding), reason })),
    unread,
  }
}

function findingJson(say: Say, finding: LintFinding) {
  const { rule, severity, fails, who, conditional, packet, places, help, fix, evidence, args } = finding
  return {
    rule,
    severity,
    fails,
    who,
    conditional,
    args,
    message: say(finding),
    packet: packet === undefined ? null : say(packet),
    places: places.map((place) => placeJson(say, place)),
    help: help === undefined ? null : say(help),
    fix:
      fix === undefined
        ? null
        : {
            reach: fix.reach,
            edits: fix.edits.map(({ source, start, end, text }) => ({ source: source.name, start, end, text })),
          },
    evidence,
  }
}

function placeJson(say: Say, place: FindingPlace) {
  const { source, span, message } = place
  return {
    source: source.name,
    ...rowAndColumn(place),
    start: span.start,
    end: span.end,
    text: source.text.slice(span.start, span.end),
    message: message === undefined ? null : say(message),
  }
}
