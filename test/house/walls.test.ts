import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const project = resolve(import.meta.dirname, '../..')
const walls = join(project, 'scripts/walls.mjs')

// A small house in which every file is in order.
const sound = {
  'src/base/number.ts': 'export const one = 1\n',
  'src/model/rule.ts': "import { one } from '#base/number.ts'\nexport const rule = one\n",
  'src/host/node-host.ts': "import { readFileSync } from 'node:fs'\nexport const read = readFileSync\n",
  'src/i18n/en.ts': "export const en = 'hello'\n",
  'src/report/text.ts': "import { en } from '#i18n/en.ts'\nexport const text = en\n",
  'src/index.ts': "export { rule } from '#model/rule.ts'\n",
  'src/cli/main.ts':
    "import { rule } from '#index.ts'\nimport { Command } from 'commander'\nexport const cli = [rule, Command]\n",
}

// One fault a file: the rule that must name it, and what is written in it.
const faults: readonly [rule: string, file: string, text: string][] = [
  ['no-circle', 'src/base/egg.ts', "import type { Hen } from './hen.ts'\nexport type Egg = Hen | 0\n"],
  ['floor-1-looks-down-only', 'src/base/high.ts', "import { rule } from '#model/rule.ts'\nexport const high = rule\n"],
  [
    'floor-2-looks-down-only',
    'src/model/high.ts',
    "import type { en } from '#i18n/en.ts'\nexport type High = typeof en\n",
  ],
  ['floor-6-looks-down-only', 'src/lint/high.ts', "export const high = () => import('#index.ts')\n"],
  ['floor-7-looks-down-only', 'src/watch/high.ts', "export { cli } from '#cli/main.ts'\n"],
  [
    'floor-3-rooms-are-apart',
    'src/space/near.ts',
    "import { read } from '#host/node-host.ts'\nexport const near = read\n",
  ],
  [
    'floor-4-rooms-are-apart',
    'src/apply/near.ts',
    "import { text } from '#report/text.ts'\nexport const near = text\n",
  ],
  ['floor-7-rooms-are-apart', 'src/web/near.ts', "import { rule } from '#index.ts'\nexport const near = rule\n"],
  ['machine-behind-host', 'src/netfilter/node.ts', "import { join } from 'node:path'\nexport const path = join\n"],
  ['machine-behind-host', 'src/plan/bare.ts', "import { join } from 'path'\nexport const path = join\n"],
  ['engine-speaks-no-language', 'src/lint/words.ts', "import { en } from '#i18n/en.ts'\nexport const words = en\n"],
  [
    'report-finds-nothing-out',
    'src/report/finds.ts',
    "import { read } from '#host/node-host.ts'\nexport const finds = read\n",
  ],
  ['cli-through-the-doors', 'src/cli/window.ts', "import { rule } from '#model/rule.ts'\nexport const window = rule\n"],
  [
    'commander-in-cli',
    'src/policy/arguments.ts',
    "import { Command } from 'commander'\nexport const parse = Command\n",
  ],
  [
    'ships-what-it-imports',
    'src/model/tested.ts',
    "import { planted } from '../../test/planted.ts'\nexport const t = planted\n",
  ],
  ['ships-its-packages', 'src/model/oracle.ts', "import { parse } from 'ipaddr.js'\nexport const oracle = parse\n"],
  [
    'import-leads-somewhere',
    'src/model/lost.ts',
    "import { lost } from '#base/nowhere.ts'\nexport const found = lost\n",
  ],
  ['known-room', 'src/attic/box.ts', 'export const box = 1\n'],
  ['no-barrel', 'src/model/index.ts', "export { rule } from './rule.ts'\n"],
  ['no-attic', 'src/model/utils.ts', 'export const spare = 1\n'],
  ['no-attic', 'src/base/helpers/spare.ts', 'export const spare = 1\n'],
  [
    'import-names-its-room',
    'src/model/relative.ts',
    "import { one } from '../base/number.ts'\nexport const two = one\n",
  ],
  ['import-names-its-file', 'src/base/js.ts', "import { one } from './number.js'\nexport const two = one\n"],
  [
    'extensions-answer-for-themselves',
    'src/netfilter/branch.ts',
    "export const is = (match: { name: string }) => match.name === 'tcp'\n",
  ],
  [
    'extensions-answer-for-themselves',
    'src/lint/switch.ts',
    "export function is(extension: string) {\n  switch (extension) {\n    case 'tcp':\n      return 1\n  }\n}\n",
  ],
]

// Files that faults need and that are not named themselves: a circle is told once, a test is no part of src.
const accomplices = {
  'src/base/hen.ts': "import type { Egg } from './egg.ts'\nexport type Hen = Egg[]\n",
  'test/planted.ts': 'export const planted = 1\n',
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seawall-house-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

function build(name: string, files: Readonly<Record<string, string>>): string {
  const root = join(folder, name)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  writeFileSync(join(root, 'package.json'), readFileSync(join(project, 'package.json')))
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'))
  return root
}

describe('the walls', () => {
  test('stand in a house in which every import is allowed', () => {
    const root = build('sound', sound)
    const output = execFileSync(process.execPath, [walls, root], { encoding: 'utf8' })
    expect(output).toContain(`walls stand: ${Object.keys(sound).length} modules`)
  })

  test('each name the file that breaks them', () => {
    const planted = Object.fromEntries(faults.map(([, path, text]) => [path, text]))
    const root = build('faulty', { ...sound, ...planted, ...accomplices })
    const { status, stderr } = spawnSync(process.execPath, [walls, root], { encoding: 'utf8' })
    const said = stderr.split('\n').flatMap((line) => /^([\w-]+): (\S+) → /.exec(line)?.slice(1).join(' ') ?? [])
    const unseen = faults.map(([rule, file]) => `${rule} ${file}`).filter((fault) => !said.includes(fault))
    expect(unseen).toEqual([])
    const innocent = said.filter((line) => Object.keys(sound).some((file) => line.endsWith(` ${file}`)))
    expect(innocent).toEqual([])
    expect(status).toBe(1)
  })

  test('fail where the cruiser sees nothing', () => {
    const root = build('blind', { 'src/README.md': 'no modules here\n' })
    const { status, stderr } = spawnSync(process.execPath, [walls, root], { encoding: 'utf8' })
    expect(stderr).toContain('dependency-cruiser saw 0 modules')
    expect(status).toBe(1)
  })
})
