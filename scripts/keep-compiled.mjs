// Runs the bundled command line once and keeps what V8 made of it: node scripts/keep-compiled.mjs FOLDER SOURCE
// It is kept for this very version of Node. A run that explains makes V8 compile what reading needs, so that it is kept too.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Script } from 'node:vm'

const [folder, ...words] = process.argv.slice(2)
const file = join(folder, 'program.cjs')
const script = new Script(readFileSync(file, 'latin1'), { filename: file })
const program = { exports: {} }
script.runInThisContext()(program.exports, createRequire(file), program, file)
process.argv = [process.execPath, file, ...words]
const { write } = process.stdout
process.stdout.write = () => true
await program.exports.start()
process.stdout.write = write
writeFileSync(join(folder, `program-${process.version}-${process.arch}.cache`), script.createCachedData())
process.exitCode = 0
