import process from 'node:process'
import type { WatchEvent } from '#pages.ts'
import {
  enableWatchUnit,
  jsonText,
  message,
  watchEventJson,
  watchJournalLine,
  watchLine,
  watchUnit,
  watchUnitName,
} from '#pages.ts'
import { isJudged, type LookOptions, tellReady, watchLive, watchLiveOnce } from '#node.ts'
import type { Invocation, Options } from '../command.ts'
import { textOption } from '../command.ts'
import { chosenVariant, daemonTold } from '../daemon.ts'
import { exit, UsageError } from '../exit.ts'
import { holdProgress } from '../progress.ts'
import { statusCode } from '../status-code.ts'
import type { Terminal } from '../terminal.ts'
import { printOrInstall } from '../unit.ts'

/** Tells what happens to the rules of this host until it is ended; with `--repair` puts back what is lost; with `--once` how it is now, with the exit code of `status`. */
export async function run(invocation: Invocation): Promise<number> {
  const { options, terminal } = invocation
  if (options.unit !== undefined)
    return printOrInstall({ name: watchUnitName, textOf: watchUnit, enable: enableWatchUnit }, invocation)
  if (options.once && options.repair) throw new UsageError(message('usage/once-repair'))
  const tell = (events: readonly WatchEvent[]) => {
    for (const event of events) writeEvent(event, options, terminal)
    if (events[0]?.kind === 'started' && !options.once) void tellReady()
  }
  const look: LookOptions & { readonly netns: string | undefined } = {
    netns: textOption(options, 'netns'),
    dockerHost: textOption(options, 'dockerHost'),
    variant: chosenVariant(options),
    told: (known) => daemonTold(known, options),
  }
  const intervalMs = intervalOf(options)
  if (options.once) {
    const { status } = await watchLiveOnce({ ...look, tell })
    return isJudged(status) ? statusCode(status) : exit.unreadable
  }
  // What was drawn to say that work goes on would stay there for ever.
  holdProgress()
  const { until, code } = untilEnded()
  // A policy of Seawall is one of this machine, not of a network namespace.
  const repair = options.repair ? { policy: look.netns === undefined } : undefined
  await watchLive({ ...look, intervalMs, tell, until, repair })
  return code()
}

function writeEvent(event: WatchEvent, options: Options, terminal: Terminal): void {
  const { say } = terminal
  if (options.json) terminal.records(`${jsonText(watchEventJson(say, event))}\n`)
  else if (process.env.JOURNAL_STREAM !== undefined && !process.stdout.isTTY)
    terminal.out(`${watchJournalLine(say, event)}\n`)
  else terminal.out(`${watchLine(say, event)}\n`)
}

function intervalOf(options: Options): number {
  const text = textOption(options, 'interval') ?? '60'
  const seconds = Number(text)
  if (!/^\d{1,5}$/.test(text) || seconds < 1) throw new UsageError(message('usage/interval', { value: text }))
  return seconds * 1000
}

/** Ends with the signals that end programs, and with the reader of standard output. */
function untilEnded(): { readonly until: AbortSignal; readonly code: () => number } {
  const ended = new AbortController()
  let code: number = exit.fine
  const on = (signal: NodeJS.Signals, ends: number) =>
    process.on(signal, () => {
      code = ends
      ended.abort()
    })
  on('SIGINT', exit.interrupted)
  on('SIGTERM', exit.fine)
  on('SIGHUP', exit.fine)
  process.stdout.on('error', () => ended.abort())
  return { until: ended.signal, code: () => code }
}
