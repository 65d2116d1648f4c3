import { redact, writeSnapshotFile, message } from '#pages.ts'
import { captureFile, writeTextFile } from '#node.ts'
import type { Invocation } from '../command.ts'
import { textOption } from '../command.ts'
import { exit } from '../exit.ts'
import { showJson } from '../show.ts'

/** Reads the live host into a snapshot, on standard output or into a file. */
export async function run({ words, options, terminal }: Invocation): Promise<number> {
  const [path] = words
  const file = await captureFile({ netns: textOption(options, 'netns'), dockerHost: textOption(options, 'dockerHost') })
  const text = writeSnapshotFile(options.redact ? (redact([file])[0] ?? file) : file)
  if (path === undefined || path === '-') terminal.document([text])
  else {
    await writeTextFile(path, text)
    if (options.json) showJson({ kind: 'captured', schemaVersion: 1, path, rulesets: file.rules.length }, terminal)
    else terminal.talk(`${terminal.say(message('usage/captured', { count: file.rules.length, path }))}\n`)
  }
  return exit.fine
}
