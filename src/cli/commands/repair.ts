import type { RepairAnswer } from '#index.ts'
import { say } from '#i18n/catalogue.ts'
import { answerRepair, repairJson, repairPage, repairUnit } from '#index.ts'
import { installUnit, repairLive } from '#node.ts'
import type { Invocation } from '../command.ts'
import { textOption } from '../command.ts'
import { daemonTold } from '../daemon.ts'
import { exit, UsageError } from '../exit.ts'
import { showJson, showPage } from '../show.ts'
import { readSource } from '../sources.ts'

/** Puts Docker's rules back: shows what it will do, asks on a screen, does it, reads back. Exit code 4 when it could not. */
export async function run(invocation: Invocation): Promise<number> {
  const { options, terminal } = invocation
  if (options.unit !== undefined) return unit(invocation)
  const look = async (): Promise<RepairAnswer> => {
    const snapshot = await readSource(undefined, options, terminal)
    const answer = answerRepair(snapshot, await daemonTold(undefined, options), options.prune === true)
    if (!('plans' in answer)) throw new UsageError(say(answer))
    return answer
  }
  const answer = await look()
  const steps = answer.plans.flatMap((plan) => plan.steps)
  if (!options.json) showPage(repairPage(answer), terminal)
  if (options.dryRun || steps.length === 0) {
    if (options.json) showJson(repairJson('repair', answer), terminal)
    return options.dryRun && steps.length > 0 ? exit.findings : exit.fine
  }
  if (!options.yes && !(await agrees(invocation))) return exit.findings
  const { rounds, left } = await repairLive({ netns: textOption(options, 'netns') }, answer, look)
  const open = left.plans.flatMap((plan) => plan.steps).length
  if (options.json) showJson({ ...repairJson('repair', answer), rounds, left: open }, terminal)
  else terminal.out(`${say({ id: open === 0 ? 'repair/done' : 'repair/left', args: { rounds, count: open } })}\n`)
  return open === 0 ? exit.fine : exit.notApplied
}

async function agrees({ terminal }: Invocation): Promise<boolean> {
  if (!terminal.inputIsScreen)
    throw new UsageError(
      'nobody is there to ask',
      'repair --yes does it without asking, repair --dry-run only shows it',
    )
  terminal.talk("Apply? Only 'yes' is accepted: ")
  return (await terminal.line()).trim() === 'yes'
}

async function unit({ options, terminal }: Invocation): Promise<number> {
  const text = repairUnit(process.execPath, process.argv[1] ?? 'seawall')
  if (options.unit !== 'install') {
    terminal.out(text)
    return exit.fine
  }
  const path = await installUnit(text)
  terminal.out(`installed ${path}; switch it on: systemctl daemon-reload && systemctl enable seawall-repair.service\n`)
  return exit.fine
}
