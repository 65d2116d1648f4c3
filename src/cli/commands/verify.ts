import type { Snapshot } from '#pages.ts'
import { kernelFilePage, ruleTexts, verifyJson, verifyPage } from '#pages.ts'
import { verifyOnKernel } from '#node.ts'
import { keepDifferences } from '../ask-kernel.ts'
import type { Invocation } from '../command.ts'
import { exit } from '../exit.ts'
import { density, partlyRead, sayNoRules, showJson, showPage, showTexts } from '../show.ts'
import { readSource } from '../sources.ts'

/** Holds our traces against a real kernel, with packets that reach every rule they can. */
export async function run({ words, options, terminal }: Invocation): Promise<number> {
  const snapshot: Snapshot = await readSource(words[0], options, terminal)
  showTexts(snapshot.texts, options, terminal)
  if (snapshot.rulesets.length === 0) return sayNoRules(snapshot, options, terminal)
  const verification = await verifyOnKernel(snapshot)
  const { differences, together, runs } = verification
  const [first] = runs
  const path =
    differences.length === 0 || first === undefined
      ? undefined
      : await keepDifferences(snapshot, first, differences, options)
  if (options.json) showJson(verifyJson(terminal.say, verification, path), terminal)
  else {
    showPage(verifyPage(terminal.say, verification, ruleTexts(snapshot), density(options)), terminal)
    if (path !== undefined) showPage(kernelFilePage(terminal.say, path, options.redact === true), terminal)
  }
  if (partlyRead(snapshot.texts)) return exit.partlyRead
  return differences.length + together.length > 0 ? exit.findings : exit.fine
}
