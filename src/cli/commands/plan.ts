import {
  diagnosticLines,
  diagnosticPage,
  planJson,
  planPage,
  type PolicyFinding,
  type PolicyPlan,
  policyPlan,
  setFiles,
  type Snapshot,
} from '#pages.ts'
import { policyFiles, policyNamedFiles } from '#node.ts'
import type { Invocation, Options } from '../command.ts'
import { textOption } from '../command.ts'
import { exit } from '../exit.ts'
import { density, holdsNoRules, partlyRead, sayNoRules, showJson, showPage, showTexts, talkPage } from '../show.ts'
import { readSource } from '../sources.ts'
import type { Terminal } from '../terminal.ts'

const usualPolicy = '/etc/seawall/policy.yaml'

/** Shows what a policy would make of a host; exit code 3 where the policy has errors, 1 with --exit-code where something would change. */
export async function run({ words, options, terminal }: Invocation): Promise<number> {
  const snapshot = await readSource(words[0], options, terminal)
  showTexts(snapshot.texts, options, terminal)
  if (holdsNoRules(snapshot)) return sayNoRules(snapshot, options, terminal)
  const plan = await planOf(snapshot, options)
  if (options.json) showJson(planJson(terminal.say, plan), terminal)
  else {
    showFindings(plan.findings, options, terminal)
    showPage(planPage(terminal.say, plan, density(options)), terminal)
  }
  if (plan.rules === undefined) return exit.unreadable
  if (partlyRead(snapshot.texts)) return exit.partlyRead
  const isChanged = plan.cells.some(({ before, after }) => before !== after)
  return options.exitCode === true && isChanged ? exit.findings : exit.fine
}

/** The plan of the policy that the options name. */
async function planOf(snapshot: Snapshot, options: Options): Promise<PolicyPlan> {
  const path = textOption(options, 'policy') ?? usualPolicy
  const sources = await policyFiles(path)
  const texts = await policyNamedFiles(path, setFiles(sources))
  return policyPlan(snapshot, { sources, setText: (file) => texts.get(file), now: Date.now() / 1000 })
}

/** Says what is wrong with the files of a policy. */
function showFindings(findings: readonly PolicyFinding[], options: Options, terminal: Terminal): void {
  for (const source of new Set(findings.map((finding) => finding.source))) {
    const own = findings.filter((finding) => finding.source === source)
    const page = options.concise
      ? diagnosticLines(terminal.say, source, own)
      : diagnosticPage(terminal.say, source, own)
    talkPage(page, terminal)
  }
}
