import { writeAddress } from '#base/prefix.ts'
import { lineStarts, rowOf } from '#base/line-starts.ts'
import type { Say } from '#i18n/catalogue.ts'
import { targetText } from '#model/exposure.ts'
import type { PolicyFinding } from '#model/policy.ts'
import type { PlanCheck, PolicyPlan } from '#model/policy-plan.ts'
import { answerSchemaVersion } from './json.ts'
import { packetText } from './packet-text.ts'

/** The answer of `plan --json`; its schema is `schemas/plan.schema.json`. */
export function planJson(say: Say, plan: PolicyPlan) {
  const { source, files, observe, rules, zones, cells, checks, remarks, staying, assumed, findings } = plan
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
    checks: checks.map((check) => checkJson(say, check)),
    remarks: remarks.map(({ kind, cell: { zone, families, protocol, address, port, by } }) => ({
      ...{ kind, zone, families, protocol, address, port, by: by ?? null },
    })),
    staying:
      staying?.map(({ source: from, destination, ...one }) => ({
        ...one,
        source: writeAddress(from),
        destination: writeAddress(destination),
        port: one.port ?? null,
      })) ?? null,
    backend: rules?.backend ?? null,
    scripts: rules?.scripts ?? [],
    assumed,
    findings: findings.map((finding) => findingJson(say, finding)),
  }
}

function checkJson(say: Say, { place, packet, by, ...check }: PlanCheck) {
  return {
    ...check,
    source: place?.source.name ?? null,
    line: place?.line ?? null,
    family: packet?.family ?? null,
    packet: packet === undefined ? null : packetText(say, packet),
    by: by ?? null,
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
