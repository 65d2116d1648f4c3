#!/usr/bin/env node
// Starts the command line. Where the same Node has built it, what V8 made of it is kept beside it, and need not be made again.
import { existsSync, readFileSync } from 'node:fs'

const place = (name) => new URL(name, import.meta.url)
const made = place(`program-${process.version}-${process.arch}.cache`)

if (existsSync(made)) {
  const { createRequire } = await import('node:module')
  const { fileURLToPath } = await import('node:url')
  const { Script } = await import('node:vm')
  const file = fileURLToPath(place('program.cjs'))
  const source = readFileSync(file, 'latin1')
  const script = new Script(source, { filename: file, cachedData: readFileSync(made) })
  const program = { exports: {} }
  script.runInThisContext()(program.exports, createRequire(file), program, file)
  await program.exports.start()
} else await import('./main.js')
