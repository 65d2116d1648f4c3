import { failingChecks, planJson, planPage } from '#pages.ts'
import { rulesInUseLive } from '#node.ts'
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
  const isLive = words[0] === undefined && options.netns === undefined
  const { plan } = await planOf(snapshot, options, isLive)
  if (options.json) showJson(planJson(terminal.say, plan), terminal)
  else {
    showFindings(plan.findings, options, terminal)
    showPage(planPage(terminal.say, plan, density(options)), terminal)
  }
  if (plan.rules === undefined) return exit.unreadable
  if (partlyRead(snapshot.texts)) return exit.partlyRead
  if (failingChecks(plan).length > 0) return exit.findings
  if (options.exitCode !== true) return exit.fine
  const isChanged = plan.cells.some(({ before, after }) => before !== after)
  const text = plan.rules.scripts.map((script) => script.text).join('\n')
  const isOther = isLive && (await rulesInUseLive()) !== text
  return isChanged || isOther ? exit.findings : exit.fine
}
