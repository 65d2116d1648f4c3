import { printable } from '#base/printable.ts'
import type { Say } from '#i18n/catalogue.ts'
import { message } from '#model/diagnostic.ts'
import type { Metric, MetricSample } from '#model/metrics.ts'
import { answerSchemaVersion } from './json.ts'

/** Metrics in the text format of Prometheus (version 0.0.4). */
export function metricsText(say: Say, metrics: readonly Metric[]): string {
  return metrics
    .flatMap(({ name, type, help, samples }) => [
      `# HELP ${name} ${say(message(help)).replaceAll('\\', '\\\\')}`,
      `# TYPE ${name} ${type}`,
      ...samples.map((one) => `${name}${labelsText(one)} ${one.value}`),
    ])
    .map((line) => `${line}\n`)
    .join('')
}

function labelsText({ labels }: MetricSample): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}="${labelText(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function labelText(value: string): string {
  return printable(value).replace(/[\\"]/g, (sign) => `\\${sign}`)
}

/** The answer of `metrics --json`; its schema is `schemas/metrics.schema.json`. `path`: the file that was written. */
export function metricsJson(say: Say, metrics: readonly Metric[], path: string | undefined) {
  return {
    kind: 'metrics' as const,
    schemaVersion: answerSchemaVersion,
    path: path ?? null,
    metrics: metrics.map(({ help, ...metric }) => ({ ...metric, help: say(message(help)) })),
  }
}
