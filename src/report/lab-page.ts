import type { Say } from '#i18n/catalogue.ts'
import type { ExperimentCheck, ExperimentName, ExperimentRun, ExperimentStep } from '#model/experiment.ts'
import { diffNext, diffPage } from './diff-page.ts'
import type { Density } from './explain-page.ts'
import { answerSchemaVersion, diffJson } from './json.ts'
import type { Block, Page } from './page.ts'
import { gap, indented, line, styled, table } from './page.ts'

/** What the lab can do: a line for each experiment. */
export function experimentsPage(say: Say, names: readonly ExperimentName[]): Page {
  const rows = names.map((name) => [[styled('strong', name)], [say({ id: `lab/about/${name}`, args: {} })]])
  return [table(2, 'lL', rows), gap, line(say({ id: 'lab/apart', args: {} }))]
}

/** How an experiment begins. */
export function experimentHead(say: Say, name: ExperimentName): Page {
  return [indented(0, [styled('strong', `${name}: `), say({ id: `lab/about/${name}`, args: {} })], 2)]
}

/** A step that was done: what, what became of the rules, and what was seen. `number` counts from 1. */
export function experimentStepPage(say: Say, step: ExperimentStep, number: number, density: Density): Page {
  const { did, difference, shows, checks, kept } = step
  const page = diffPage(say, difference, density)
  const isWhole = density === 'full' || (shows === 'all' && density !== 'concise')
  const captured =
    kept === undefined ? [] : [indented(2, [styled('muted', say({ id: 'lab/kept', args: { path: kept } }))])]
  return [
    gap,
    indented(0, [styled('strong', `${number}. `), say(did)], 3),
    ...(isWhole ? [...page, gap] : page.slice(0, 1)).map(inward),
    ...checks.map((one) => checkLine(say, one)),
    ...captured,
    ...(isWhole && kept !== undefined ? diffNext(say, difference) : []).map(inward),
  ]
}

// A page within a page stands in from the left.
function inward(block: Block): Block {
  if (block.kind === 'later') return { ...block, blocks: () => block.blocks().map(inward) }
  return block.kind === 'gap' ? block : { ...block, indent: block.indent + 2 }
}

function checkLine(say: Say, { claim, holds }: ExperimentCheck): Block {
  const sign = say({ id: holds ? 'lab/seen' : 'lab/not-seen', args: {} })
  return indented(2, [styled(holds ? 'accept' : 'drop', sign), `: ${say(claim)}`], 6)
}

/** How an experiment ended. */
export function experimentEnd(say: Say, { engine, options, steps, milliseconds }: ExperimentRun): Page {
  const checks = steps.flatMap((step) => step.checks)
  const failed = checks.filter(({ holds }) => !holds).length
  const args = { checks: checks.length, failed, seconds: (milliseconds / 1000).toFixed(1) }
  const end = say({ id: failed === 0 ? 'lab/holds' : 'lab/fails', args })
  const engineWords = say({ id: 'lab/engine', args: { engine, options: options.join(' ') } })
  return [gap, line(styled(failed === 0 ? 'accept' : 'drop', end), styled('muted', `  ${engineWords}`))]
}

/** Experiments as data; the schema is `schemas/lab.schema.json`. `runs`: undefined where they were only listed. */
export function labJson(say: Say, names: readonly ExperimentName[], runs: readonly ExperimentRun[] | undefined) {
  return {
    kind: 'lab',
    schemaVersion: answerSchemaVersion,
    experiments: names.map((name) => {
      const run = runs?.find((one) => one.name === name)
      return {
        name,
        about: say({ id: `lab/about/${name}`, args: {} }),
        run: run === undefined ? null : runJson(say, run),
      }
    }),
  }
}

function runJson(say: Say, { engine, options, steps, milliseconds }: ExperimentRun) {
  return {
    engine,
    options,
    holds: steps.every(({ checks }) => checks.every(({ holds }) => holds)),
    milliseconds,
    steps: steps.map(({ did, difference, checks, kept }) => ({
      code: did.id,
      did: say(did),
      difference: diffJson(say, difference),
      checks: checks.map(({ claim, holds }) => ({ code: claim.id, args: claim.args, claim: say(claim), holds })),
      kept: kept ?? null,
    })),
  }
}
