import type { KernelComparison, KernelRun, Packet, Snapshot, Trace } from '#pages.ts'
import { jsonText, kernelFilePage, kernelJson, kernelPage, isRefusal } from '#pages.ts'
import { differenceFile, traceOnKernel, writeTextFile } from '#node.ts'
import type { Options } from './command.ts'
import { UsageError } from './exit.ts'
import { density, showPage } from './show.ts'
import type { Terminal } from './terminal.ts'

/** What a real kernel said to a packet, ready to be shown: as pages, or as the fields that it adds to a JSON answer. */
export interface KernelTold {
  readonly differs: boolean
  readonly json: Readonly<Record<string, unknown>>
  show(rules: ReadonlyMap<string, { readonly text: string }>): void
}

/** Asks a real kernel about a packet. What differs is written into a file that can be sent. */
export async function askKernel(
  snapshot: Snapshot,
  wanted: Packet,
  shown: Trace,
  options: Options,
  terminal: Terminal,
): Promise<KernelTold> {
  const told = await traceOnKernel(snapshot, wanted, { reply: options.reply === true })
  if (isRefusal(told)) throw new UsageError({ id: 'kernel/not-asked', args: { reason: terminal.say(told.message) } })
  const { run, first, reply } = told
  const answered = reply !== undefined && !isRefusal(reply) ? reply : undefined
  const views = [
    { run, comparison: first, isReply: false, shown },
    ...(answered === undefined ? [] : [{ run, comparison: answered, isReply: true, shown: undefined }]),
  ]
  const different = views.map(({ comparison }) => comparison).filter(({ differences }) => differences.length > 0)
  const path = different.length === 0 ? undefined : await keepDifferences(snapshot, run, different, options)
  return {
    differs: different.length > 0,
    json: { kernel: { ...kernelJson(terminal.say, views[0] as (typeof views)[0]), file: path ?? null } },
    show(rules) {
      for (const view of views) showPage(kernelPage(terminal.say, view, rules, density(options)), terminal)
      if (reply !== undefined && isRefusal(reply))
        terminal.out(
          `${terminal.say({ id: 'kernel/not-asked-reply', args: { reason: terminal.say(reply.message) } })}\n`,
        )
      if (path !== undefined) showPage(kernelFilePage(terminal.say, path, options.redact === true), terminal)
    },
  }
}

/** Writes what differs into a file of the working folder, for its owner's eyes; returns its path. */
export async function keepDifferences(
  snapshot: Snapshot,
  run: KernelRun,
  comparisons: readonly KernelComparison[],
  options: Options,
): Promise<string> {
  const file = differenceFile(snapshot, run, comparisons, options.redact === true)
  const time = new Date()
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/\D/g, '')
  const path = `seawall-difference-${time}.json`
  await writeTextFile(path, `${jsonText(file, 1)}\n`)
  return path
}
