// Measures the house: node scripts/sizes.mjs [folder]. Fails for a file of src above 300 lines, unless its first line is a
// comment that says `data:` and what data it holds. Long functions fail in the linter (60 lines); here they are counted.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'

const longestFile = 300

/** The files and functions of src as {name, lines}, and the files that are too long. */
export function measure(root) {
  const files = []
  const functions = []
  for (const entry of readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.ts')) continue
    const path = join(entry.parentPath, entry.name)
    const text = readFileSync(path, 'utf8')
    const name = path.slice(root.length + 1)
    const data = /^\/\/.*\bdata:/.test(text)
    files.push({ name, lines: text.trimEnd().split('\n').length, data })
    functions.push(...functionsOf(name, text))
  }
  return { files, functions, tooLong: files.filter((file) => !file.data && file.lines > longestFile) }
}

function functionsOf(name, text) {
  const found = []
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.ES2023, true)
  const lineAt = (position) => source.getLineAndCharacterOfPosition(position).line + 1
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body) {
      const start = lineAt(node.getStart(source))
      found.push({ name: `${name}:${start}`, lines: lineAt(node.end) - start + 1 })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function summary(what, things) {
  const lines = things.map((thing) => thing.lines).sort((a, b) => a - b)
  const at = (share) => lines[Math.min(lines.length - 1, Math.floor(lines.length * share))] ?? 0
  const longest = things.reduce((a, b) => (b.lines > a.lines ? b : a), { lines: 0, name: 'none' })
  return `${lines.length} ${what}, lines: median ${at(0.5)}, p90 ${at(0.9)}, longest ${longest.lines} (${longest.name})`
}

if (process.argv[1] === import.meta.filename) {
  const { files, functions, tooLong } = measure(resolve(process.argv[2] ?? join(import.meta.dirname, '..')))
  console.log(
    summary(
      'files',
      files.filter((file) => !file.data),
    ),
  )
  console.log(summary('functions', functions))
  for (const { name, lines } of tooLong)
    console.error(
      `${name} has ${lines} lines, above ${longestFile}: divide it, or say \`data:\` in its first line if it is data`,
    )
  process.exitCode = tooLong.length > 0 ? 1 : 0
}
