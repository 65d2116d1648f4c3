import {
  diagnosticLines,
  diagnosticPage,
  type PolicyFinding,
  type PolicyPlan,
  policyPlan,
  setFiles,
  type Snapshot,
  type Source,
} from '#pages.ts'
import { hostNeedsLive, policyFiles, policyNamedFiles } from '#node.ts'
import type { Options } from './command.ts'
import { textOption } from './command.ts'
import { talkPage } from './show.ts'
import type { Terminal } from './terminal.ts'

const usualPolicy = '/etc/seawall/policy.yaml'

/** The plan of the policy that the options name, and the files of that policy. `isLive`: the snapshot is of this machine, and who asks is on it. */
export async function planOf(
  snapshot: Snapshot,
  options: Options,
  isLive: boolean,
): Promise<{ readonly plan: PolicyPlan; readonly sources: readonly Source[] }> {
  const path = textOption(options, 'policy') ?? usualPolicy
  const sources = await policyFiles(path)
  const texts = await policyNamedFiles(path, setFiles(sources))
  const needs = isLive ? await hostNeedsLive() : {}
  const now = Date.now() / 1000
  const plan = policyPlan(snapshot, { sources, setText: (file) => texts.get(file), now, ...needs })
  return { plan, sources }
}

/** Says what is wrong with the files of a policy. */
export function showFindings(findings: readonly PolicyFinding[], options: Options, terminal: Terminal): void {
  for (const source of new Set(findings.map((finding) => finding.source))) {
    const own = findings.filter((finding) => finding.source === source)
    const page = options.concise
      ? diagnosticLines(terminal.say, source, own)
      : diagnosticPage(terminal.say, source, own)
    talkPage(page, terminal)
  }
}
