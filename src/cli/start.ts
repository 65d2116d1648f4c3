import process from 'node:process'
import { exit } from './exit.ts'
import { runProgram } from './program.ts'

/** Runs the command line with the words of this process, and sets its exit code. */
export async function start(): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exit.fine)
    throw error
  })
  process.exitCode = await runProgram(process.argv.slice(2))
}
