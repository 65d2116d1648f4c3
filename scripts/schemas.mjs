// node scripts/schemas.mjs: writes the published JSON Schemas into schemas/ from the code that reads by them. A test says when they are stale.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { project } from './run.mjs'

// File under schemas/ → the module under src/ and the function in it that makes the schema.
const schemas = {
  'snapshot.schema.json': ['snapshots/snapshot-schema.ts', 'snapshotJsonSchema'],
}

// Node reads no TypeScript here, so each module is bundled first.
async function load(module, folder) {
  const bundled = await rolldown({
    input: join(project, 'src', module),
    platform: 'node',
    resolve: { conditionNames: ['source', 'import', 'node', 'default'] },
  })
  const file = join(folder, `${module.replaceAll('/', '-')}.mjs`)
  await bundled.write({ file, format: 'esm' })
  await bundled.close()
  return import(pathToFileURL(file).href)
}

mkdirSync(join(project, '.cache'), { recursive: true })
const folder = mkdtempSync(join(project, '.cache/schemas-'))
try {
  mkdirSync(join(project, 'schemas'), { recursive: true })
  for (const [name, [module, make]] of Object.entries(schemas)) {
    const schema = (await load(module, folder))[make]()
    writeFileSync(join(project, 'schemas', name), `${JSON.stringify(schema, undefined, 2)}\n`)
    console.log(`schemas/${name}`)
  }
  const answers = (await load('report/answer-schemas.ts', folder)).answerJsonSchemas()
  for (const [name, schema] of Object.entries(answers)) {
    writeFileSync(join(project, 'schemas', `${name}.schema.json`), `${JSON.stringify(schema, undefined, 2)}\n`)
    console.log(`schemas/${name}.schema.json`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
