#!/usr/bin/env node
// Starts the command line. Where this Node has built it, what V8 made of the program is kept beside it and need not be made
// again. It is used only if it is whole and was made of this very program: V8 itself looks at no more than the length.
import { readFileSync } from 'node:fs'

const place = (name) => new URL(name, import.meta.url)
const kept = read(`program-${process.version}-${process.arch}.cache`)
const source = kept && read('program.cjs')

if (source === undefined) await import('./main.js')
else {
  const { createHash } = await import('node:crypto')
  const { createRequire } = await import('node:module')
  const { fileURLToPath } = await import('node:url')
  const { Script } = await import('node:vm')
  const [made, compiled] = [kept.subarray(0, 32), kept.subarray(32)]
  const isWhole = createHash('sha256').update(process.version).update(source).update(compiled).digest().equals(made)
  const file = fileURLToPath(place('program.cjs'))
  const options = { filename: file, ...(isWhole && { cachedData: compiled }) }
  const script = new Script(source.toString('latin1'), options)
  const program = { exports: {} }
  script.runInThisContext()(program.exports, createRequire(file), program, file)
  await program.exports.start()
}

// What is not there, or not for us to read, is done without.
function read(name) {
  try {
    return readFileSync(place(name))
  } catch {
    return undefined
  }
}
