import { redact, writeSnapshotFile, message } from '#index.ts'
import { captureFile, writeTextFile } from '#node.ts'
import type { Invocation } from '../command.ts'
import { textOption } from '../command.ts'
import { exit } from '../exit.ts'

/** Reads the live host into a snapshot, on standard output or into a file. */
export async function run({ words, options, terminal }: Invocation): Promise<number> {
  const [path] = words
  const file = await captureFile({ netns: textOption(options, 'netns'), dockerHost: textOption(options, 'dockerHost') })
  const text = writeSnapshotFile(options.redact ? (redact([file])[0] ?? file) : file)
  if (path === undefined || path === '-') terminal.out(text)
  else {
    await writeTextFile(path, text)
    terminal.talk(`${terminal.say(message('usage/captured', { count: file.rules.length, path }))}\n`)
  }
  return exit.fine
}
