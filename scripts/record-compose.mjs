// node scripts/record-compose.mjs DOCKER-COMPOSE: asks a docker-compose program (version 2, no engine needed) what each project of
// test/cases/compose/projects comes to, and writes its answer to config.json beside the files. Source of the recordings: 2.26.1.
import { execFileSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const [program] = process.argv.slice(2)
if (program === undefined) throw new Error('usage: node scripts/record-compose.mjs DOCKER-COMPOSE')
const projects = new URL('../test/cases/compose/projects/', import.meta.url).pathname
for (const name of readdirSync(projects)) {
  const folder = join(projects, name)
  const text = execFileSync(resolve(program), ['config', '--format', 'json'], { cwd: folder, encoding: 'utf8' })
  writeFileSync(join(folder, 'config.json'), `${JSON.stringify(JSON.parse(text), undefined, 1)}\n`)
}
