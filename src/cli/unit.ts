import process from 'node:process'
import { message } from '#pages.ts'
import { installUnit, openProgram } from '#node.ts'
import type { Invocation } from './command.ts'
import { exit } from './exit.ts'
import { talkMessage } from './show.ts'

/** A unit of systemd that runs this program. */
export interface ProgramUnit {
  readonly name: string
  /** Its text, for the absolute paths of node and of the command line. */
  readonly textOf: (program: string, script: string) => string
  /** The command that switches it on. */
  readonly enable: string
}

/** Prints a unit, or installs it if only root can write the program that it runs. */
export async function printOrInstall(
  { name, textOf, enable }: ProgramUnit,
  { options, terminal }: Invocation,
): Promise<number> {
  const script = process.argv[1] ?? 'seawall'
  const text = textOf(process.execPath, script)
  const open = await openProgram(process.execPath, script)
  const isInstalled = options.unit === 'install'
  // A user who can write the program would be root at the next boot.
  if (open !== undefined)
    talkMessage(isInstalled ? 'error' : 'warning', message('usage/unit-open', { path: open }), terminal)
  if (!isInstalled) {
    terminal.out(text)
    return exit.fine
  }
  if (open !== undefined) return exit.notApplied
  const path = await installUnit(name, text)
  terminal.out(`${terminal.say(message('usage/unit-installed', { path, command: enable }))}\n`)
  return exit.fine
}
