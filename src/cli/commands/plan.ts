import { failingChecks, planJson, planPage } from '#pages.ts'
import type { Invocation } from '../command.ts'
import { exit } from '../exit.ts'
import { planOf, showFindings } from '../policy-plan.ts'
import { density, holdsNoRules, partlyRead, sayNoRules, showJson, showPage, showTexts } from '../show.ts'
import { readSource } from '../sources.ts'

/** Shows what a policy would make of a host; exit code 3 where the policy has errors, 1 with --exit-code where something would change. */
export async function run({ words, options, terminal }: Invocation): Promise<number> {
  const snapshot = await readSource(words[0], options, terminal)
  showTexts(snapshot.texts, options, terminal)
  if (holdsNoRules(snapshot)) return sayNoRules(snapshot, options, terminal)
  const { plan } = await planOf(snapshot, options, words[0] === undefined && options.netns === undefined)
  if (options.json) showJson(planJson(terminal.say, plan), terminal)
  else {
    showFindings(plan.findings, options, terminal)
    showPage(planPage(terminal.say, plan, density(options)), terminal)
  }
  if (plan.rules === undefined) return exit.unreadable
  if (partlyRead(snapshot.texts)) return exit.partlyRead
  if (failingChecks(plan).length > 0) return exit.findings
  const isChanged = plan.cells.some(({ before, after }) => before !== after)
  return options.exitCode === true && isChanged ? exit.findings : exit.fine
}
