import type { ExperimentName, ExperimentRun } from '#pages.ts'
import {
  errorJson,
  experimentEnd,
  experimentHead,
  experimentNames,
  experimentsPage,
  experimentStepPage,
  labJson,
  message,
} from '#pages.ts'
import { runExperiment, whatLacks } from '#node.ts'
import type { Invocation } from '../command.ts'
import { textOption } from '../command.ts'
import { exit, UsageError } from '../exit.ts'
import { density, showJson, showPage, talkMessage } from '../show.ts'

/** Runs experiments with a real engine, or lists them; exit code 1 when a check does not hold. */
export async function run(invocation: Invocation): Promise<number> {
  const { words, options, terminal } = invocation
  if (words[0] === undefined) {
    if (options.json) showJson(labJson(terminal.say, experimentNames, undefined), terminal)
    else showPage(experimentsPage(terminal.say, experimentNames), terminal)
    return exit.fine
  }
  const names = namesOf(words[0])
  const lack = whatLacks(textOption(options, 'dockerd'))
  if (lack !== undefined) {
    if (options.json) showJson(errorJson(terminal.say, lack), terminal)
    else talkMessage('error', lack, terminal)
    return exit.unreadable
  }
  const runs: ExperimentRun[] = []
  for (const [index, name] of names.entries()) {
    if (index > 0 && !options.json) terminal.out('\n')
    runs.push(await runOne(name, invocation))
  }
  if (options.json) showJson(labJson(terminal.say, names, runs), terminal)
  const holds = runs.every(({ steps }) => steps.every(({ checks }) => checks.every((check) => check.holds)))
  return holds ? exit.fine : exit.findings
}

function namesOf(word: string): readonly ExperimentName[] {
  if (word === 'all') return experimentNames
  const name = experimentNames.find((one) => one === word)
  if (name === undefined)
    throw new UsageError(
      message('usage/no-experiment', { name: word }),
      message('usage/experiments', { names: [...experimentNames, 'all'].join(', ') }),
    )
  return [name]
}

async function runOne(name: ExperimentName, { options, terminal }: Invocation): Promise<ExperimentRun> {
  const isQuiet = options.json === true
  const wish = density(options)
  if (!isQuiet) showPage(experimentHead(terminal.say, name), terminal)
  const run = await runExperiment(name, {
    dockerd: textOption(options, 'dockerd'),
    keep: textOption(options, 'keep'),
    onStep: (step, number) => {
      if (!isQuiet) showPage(experimentStepPage(terminal.say, step, number, wish), terminal)
    },
  })
  if (!isQuiet) showPage(experimentEnd(terminal.say, run), terminal)
  return run
}
