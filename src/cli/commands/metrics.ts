import { lastSuccessIn, writeMetricsFile } from '#node.ts'
import {
  answerExposure,
  answerMetrics,
  failedMetrics,
  isRefusal,
  type Metric,
  message,
  metricsJson,
  metricsText,
  outerZones,
} from '#pages.ts'
import { type Invocation, textOption } from '../command.ts'
import { exit, UsageError } from '../exit.ts'
import { settledStatusOf } from '../settled.ts'
import { holdsNoRules, partlyRead, sayNoRules, showJson, showTexts } from '../show.ts'
import { readSource } from '../sources.ts'
import { version } from '../version.ts'

/** What was counted; undefined: there was nothing to count. */
interface Counted {
  readonly metrics: readonly Metric[] | undefined
  readonly code: number
}

/** Prints or writes the numbers of a host for Prometheus; exit code 5 where some are not known. */
export async function run(invocation: Invocation): Promise<number> {
  const { options, terminal } = invocation
  const folder = textOption(options, 'textfile')
  if (folder === '') throw new UsageError(message('usage/empty-source'))
  const started = performance.now()
  const seconds = () => Math.round(performance.now() - started) / 1000
  try {
    const { metrics, code } = await count(invocation, seconds)
    if (metrics === undefined) await writeFailure(folder, seconds())
    else {
      const path = folder === undefined ? undefined : await writeMetricsFile(folder, metricsText(terminal.say, metrics))
      if (options.json) showJson(metricsJson(terminal.say, metrics, path), terminal)
      else if (path === undefined) terminal.out(metricsText(terminal.say, metrics))
      else terminal.talk(`${terminal.say(message('metrics/written', { path, count: metrics.length }))}\n`)
    }
    return code
  } catch (error) {
    // The first error is the one to say.
    await writeFailure(folder, seconds()).catch(() => {})
    throw error
  }

  /** Puts away the numbers of an earlier run, which are not true any more. */
  async function writeFailure(target: string | undefined, took: number): Promise<void> {
    if (target === undefined) return
    const lastSuccess = await lastSuccessIn(target)
    const metrics = failedMetrics({ version: version(), seconds: took, lastSuccess })
    await writeMetricsFile(target, metricsText(terminal.say, metrics))
  }
}

async function count(invocation: Invocation, seconds: () => number): Promise<Counted> {
  const { words, options, terminal } = invocation
  const snapshot = await readSource(words[0], options, terminal)
  showTexts(snapshot.texts, options, terminal)
  if (holdsNoRules(snapshot)) return { metrics: undefined, code: sayNoRules(snapshot, options, terminal) }
  const zones = Array.isArray(options.zone) ? (options.zone as readonly string[]) : []
  const wish = { zones, kinds: outerZones, apart: true, from: undefined, to: undefined }
  const exposure = answerExposure(snapshot, wish)
  if (isRefusal(exposure)) throw new UsageError(exposure.message)
  const status = await settledStatusOf(snapshot, invocation, words[0] === undefined)
  const metrics = answerMetrics(
    { exposure, status, capturedAt: snapshot.capturedAt },
    { version: version(), seconds: seconds(), lastSuccess: Math.round(Date.now() / 1000) },
  )
  const isUnknown =
    isRefusal(status) ||
    status.verdict === 'unknown' ||
    partlyRead(snapshot.texts) ||
    exposure.doors.some(({ cells }) => cells.some((cell) => cell?.unread === true))
  return { metrics, code: isUnknown ? exit.partlyRead : exit.fine }
}
