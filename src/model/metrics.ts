import type { MessageId } from './messages.ts'

/** The help text of a metric in the catalogue. */
export type MetricHelpId = Extract<MessageId, `metrics/help-${string}`>

/** One value of a metric. Labels hold words of Seawall and names of zones, no addresses and no names of containers or networks. */
export interface MetricSample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** A metric as Prometheus knows it: a name with its values. A value that is not known is left out; it is never 0. */
export interface Metric {
  readonly name: `seawall_${string}`
  readonly type: 'gauge' | 'counter'
  readonly help: MetricHelpId
  readonly samples: readonly MetricSample[]
}

/** What metrics say of the run that made them. Times are in seconds since 1970. */
export interface MetricsRun {
  /** The version of Seawall. */
  readonly version: string
  readonly seconds: number
  /** When a run was last successful; undefined: not known. */
  readonly lastSuccess: number | undefined
}
