import { zonePorts } from '#answers/zone-ports.ts'
import { isRefusal, type Refusal } from '#model/answer.ts'
import { type Assumption, assumptions, type Exposure } from '#model/exposure.ts'
import type { Metric, MetricHelpId, MetricSample, MetricsRun } from '#model/metrics.ts'
import type { Standing } from '#model/repair.ts'
import type { Service, ServiceState } from '#model/service.ts'
import type { StatusAnswer, StatusVerdict } from './status-answer.ts'

/** The answers that metrics are counted from. A status that was refused: Docker's state or the rules are not known. */
export interface MetricsSources {
  readonly exposure: Exposure
  readonly status: StatusAnswer | Refusal
  /** When the host was read, ISO 8601; undefined: not known. */
  readonly capturedAt: string | undefined
}

/** The numbers of a host that was read. */
export function answerMetrics({ exposure, status, capturedAt }: MetricsSources, run: MetricsRun): readonly Metric[] {
  return [
    ...runMetrics(run, 1),
    ...readMetrics(exposure, capturedAt),
    ...portMetrics(exposure),
    ...(isRefusal(status) ? [verdictMetric('unread')] : dockerMetrics(status)),
  ].filter(({ samples }) => samples.length > 0)
}

/** The numbers of a host that could not be read: that it could not, and when it last could. */
export function failedMetrics(run: MetricsRun): readonly Metric[] {
  return runMetrics(run, 0).filter(({ samples }) => samples.length > 0)
}

function runMetrics({ version, seconds, lastSuccess }: MetricsRun, success: 0 | 1): readonly Metric[] {
  return [
    gauge('seawall_build_info', 'metrics/help-build-info', [sample({ version }, 1)]),
    gauge('seawall_success', 'metrics/help-success', [sample({}, success)]),
    gauge(
      'seawall_last_success_timestamp_seconds',
      'metrics/help-last-success',
      lastSuccess === undefined ? [] : [sample({}, lastSuccess)],
    ),
    gauge('seawall_run_duration_seconds', 'metrics/help-duration', [sample({}, seconds)]),
  ]
}

// That the address of the host is private is no gap: it was read.
const parts = assumptions.filter((one): one is Exclude<Assumption, 'private-address'> => one !== 'private-address')

function readMetrics({ assumed }: Exposure, capturedAt: string | undefined): readonly Metric[] {
  const captured = capturedAt === undefined ? Number.NaN : Date.parse(capturedAt) / 1000
  return [
    gauge(
      'seawall_snapshot_timestamp_seconds',
      'metrics/help-snapshot',
      Number.isFinite(captured) ? [sample({}, captured)] : [],
    ),
    gauge(
      'seawall_unread',
      'metrics/help-unread',
      parts.map((part) => sample({ part }, assumed.includes(part) ? 1 : 0)),
    ),
  ]
}

function portMetrics(exposure: Exposure): readonly Metric[] {
  const ports = zonePorts(exposure)
  return [
    gauge('seawall_exposed_ports', 'metrics/help-exposed', ports('open')),
    gauge('seawall_exposed_ports_despite_rule', 'metrics/help-despite', ports('despite')),
    gauge('seawall_limited_ports', 'metrics/help-limited', ports('limited')),
    gauge('seawall_unknown_ports', 'metrics/help-unknown-ports', ports('perhaps')),
  ]
}

const verdicts: readonly (StatusVerdict | 'unread')[] = ['ok', 'wrong', 'dead', 'unknown', 'unread']

function verdictMetric(found: StatusVerdict | 'unread'): Metric {
  const samples = verdicts.map((verdict) => sample({ verdict }, verdict === found ? 1 : 0))
  return gauge('seawall_docker_verdict', 'metrics/help-verdict', samples)
}

const standings: readonly Standing[] = ['expected', 'missing', 'out-of-place', 'altered', 'doubled', 'stale', 'unknown']
const serviceKinds: readonly Service['kind'][] = ['port', 'outside', 'neighbour']
const serviceStates: readonly ServiceState['state'][] = ['works', 'limited', 'dead', 'unknown']

function dockerMetrics({ verdict, plans, services, failed, unknown }: StatusAnswer): readonly Metric[] {
  const rules = plans.flatMap(({ family, rules: all }) =>
    standings.map((standing) => sample({ family, standing }, all.filter((one) => one.standing === standing).length)),
  )
  const fares = serviceKinds.flatMap((kind) =>
    serviceStates.map((state) =>
      sample({ kind, state }, services.filter((one) => one.kind === kind && one.state === state).length),
    ),
  )
  return [
    verdictMetric(verdict),
    gauge('seawall_docker_rules', 'metrics/help-rules', rules),
    gauge('seawall_docker_unjudged', 'metrics/help-unjudged', [sample({}, unknown.length)]),
    gauge('seawall_services', 'metrics/help-services', fares),
    gauge('seawall_containers_not_started', 'metrics/help-not-started', [sample({}, failed.length)]),
  ]
}

function gauge(name: Metric['name'], help: MetricHelpId, samples: readonly MetricSample[]): Metric {
  return { name, type: 'gauge', help, samples }
}

function sample(labels: Readonly<Record<string, string>>, value: number): MetricSample {
  return { labels, value }
}
