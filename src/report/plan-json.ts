import { lineStarts, rowOf } from '#base/line-starts.ts'
import type { Say } from '#i18n/catalogue.ts'
import { targetText } from '#model/exposure.ts'
import type { PolicyFinding } from '#model/policy.ts'
import type { PolicyPlan } from '#model/policy-plan.ts'
import { answerSchemaVersion } from './json.ts'

/** The answer of `plan --json`; its schema is `schemas/plan.schema.json`. */
export function planJson(say: Say, plan: PolicyPlan) {
  const { source, files, observe, rules, zones, cells, assumed, findings } = plan
  return {
    kind: 'plan',
    schemaVersion: answerSchemaVersion,
    source,
    files,
    mode: observe ? 'observe' : 'enforce',
    zones: zones.map(({ name, addresses, device }) => ({ name, addresses, device: device ?? null })),
    reach: cells.map(({ target, network, by, ...cell }) => ({
      ...cell,
      target: targetText(target),
      network: network ?? null,
      by: by ?? null,
    })),
    backend: rules?.backend ?? null,
    scripts: rules?.scripts ?? [],
    assumed,
    findings: findings.map((finding) => findingJson(say, finding)),
  }
}

function findingJson(say: Say, { source, severity, id, args, span, help }: PolicyFinding) {
  const starts = lineStarts(source.text)
  const row = rowOf(starts, span.start)
  return {
    source: source.name,
    ...{ severity, code: id, args, message: say({ id, args }) },
    line: row + 1,
    column: span.start - (starts[row] ?? 0) + 1,
    ...{ start: span.start, end: span.end },
    help: help === undefined ? null : say(help),
  }
}
