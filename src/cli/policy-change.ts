import { changeJson, changePage, type PolicyChange } from '#pages.ts'
import type { Options } from './command.ts'
import { exit } from './exit.ts'
import { showJson, showPage, talkMessage } from './show.ts'
import type { Terminal } from './terminal.ts'

/** Says what happened to the policy, and returns the exit code: 4 where what was asked for was not done, or not all of it. */
export function showChange(change: PolicyChange, options: Options, terminal: Terminal): number {
  if (options.json) showJson(changeJson(terminal.say, change), terminal)
  else {
    if ('why' in change) talkMessage('error', change.why, terminal)
    showPage(changePage(terminal.say, change), terminal)
  }
  const isDone = !('why' in change) && change.kind !== 'undone' && !('boot' in change && change.boot.kind === 'failed')
  return isDone ? exit.fine : exit.notApplied
}
