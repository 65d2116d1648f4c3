import { resolve } from 'node:path'
import { failingChecks, Fault, message, planPage, type PolicyPlan } from '#pages.ts'
import { applyLive, cutLive } from '#node.ts'
import type { Invocation, Options } from '../command.ts'
import { textOption } from '../command.ts'
import { secondsOf } from '../duration.ts'
import { exit, UsageError } from '../exit.ts'
import { showChange } from '../policy-change.ts'
import { planOf, showFindings } from '../policy-plan.ts'
import { density, holdsNoRules, partlyRead, sayNoRules, showPage, showTexts, talkMessage } from '../show.ts'
import type { Terminal } from '../terminal.ts'
import { readSource } from '../sources.ts'

const usualTimeout = '60s'

/** Loads the rules of a policy with an undo; exit code 4 where they were not loaded, and 0 where they wait for a confirmation. */
export async function run({ options, terminal }: Invocation): Promise<number> {
  const timeout = secondsOf(textOption(options, 'timeout') ?? usualTimeout)
  const snapshot = await readSource(undefined, options, terminal)
  showTexts(snapshot.texts, options, terminal)
  if (holdsNoRules(snapshot)) return sayNoRules(snapshot, options, terminal)
  const { plan, sources } = await planOf(snapshot, options, true)
  if (!options.json) {
    showFindings(plan.findings, options, terminal)
    showPage(planPage(terminal.say, plan, density(options)), terminal)
  }
  if (plan.rules === undefined) return exit.unreadable
  // Rules are not made from half a picture of the host.
  if (partlyRead(snapshot.texts)) return exit.partlyRead
  const failing = failingChecks(plan)
  const [first] = failing
  if (first !== undefined && options.allowLockout !== true) {
    const why = message('plan/refused', { count: failing.length, text: first.text })
    return showChange({ kind: 'failed', why, kernel: 'unchanged' }, options, terminal)
  }
  if (options.yes !== true) {
    if (!terminal.inputIsScreen || options.json === true)
      throw new UsageError(message('usage/cannot-ask'), message('usage/apply-yes'))
    terminal.talk(terminal.say(message('usage/question')))
    if ((await terminal.line()).trim() !== 'yes') return exit.findings
  }
  const said = {
    undone: terminal.say(message('apply/said-undone', { seconds: timeout })),
    failing: terminal.say(message('apply/said-failing')),
  }
  const files = sources.map(({ name, text }) => ({ path: resolve(name), text }))
  const end = await applyLive({ rules: plan.rules, timeout, files, said })
  if (options.cut === true && !plan.observe && end.kind === 'waiting') await cut(plan, options, terminal)
  return showChange(end, options, terminal)
}

/** Ends the connections that a policy refuses. That this fails does not make the rules wrong. */
async function cut({ staying = [] }: PolicyPlan, options: Options, terminal: Terminal): Promise<void> {
  try {
    const count = await cutLive(staying)
    if (options.json !== true) terminal.out(`${terminal.say(message('apply/cut', { count }))}\n`)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const said = terminal.say({ id: error.code, args: error.facts })
    if (options.json !== true) talkMessage('warning', message('apply/not-cut', { said }), terminal)
  }
}
