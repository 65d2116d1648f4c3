import process from 'node:process'
import { setFlagsFromString } from 'node:v8'
import { message } from '#pages.ts'
import { exit } from './exit.ts'
import { reportCrash, runProgram } from './program.ts'
import { noteLost, output, processTerminal } from './terminal.ts'

/** Runs the command line with the words of this process, and sets its exit code. */
export async function start(): Promise<void> {
  // V8 lets memory grow to four times what is in use before it looks for what is not: of 100,000 rules that is 200 MB.
  setFlagsFromString('--heap-growing-percent=100')
  process.stdout.on('error', noteLost)
  process.stderr.on('error', () => {})
  // What no command has caught: the process cannot go on, but it says so as any other error is said.
  process.on('uncaughtException', (error) => process.exit(reportCrash(error)))
  process.exitCode = await runProgram(process.argv.slice(2))
  // Errors of a stream come after the write.
  await new Promise((resolve) => setImmediate(resolve))
  if (output.lost !== undefined && output.decides && process.exitCode === exit.fine) {
    processTerminal('auto', undefined).refuse(message('usage/output-lost', { said: output.lost }))
    process.exitCode = exit.unreadable
  }
}
