// Checks the walls of the house: node scripts/walls.mjs [folder], default the project itself.
// The import walls are rules of dependency-cruiser (.dependency-cruiser.mjs); those that are about how a file is called or
// how an import is written are here, because dependency-cruiser sees resolved paths only.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, resolve } from 'node:path'
import ts from 'typescript'
import { rooms } from './floors.mjs'

const project = resolve(import.meta.dirname, '..')

// The walls that are read off the names and the text: rule name → the sentence for whoever breaks it.
export const textWalls = {
  'known-room':
    'Every file of src is in a room that is on a floor in scripts/floors.mjs, or the floors say nothing about it.',
  'no-barrel':
    'No index.ts below src/: a barrel makes everything in a room import everything in it; name the file you want.',
  'no-attic': 'No file or folder called utils, helpers, common, misc or types: call it after the one thing it is for.',
  'import-names-its-room':
    'An import of another room is written #room/file.ts, so that a reader sees which floor it goes to.',
  'import-names-its-file': 'An import within the house ends in .ts or .json: it names the file that is there.',
  'no-list-as-arguments':
    'A list is not spread into the arguments of a call: 130,000 of them overflow the stack; base/lists.ts has the ways without.',
  'extensions-answer-for-themselves':
    'No shared code asks for one match, target or extension by its name: the extension declares its own answer as a field.',
}

/** Every broken wall in the project at `root`, as {rule, comment, from, to}, and how many modules were looked at. */
export function brokenWalls(root) {
  const files = sourceFiles(root)
  const { broken, modules } = cruise(root)
  const unseen = files.filter((file) => file.endsWith('.ts') && !modules.has(file))
  if (unseen.length > 0 || modules.size === 0)
    throw new Error(
      `dependency-cruiser saw ${modules.size} modules, but not: ${unseen.slice(0, 5).join(', ') || 'src'}`,
    )
  return { broken: [...broken, ...files.flatMap((file) => brokenText(root, file))], modules: modules.size }
}

function cruise(root) {
  const command = join(project, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const text = execFileSync(
    process.execPath,
    [command, 'src', '--config', join(project, '.dependency-cruiser.mjs'), '--output-type', 'json'],
    { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const result = JSON.parse(text)
  const sentences = new Map(result.summary.ruleSetUsed.forbidden.map((rule) => [rule.name, rule.comment]))
  const broken = result.summary.violations.map(({ rule, from, to, cycle }) => ({
    rule: rule.name,
    comment: sentences.get(rule.name),
    from,
    to: cycle ? cycle.map((step) => step.name).join(' → ') : to,
  }))
  return {
    broken,
    modules: new Set(result.modules.map((module) => module.source).filter((path) => path.startsWith('src/'))),
  }
}

function sourceFiles(root) {
  return readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.join('src', posix.relative(join(root, 'src'), posix.join(entry.parentPath, entry.name))))
    .sort()
}

function brokenText(root, file) {
  const broken = []
  const say = (rule, to) => broken.push({ rule, comment: textWalls[rule], from: file, to })
  const parts = file.split('/').slice(1)
  if (!rooms.includes(parts[0])) say('known-room', parts[0])
  if (parts.length > 1 && parts.at(-1) === 'index.ts') say('no-barrel', file)
  const attic = parts.find((part) => /^(utils?|helpers|common|misc|types)([.]|$)/.test(part))
  if (attic) say('no-attic', attic)
  if (!file.endsWith('.ts')) return broken
  const text = readFileSync(join(root, file), 'utf8')
  for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
    const inside = fileName.startsWith('.') || fileName.startsWith('#')
    if (inside && !/[.](ts|json)$/.test(fileName)) say('import-names-its-file', fileName)
    if (parts.length > 1 && fileName.startsWith('.') && roomOf(posix.join(dirname(file), fileName)) !== parts[0])
      say('import-names-its-room', fileName)
  }
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true)
  for (const call of nodesOf(source, spreadsArguments)) say('no-list-as-arguments', call)
  if (!['extensions', 'docker', 'owners'].includes(parts[0])) {
    for (const branch of nodesOf(source, branchesOnName)) say('extensions-answer-for-themselves', branch)
  }
  return broken
}

function roomOf(path) {
  return path.split('/')[1]
}

// The text of every node that `isMeant` is true of.
function nodesOf(source, isMeant) {
  const found = []
  const visit = (node) => {
    if (isMeant(node)) found.push(node.getText().split('\n')[0])
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function spreadsArguments(node) {
  return (ts.isCallExpression(node) || ts.isNewExpression(node)) && node.arguments?.some(ts.isSpreadElement) === true
}

const targets = new Set(
  'ACCEPT DROP RETURN QUEUE DNAT SNAT MASQUERADE REDIRECT REJECT LOG MARK NFLOG SET TPROXY NOTRACK CT'.split(' '),
)

// Comparisons such as `match.name === 'tcp'` or `switch (rule.extension) { case 'set': … }`.
function branchesOnName(node) {
  const asks = (part) =>
    /(^|[.])(match|target|extension|matchName|targetName|extensionName)([?]?[.]name)?$/.test(part.getText())
  if (ts.isSwitchStatement(node)) return asks(node.expression)
  if (!ts.isBinaryExpression(node) || !/^[!=]==$/.test(node.operatorToken.getText())) return false
  if (!ts.isStringLiteral(node.right) || node.right.text === '') return false
  return asks(node.left) || (/(^|[.])name$/.test(node.left.getText()) && targets.has(node.right.text))
}

if (process.argv[1] === import.meta.filename) {
  const { broken, modules } = brokenWalls(resolve(process.argv[2] ?? project))
  for (const { rule, comment, from, to } of broken) console.error(`${rule}: ${from} → ${to}\n  ${comment}\n`)
  console.log(broken.length > 0 ? `${broken.length} walls broken` : `walls stand: ${modules} modules`)
  process.exitCode = broken.length > 0 ? 1 : 0
}
