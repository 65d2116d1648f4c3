import { initialPolicy, initialPolicyText, message } from '#pages.ts'
import { fileExists, writeTextFile } from '#node.ts'
import { type Invocation, textOption } from '../command.ts'
import { exit, UsageError } from '../exit.ts'
import { holdsNoRules, partlyRead, sayNoRules, showTexts } from '../show.ts'
import { readSource } from '../sources.ts'

/** Writes a policy that lets everybody outside reach what they reach now; exit code 5 where something of the host was not read. */
export async function run({ words, options, terminal }: Invocation): Promise<number> {
  const path = textOption(options, 'output')
  if (path !== undefined && (await fileExists(path))) throw new UsageError(message('init/exists', { path }))
  const snapshot = await readSource(words[0], options, terminal)
  showTexts(snapshot.texts, options, terminal)
  if (holdsNoRules(snapshot)) return sayNoRules(snapshot, options, terminal)
  const text = initialPolicyText(terminal.say, initialPolicy(snapshot))
  if (path === undefined) terminal.out(text)
  else {
    await writeTextFile(path, text)
    terminal.out(`${terminal.say(message('init/written', { path }))}\n`)
  }
  return partlyRead(snapshot.texts) ? exit.partlyRead : exit.fine
}
