import { Fault, message, type PolicyRepair } from '#pages.ts'
import { isPolicyLostLive, putBackLive } from '#node.ts'
import type { Options } from './command.ts'
import { talkMessage } from './show.ts'
import type { Terminal } from './terminal.ts'

/** Puts the confirmed policy of this host back where the kernel has lost it; with `--dry-run`, or where nobody agrees, only says so. */
export async function repairPolicy(options: Options, terminal: Terminal): Promise<PolicyRepair | undefined> {
  if (options.netns !== undefined) return undefined
  try {
    if (!(await isPolicyLostLive())) return undefined
    if (options.dryRun === true || !(await agrees(options, terminal))) {
      say('repair/policy-lost', options, terminal)
      return 'lost'
    }
    const why = await putBackLive()
    if (why === undefined) {
      say('repair/policy-back', options, terminal)
      return 'put-back'
    }
    talkMessage('warning', why, terminal)
  } catch (error) {
    // Without nft there is no policy; without rights nothing is changed.
    if (!(error instanceof Fault)) throw error
    return undefined
  }
  return 'failed'
}

async function agrees(options: Options, terminal: Terminal): Promise<boolean> {
  if (options.yes === true || !terminal.inputIsScreen) return options.yes === true
  terminal.talk(terminal.say(message('repair/policy-question')))
  return (await terminal.line()).trim() === 'yes'
}

function say(id: 'repair/policy-lost' | 'repair/policy-back', options: Options, terminal: Terminal): void {
  if (options.json !== true) terminal.out(`${terminal.say(message(id))}\n`)
}
