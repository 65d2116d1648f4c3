// npm run build: src → dist. `--if-needed` does nothing where dist is newer than everything it is made of.
//
// The library is compiled file by file (ESM and .d.ts), so that a program that uses it bundles only what it imports.
// The command line is bundled, with the packages it uses, to dist/bin/seawall.js and chunks that load when a command needs
// them. Measured on Node 20 with two cores (median of 15 starts, a house of 250 modules behind a command that uses yaml and
// zod), in ms:
//
//   bare node 107     --version     a command that needs no package     a command that needs yaml and zod
//   not bundled          131                   358                                 369
//   packages left out    132                   189                                 295
//   all bundled          122                   185                                 219
//   all, minified        126                   184                                 213
//
// So all is bundled, and not minified: a stack trace that can be read is worth 6 ms. Node's compile cache would save more on
// Node 22, but it lies in the temporary folder for anyone to write, and this program runs as root. So what V8 makes of the
// program is kept in dist by the build, for the Node that builds (dist/bin/seawall.js is scripts/launcher.mjs), tied to the
// program by a hash, and not shipped. Above bare node (51 ms, another machine), in ms, 2 of which are the hash:
//
//              --version   explain one rule of 1,000   trace through 1,000
//   kept              35                          86                   183
//   the chunks        13                         130                   281
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
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
  const started = new Date()
  // Built aside and moved into place at the end: a build that fails, or two at a time, leave a whole dist behind.
  const aside = join(project, '.cache', `build-${process.pid}`)
  rmSync(aside, { recursive: true, force: true })
  mkdirSync(aside, { recursive: true })
  try {
    if (!node(tools.tsc, ['-p', 'tsconfig.build.json', '--outDir', aside])) return false
    copyPages(aside)
    // The command line is a program, not a part of the library: only its bundle ships.
    rmSync(join(aside, 'cli'), { recursive: true, force: true })
    await bundlePage(join(aside, 'web'))
    if (existsSync(entry)) await bundle(join(aside, 'bin'))
    else console.warn('src/cli/main.ts is not there yet: built the library without the command line')
    writeFileSync(join(aside, stamp), '')
    utimesSync(join(aside, stamp), started, started)
    rmSync(`${aside}-old`, { recursive: true, force: true })
    if (existsSync(dist)) renameSync(dist, `${aside}-old`)
    renameSync(aside, dist)
    // In its place, as the program looks around itself. A package has the chunks alone.
    if (existsSync(entry) && !chunksStart()) return false
    if (existsSync(entry) && !keepCompiled())
      console.warn('what V8 makes of the command line is not kept: it starts slower')
    return true
  } finally {
    for (const folder of [aside, `${aside}-old`]) rmSync(folder, { recursive: true, force: true })
  }
}

const bundling = (name, file) => ({
  input: { [name]: file },
  platform: 'node',
  tsconfig: join(project, 'tsconfig.build.json'),
  resolve: { conditionNames: ['source', 'import', 'node', 'default'] },
})

async function bundle(folder) {
  const bundled = await rolldown({
    ...bundling('main', entry),
    preserveEntrySignatures: false,
    plugins: [quickStart, oneByte],
  })
  const { output } = await bundled.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    // Few files load sooner than many: what most commands need is one, what the start itself needs another.
    // The packet's way and YAML are left out of that, as most commands go without them.
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        { name: 'way', test: way, priority: 3 },
        { name: 'yaml', test: yaml, priority: 3 },
        { name: 'start', test: startModules, priority: 2 },
        {
          name: (id, graph) => (leadsApart(id, graph) ? null : 'core'),
          debugName: 'core',
          minShareCount: 5,
          priority: 1,
        },
      ],
    },
  })
  await bundled.close()
  refuseCircles(output)
  await bundleWhole(folder)
  copyFileSync(join(project, 'scripts/launcher.mjs'), join(folder, 'seawall.js'))
  chmodSync(join(folder, 'seawall.js'), 0o755)
  writeFileSync(join(folder, 'LICENSES.txt'), licenses(output))
}

// Chunks that import each other run before what they need is there: a command that loads them crashes.
function refuseCircles(output) {
  const imports = new Map(output.map(({ fileName, imports = [] }) => [fileName, imports]))
  const done = new Set()
  const visit = (name, path) => {
    if (path.includes(name)) throw new Error(`chunks import each other: ${[...path, name].join(' > ')}`)
    if (done.has(name)) return
    for (const other of imports.get(name) ?? []) visit(other, [...path, name])
    done.add(name)
  }
  for (const name of imports.keys()) visit(name, [])
}

// The program of the page that `seawall report` writes: it lies in each page, so it is small.
async function bundlePage(folder) {
  const bundled = await rolldown({
    ...bundling('page', join(source, 'web/browser.ts')),
    platform: 'browser',
    plugins: [oneByte],
  })
  const { output } = await bundled.generate({ format: 'iife', codeSplitting: false, minify: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'page.js'), output[0].code)
  await bundled.close()
}

// The same in one script, which V8 can be given what it made of it before: modules can not. As one function, so that its names
// are its own.
async function bundleWhole(folder) {
  const bundled = await rolldown({
    ...bundling('program', join(source, 'cli/start.ts')),
    plugins: [quickStart, oneByte],
  })
  const { output } = await bundled.generate({ format: 'cjs', codeSplitting: false })
  writeFileSync(
    join(folder, 'program.cjs'),
    `(function (exports, require, module, __filename) {${output[0].code}\n})\n`,
    'latin1',
  )
  await bundled.close()
}

const way = /src\/(?:netfilter|space)\//

const yaml = /node_modules\/yaml\//

// What imports the packet's way or YAML stays out of the core: the core would load them, and two chunks that import each other
// run before what they need is there.
function leadsApart(id, graph, seen = new Set()) {
  if (way.test(id) || yaml.test(id)) return true
  if (seen.has(id)) return false
  seen.add(id)
  return (graph.getModuleInfo(id)?.importedIds ?? []).some((one) => leadsApart(one, graph, seen))
}

// What the entry and the commands share.
const startModules =
  /\0process|src\/(?:model\/(?:fault|diagnostic|default-engine)|base\/printable|cli\/(?:exit|help|common-options|terminal|pager|progress|progress-states))\.ts$|src\/i18n\//

// Importing `node:process` reads all its properties, some of which take milliseconds; commander loads what starts programs, for
// subcommands that are programs of their own, which there are none of here.
const quickStart = {
  name: 'quick-start',
  resolveId(id, importer) {
    if (id === 'node:process') return '\0process'
    return id === 'node:child_process' && importer?.includes('/commander/') ? '\0nothing' : undefined
  },
  load(id) {
    if (id === '\0process') return 'module.exports = globalThis.process'
    return id === '\0nothing' ? 'module.exports = {}' : undefined
  },
}

// One character beyond Latin-1 makes a text of two bytes a character, which takes twice as long to read.
const oneByte = {
  name: 'one-byte',
  // The last step: whatever prints the code before it writes characters as they are.
  generateBundle(_options, bundle) {
    const asCode = (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
    for (const chunk of Object.values(bundle)) {
      if (chunk.type === 'chunk') chunk.code = chunk.code.replace(/[\u0080-\uffff]/g, asCode)
    }
  },
}

function chunksStart() {
  const { status } = spawnSync(process.execPath, [join(dist, 'bin/main.js'), '--version'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return status === 0
}

// Without a captured host to explain, as in a package, a listing of the commands has to do.
function keepCompiled() {
  const host = 'test/cases/hosts/redis-20.10.24'
  const words = existsSync(join(project, host)) ? ['explain', host, '--rule', 'ipv4/nat/DOCKER#2'] : ['--help']
  const args = [join(project, 'scripts/keep-compiled.mjs'), join(dist, 'bin'), ...words]
  return spawnSync(process.execPath, args, { cwd: project, stdio: 'ignore' }).status === 0
}

// The bundle carries other people's packages, and so it carries their licenses.
function licenses(output) {
  const modules = output.flatMap((chunk) => Object.keys(chunk.modules ?? {}))
  const folders = modules.flatMap((path) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [])
  const texts = [...new Set(folders)].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
    if (file === undefined) throw new Error(`${name} is bundled, but has no license file`)
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
  })
  return texts.join(`\n${'-'.repeat(80)}\n\n`)
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
  const makers = ['build', 'keep-compiled', 'launcher'].map((name) => `scripts/${name}.mjs`)
  const parts = ['package.json', 'tsconfig.json', 'tsconfig.build.json', ...makers, 'src']
  const sources = readdirSync(source, { recursive: true }).map((path) => join('src', path))
  // A file that goes away while we look is as good a reason as any to build.
  return [...parts, ...sources].every((path) => {
    const time = statSync(join(project, path), { throwIfNoEntry: false })?.mtimeMs
    return time !== undefined && time < made
  })
}

if (!(process.argv.includes('--if-needed') && isCurrent()) && !(await build())) process.exitCode = 1
