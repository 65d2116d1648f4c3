import { message } from '#pages.ts'
import { confirmLive } from '#node.ts'
import type { Invocation } from '../command.ts'
import { textOption } from '../command.ts'
import { secondsOf } from '../duration.ts'
import { showChange } from '../policy-change.ts'
import { talkMessage } from '../show.ts'

/** Keeps what an apply has loaded; exit code 4 where there is nothing to keep, or this login does not show that others can get in. */
export async function run({ options, terminal }: Invocation): Promise<number> {
  const extend = textOption(options, 'extend')
  const sameSession = options.sameSession === true
  const end = await confirmLive({ sameSession, extend: extend === undefined ? undefined : secondsOf(extend) })
  if (sameSession && end.kind === 'confirmed' && !options.json)
    talkMessage('warning', message('apply/same-session'), terminal)
  return showChange(end, options, terminal)
}
