// npm run fuzz -- [--count 100000] [--seed N]: mutated dumps, scripts, units, shell lines, listings, snapshots, JSON of Docker and nft, Compose
// files with overrides, packets and noise through the command line, in this process. Whatever is fed: nothing but a Fault is thrown, spans lie inside the
// text, no control character comes out, the output is not out of proportion, and no input takes two seconds of CPU.
// A finding prints the number of its input and writes the text to .cache/fuzz, so that `--seed N --from INPUT --count 1` repeats it.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { rolldown } from 'rolldown'
import { makeText, randomFrom, seedTexts } from './fuzz-texts.mjs'
import { project } from './run.mjs'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
  },
})
const mostCpu = 2
const ringSize = 64
const folder = join(project, '.cache', `fuzz-${process.pid}`)
const findings = join(project, '.cache', 'fuzz')

// Everything in one bundle, so that the command line and the readers that we ask share their modules.
async function load() {
  const entries = {
    program: 'src/cli/program.ts',
    pages: 'src/pages.ts',
    folder: 'src/snapshots/captured-folder.ts',
    host: 'src/host/node-host.ts',
  }
  const bundled = await rolldown({
    input: Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, join(project, path)])),
    platform: 'node',
    tsconfig: join(project, 'tsconfig.build.json'),
    resolve: { conditionNames: ['source', 'import', 'node', 'default'] },
    logLevel: 'silent',
  })
  // As deep as dist/bin, as the program looks for its version two folders up.
  const code = join(folder, 'a/b')
  await bundled.write({ dir: code, format: 'esm', entryFileNames: '[name].mjs' })
  await bundled.close()
  writeFileSync(join(folder, 'package.json'), readFileSync(join(project, 'package.json')))
  const load = (name) => import(pathToFileURL(join(code, `${name}.mjs`)).href)
  const [program, pages, captured, host] = await Promise.all(['program', 'pages', 'folder', 'host'].map(load))
  return { ...program, ...pages, ...captured, ...host }
}

async function snapshotTexts(seawall) {
  const hosts = join(project, 'test/cases/hosts')
  const files = readdirSync(hosts).map((name) => seawall.readCapturedFolder(seawall.nodeHost, join(hosts, name)))
  return (await Promise.all(files)).map((file) => JSON.stringify(file))
}

// Runs the command line with what it writes caught.
async function ask(seawall, words) {
  const caught = { out: [], err: [] }
  const { write: out } = process.stdout
  const { write: err } = process.stderr
  process.stdout.write = (text) => caught.out.push(text) > 0
  process.stderr.write = (text) => caught.err.push(text) > 0
  try {
    const code = await seawall.runProgram(words)
    return { out: caught.out.join(''), err: caught.err.join(''), code }
  } finally {
    process.stdout.write = out
    process.stderr.write = err
  }
}

const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/

// Rules that are printed back keep their tabs, line ends and letters that join others: they are to be loaded again.
const controlsOfTerminals = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/

function checkOutput(words, { out, err, code }, size) {
  if (![0, 1, 2, 3, 5].includes(code)) throw new Error(`exit code ${code}`)
  const isRules = ['fmt', 'predict'].includes(words[0]) && !words.includes('--json') && !words.includes('--explain')
  const bad = (isRules ? controlsOfTerminals : controls).exec(out) ?? controls.exec(err)
  if (bad !== null) {
    const where = bad.input === out ? 'output' : 'messages'
    const near = bad.input.slice(Math.max(0, bad.index - 60), bad.index + 20)
    throw new Error(`control character in the ${where}: ${JSON.stringify(near)}`)
  }
  if (out.length + err.length > 300_000 + 600 * size) throw new Error(`${out.length + err.length} characters of output`)
  if (words.includes('--json') && out !== '') JSON.parse(out)
}

function checkSpans({ texts }) {
  for (const { source, diagnostics } of texts) {
    for (const { span, labels, id } of diagnostics) {
      for (const { start, end } of [span, ...(labels ?? []).map((label) => label.span)]) {
        if (!(start >= 0 && start <= end && end <= source.text.length))
          throw new Error(`span ${start}-${end} of ${source.text.length} (${id})`)
      }
    }
  }
}

// What is asked of a text: the words of a command line. `path`: the text; `other`: one that came before.
function questions(kind, path, other, otherCompose, pick) {
  const density = pick([[], ['--concise'], ['--full'], ['--json']])
  const flags = pick([[], [], ['--json']])
  const family = pick([[], ['--family', 'ipv6']])
  const to = [
    'trace',
    '--from',
    pick(['internet', '203.0.113.9', 'host', 'container:web']),
    '--to',
    pick(['10.0.0.1:22/tcp', ':8080', 'container:redis']),
  ]
  const packets = ['trace', '--packets']
  switch (kind) {
    case 'rules':
      return [
        ['explain', path, ...density, ...family],
        ['diff', other, path, ...density],
        ['diff', path, path, ...flags],
        ['fmt', path, ...flags, ...family],
        ['fmt', path, '--canonical', '--dialect', pick(['1.8.7-legacy', '1.8.9-nft', '1.8.11-nft'])],
        ['apply-preview', path, '--to', other, ...pick([[], ['--noflush'], ['--counters']]), ...flags],
        [...to, ...density, ...pick([[], ['--reply']]), path],
        [
          'explain',
          '--rule',
          pick(['ipv4/filter/INPUT#1', 'FORWARD#2', 'nat/DOCKER#1', '-A INPUT -j DROP']),
          path,
          ...flags,
        ],
      ]
    case 'scripts': {
      const as = pick([[], ['--as', pick(['start', 'stop', 'up', 'reload', 'x'])]])
      return [
        ['explain', path, ...density, ...as],
        ['apply-preview', path, '--to', other, ...flags, ...as],
        ['diff', other, path, ...flags, ...as],
        ['fmt', path, ...flags, ...as],
        [...to, ...density, ...as, path],
      ]
    }
    case 'nft':
      return [
        ['explain', path, ...density],
        [...to, ...density, ...pick([[], ['--reply']]), path],
        ['diff', other, path, ...density],
        ['status', path, ...flags],
      ]
    case 'json':
      return [
        ['status', path, ...flags],
        ['explain', path, ...density],
        ['predict', path, ...flags],
        ['predict', path, '--explain', ...pick([['--concise'], ['--json']])],
        ['predict', path, '--diff', other, ...flags],
        [...to, ...density, path],
        ['diff', other, path, ...density],
      ]
    case 'compose':
      return [
        ['predict', path, ...flags],
        ['predict', '-f', otherCompose, '-f', path, ...pick([[], ['--profile', pick(['*', 'x'])]]), ...flags],
        ['predict', '-f', path, '-f', otherCompose, '-f', path, '--explain', '--concise'],
        ['predict', path, '--explain', '--concise', '--engine', pick(['20.10.24', '28.0.0', '29.1.3'])],
      ]
    case 'packets':
      return [
        [...packets, path, other],
        ['trace', '--cases', path, other],
      ]
    default:
      throw new Error(kind)
  }
}

function isParsed(text) {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

// What `capture --redact` does with such a text.
function checkRedacting(seawall, kind, text) {
  const base = { kind: 'seawall-snapshot', schemaVersion: 1, redacted: false, facts: {}, persistence: [], notes: [] }
  if (kind === 'nft') seawall.redact([{ ...base, rules: [], nft: JSON.parse(text) }])
  if (kind === 'rules') seawall.redact([{ ...base, rules: [{ family: 'ipv4', command: 'iptables-save', text }] }])
}

async function checkReading(seawall, kind, path, text) {
  try {
    checkSpans(await seawall.readSnapshot(path, text))
    if (kind === 'rules' || (kind === 'nft' && isParsed(text))) checkRedacting(seawall, kind, text)
  } catch (error) {
    error.words = [path]
    throw error
  }
}

async function tryOne(seawall, seeds, seed, number, rings) {
  const random = randomFrom(seed * 1_000_003 + number)
  const pick = (list) => list[Math.floor(random() * list.length)]
  const { kind, text } = makeText(seeds, random)
  const ending = kind === 'compose' ? '.yaml' : kind === 'scripts' ? pick(['', '.sh', '.service', '.conf']) : ''
  const path = join(folder, `${number % ringSize}${ending}`)
  writeFileSync(path, text)
  const other = pick(rings.rules)
  const asked = questions(kind, path, other.path, pick(rings.compose).path, pick)
  const chosen = asked.sort(() => random() - 0.5).slice(0, 2)
  if (kind !== 'compose' && kind !== 'packets') await checkReading(seawall, kind, path, text)
  for (const words of chosen) {
    const before = process.cpuUsage()
    try {
      checkOutput(words, await ask(seawall, words), text.length + other.size)
      const { user, system } = process.cpuUsage(before)
      if (user + system > mostCpu * 1e6) throw new Error(`${((user + system) / 1e6).toFixed(1)} s of CPU`)
    } catch (error) {
      error.words = words
      throw error
    }
  }
  if (kind === 'compose') rings.compose[number % ringSize] = { path, size: text.length }
  else if (kind !== 'packets') rings.rules[number % ringSize] = { path, size: text.length }
}

async function fuzz() {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(findings, { recursive: true })
  const seawall = await load()
  const seeds = seedTexts(await snapshotTexts(seawall))
  const [count, seed, from] = [Number(values.count), Number(values.seed), Number(values.from)]
  const start = join(folder, 'start')
  writeFileSync(start, '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -j ACCEPT\nCOMMIT\n')
  const compose = join(folder, 'start.yaml')
  writeFileSync(compose, 'services: {web: {image: nginx, ports: ["8080:80"]}}\n')
  const ring = (path) => Array.from({ length: ringSize }, () => ({ path, size: 100 }))
  const rings = { rules: ring(start), compose: ring(compose) }
  console.log(
    `${count} inputs, seed ${seed}; ${Object.entries(seeds)
      .map(([kind, texts]) => `${texts.length} ${kind}`)
      .join(', ')}`,
  )
  const found = new Map()
  for (let number = from; number < from + count; number++) {
    try {
      await tryOne(seawall, seeds, seed, number, rings)
    } catch (error) {
      note(found, error, seed, number)
    }
    if ((number + 1) % 5000 === 0) console.log(`${number + 1} inputs, ${found.size} kinds of findings`)
  }
  return found.size
}

function note(found, error, seed, number) {
  const at = /\n\s+at .*/
    .exec(error.stack ?? '')?.[0]
    .replace(/.*\/a\/b\//, '')
    .trim()
  const key = `${error.message.replace(/\d+/g, 'N').slice(0, 60)} ${at}`
  found.set(key, (found.get(key) ?? 0) + 1)
  if (found.get(key) > 1) return
  const name = join(findings, `seed-${seed}-input-${number}.txt`)
  const words = error.words ?? []
  for (const word of words)
    if (word.startsWith(folder)) writeFileSync(`${name}.${word.slice(folder.length + 1)}`, readFileSync(word))
  console.error(`input ${number}: ${error.message} ${at}\n  ${words.join(' ').replaceAll(folder, name)}`)
}

try {
  const kinds = await fuzz()
  console.log(kinds === 0 ? 'nothing found' : `${kinds} kinds of findings`)
  process.exitCode = kinds === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
