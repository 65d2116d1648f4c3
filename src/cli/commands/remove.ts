import { message } from '#pages.ts'
import { removeLive } from '#node.ts'
import type { Invocation } from '../command.ts'
import { exit, UsageError } from '../exit.ts'
import { showChange } from '../policy-change.ts'

/** Takes everything of a policy out of the host, after a question; exit code 4 where that failed. */
export async function run({ options, terminal }: Invocation): Promise<number> {
  if (options.yes !== true) {
    if (!terminal.inputIsScreen || options.json === true)
      throw new UsageError(message('usage/cannot-ask'), message('usage/remove-yes'))
    terminal.talk(terminal.say(message('apply/remove-question')))
    if ((await terminal.line()).trim() !== 'yes') return exit.findings
  }
  const why = await removeLive()
  const change =
    why === undefined ? ({ kind: 'removed' } as const) : ({ kind: 'refused', why, kernel: 'unknown' } as const)
  return showChange(change, options, terminal)
}
