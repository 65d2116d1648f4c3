// npm run build: src → dist. `--if-needed` does nothing where dist is newer than everything it is made of.
//
// The library is compiled file by file (ESM and .d.ts), so that a program that uses it bundles only what it imports.
// The command line is bundled to dist/bin/seawall.js and chunks beside it.
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { rolldown } from 'rolldown'
import { node, project, tools } from './run.mjs'

const source = join(project, 'src')
const dist = join(project, 'dist')
const entry = join(source, 'cli/main.ts')
const stamp = '.built'

async function build() {
  // Built aside and moved into place at the end: a build that fails, or two at a time, leave a whole dist behind.
  const aside = join(project, '.cache', `build-${process.pid}`)
  rmSync(aside, { recursive: true, force: true })
  mkdirSync(aside, { recursive: true })
  try {
    if (!node(tools.tsc, ['-p', 'tsconfig.build.json', '--outDir', aside])) return false
    copyPages(aside)
    // The command line is a program, not a part of the library: only its bundle ships.
    rmSync(join(aside, 'cli'), { recursive: true, force: true })
    if (existsSync(entry)) await bundle(join(aside, 'bin'))
    else console.warn('src/cli/main.ts is not there yet: built the library without the command line')
    writeFileSync(join(aside, stamp), '')
    rmSync(`${aside}-old`, { recursive: true, force: true })
    if (existsSync(dist)) renameSync(dist, `${aside}-old`)
    renameSync(aside, dist)
    return true
  } finally {
    for (const folder of [aside, `${aside}-old`]) rmSync(folder, { recursive: true, force: true })
  }
}

async function bundle(folder) {
  const bundled = await rolldown({
    input: { seawall: entry },
    platform: 'node',
    tsconfig: join(project, 'tsconfig.build.json'),
    resolve: { conditionNames: ['source', 'import', 'node', 'default'] },
  })
  await bundled.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    banner: (chunk) => (chunk.isEntry ? '#!/usr/bin/env node' : ''),
  })
  await bundled.close()
  chmodSync(join(folder, 'seawall.js'), 0o755)
}

// What is in src and no TypeScript (the web page's parts) is taken over as it is.
function copyPages(target) {
  for (const file of files(source)) {
    if (file.endsWith('.ts')) continue
    const copy = join(target, relative(source, file))
    mkdirSync(dirname(copy), { recursive: true })
    copyFileSync(file, copy)
  }
}

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => join(item.parentPath, item.name))
}

// Folders count too: their time tells of a file taken away.
function isCurrent() {
  if (!existsSync(join(dist, stamp))) return false
  const made = statSync(join(dist, stamp)).mtimeMs
  const parts = ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'scripts/build.mjs', 'src']
  const sources = readdirSync(source, { recursive: true }).map((path) => join('src', path))
  return [...parts, ...sources].every((path) => statSync(join(project, path)).mtimeMs < made)
}

if (!(process.argv.includes('--if-needed') && isCurrent()) && !(await build())) process.exitCode = 1
