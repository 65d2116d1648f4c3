// Runs the bundled command line once and keeps what V8 made of it: node scripts/keep-compiled.mjs FOLDER WORDS
// It is kept for this very version of Node and this very program: the launcher checks the hash in front. A run that explains
// makes V8 compile what reading needs, so that it is kept too.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { Script } from 'node:vm'

const [folder, ...words] = process.argv.slice(2)
const file = join(folder, 'program.cjs')
const source = readFileSync(file)
const script = new Script(source.toString('latin1'), { filename: file })
const program = { exports: {} }
script.runInThisContext()(program.exports, createRequire(file), program, file)
process.argv = [process.execPath, file, ...words]
await program.exports.start()
// V8 takes back what it made under the same flags only, and the program changes one while it runs: back to its default.
setFlagsFromString('--heap-growing-percent=0')
const compiled = script.createCachedData()
const hash = createHash('sha256').update(process.version).update(source).update(compiled).digest()
writeFileSync(join(folder, `program-${process.version}-${process.arch}.cache`), Buffer.concat([hash, compiled]))
process.exitCode = 0
