#!/usr/bin/env node
import process from 'node:process'
import { exit } from './exit.ts'
import { runProgram } from './program.ts'

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exit.fine)
  throw error
})

process.exitCode = await runProgram(process.argv.slice(2))
