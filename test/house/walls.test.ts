import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const project = resolve(import.meta.dirname, '../..')
const walls = join(project, 'scripts/walls.mjs')

type Files = Readonly<Record<string, string>>

// A small house in which every import is in order.
const sound: Files = {
  'src/base/number.ts': 'export const one = 1\n',
  'src/model/rule.ts': "import { one } from '#base/number.ts'\nexport const rule = one\n",
  'src/host/node-host.ts': "import { readFileSync } from 'node:fs'\nexport const read = readFileSync\n",
  'src/i18n/en.ts': "export const en = 'hello'\n",
  'src/report/text.ts': "import { en } from '#i18n/en.ts'\nexport const text = en\n",
  'src/model/builtin-chains.ts': 'export const hooks = 1\n',
  'src/lowered/meaning.ts': 'export const meaning = 1\n',
  'src/docker/engine.ts': 'export const engine = 1\n',
  'src/plan/plan.ts': 'export const plan = 1\n',
  'src/answers/answer.ts': 'export const answer = 1\n',
  'src/pages.ts': "export { rule } from '#model/rule.ts'\n",
  'src/node.ts': "export { read } from '#host/node-host.ts'\n",
  'src/cli/main.ts':
    "import { rule } from '#pages.ts'\nimport { Command } from 'commander'\nexport const cli = [rule, Command]\n",
}

// What faults need and what is not named itself: a circle is told once, and a test is no part of src.
const accomplices: Files = {
  'src/base/hen.ts': "import type { Egg } from './egg.ts'\nexport type Hen = Egg[]\n",
  'test/planted.ts': 'export const planted = 1\n',
}

// One fault a file: the rule that must name it, and what is written in it.
const faults: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['no-circle', 'src/base/egg.ts', "import type { Hen } from './hen.ts'\nexport type Egg = Hen | 0\n"],
  ['floor-1-looks-down-only', 'src/base/up.ts', takes('rule', '#model/rule.ts')],
  ['floor-2-looks-down-only', 'src/model/up.ts', "import type { en } from '#i18n/en.ts'\nexport type Up = typeof en\n"],
  ['floor-3-looks-down-only', 'src/space/up.ts', takes('text', '#report/text.ts')],
  ['floor-4-looks-down-only', 'src/lowered/up.ts', takes('text', '#report/text.ts')],
  ['floor-5-looks-down-only', 'src/netfilter/up.ts', takes('engine', '#docker/engine.ts')],
  ['floor-6-looks-down-only', 'src/policy/up.ts', takes('plan', '#plan/plan.ts')],
  ['floor-7-looks-down-only', 'src/compare/up.ts', takes('plan', '#plan/plan.ts')],
  ['floor-8-looks-down-only', 'src/lint/up.ts', "export const up = () => import('#pages.ts')\n"],
  ['floor-9-looks-down-only', 'src/answers/up.ts', "export const up = () => import('#pages.ts')\n"],
  ['floor-10-looks-down-only', 'src/kernel/up.ts', "export const up = () => import('#pages.ts')\n"],
  ['floor-11-looks-down-only', 'src/watch/up.ts', "export { cli } from '#cli/main.ts'\n"],
  ['floor-12-looks-down-only', 'src/testing.ts', "export { cli } from '#cli/main.ts'\n"],
  ['floor-3-rooms-are-apart', 'src/space/near.ts', takes('read', '#host/node-host.ts')],
  ['floor-5-rooms-are-apart', 'src/apply/near.ts', takes('text', '#report/text.ts')],
  ['floor-6-rooms-are-apart', 'src/owners/near.ts', takes('engine', '#docker/engine.ts')],
  ['floor-8-rooms-are-apart', 'src/lint/near.ts', takes('plan', '#plan/plan.ts')],
  ['floor-9-rooms-are-apart', 'src/redact/near.ts', takes('answer', '#answers/answer.ts')],
  ['floor-11-rooms-are-apart', 'src/web/near.ts', takes('rule', '#pages.ts')],
  ['floor-12-rooms-are-apart', 'src/testing.ts', "export { read } from '#node.ts'\n"],
  ['machine-behind-host', 'src/netfilter/node.ts', takes('join', 'node:path')],
  ['machine-behind-host', 'src/plan/bare.ts', takes('join', 'path')],
  ['page-needs-no-machine', 'src/web/browser.ts', takes('read', '#host/node-host.ts')],
  ['engine-speaks-no-language', 'src/lint/words.ts', takes('en', '#i18n/en.ts')],
  ['report-finds-nothing-out', 'src/report/finds.ts', takes('read', '#host/node-host.ts')],
  ['cli-through-the-doors', 'src/cli/window.ts', takes('rule', '#model/rule.ts')],
  ['hooks-are-lowered', 'src/plan/hooks.ts', takes('hooks', '#model/builtin-chains.ts')],
  ['meaning-is-lowered', 'src/netfilter/means.ts', takes('meaning', '#lowered/meaning.ts')],
  ['commander-in-cli', 'src/policy/arguments.ts', takes('Command', 'commander')],
  ['ships-what-it-imports', 'src/model/tested.ts', takes('planted', '../../test/planted.ts')],
  ['ships-its-packages', 'src/model/oracle.ts', takes('parse', 'ipaddr.js')],
  ['import-leads-somewhere', 'src/model/lost.ts', takes('lost', '#base/nowhere.ts')],
  ['known-room', 'src/attic/box.ts', 'export const box = 1\n'],
  ['no-barrel', 'src/model/index.ts', "export { rule } from './rule.ts'\n"],
  ['no-attic', 'src/model/utils.ts', 'export const spare = 1\n'],
  ['no-attic', 'src/base/helpers/spare.ts', 'export const spare = 1\n'],
  ['import-names-its-room', 'src/model/relative.ts', takes('one', '../base/number.ts')],
  ['import-names-its-file', 'src/base/js.ts', takes('one', './number.js')],
  [
    'no-list-as-arguments',
    'src/model/push.ts',
    'export const push = (to: number[], list: number[]) => to.push(...list)\n',
  ],
  ['no-list-as-arguments', 'src/model/most.ts', 'export const most = (list: number[]) => Math.max(0, ...list)\n'],
  ['no-list-as-arguments', 'src/model/made.ts', 'export const made = (list: number[]) => new Array(...list)\n'],
  [
    'extensions-answer-for-themselves',
    'src/netfilter/branch.ts',
    "export const is = (match: { name: string }) => match.name === 'tcp'\n",
  ],
  [
    'extensions-answer-for-themselves',
    'src/explain/target.ts',
    "export const is = (rule: { target?: { name: string } }) => rule.target?.name !== 'DNAT'\n",
  ],
  [
    'extensions-answer-for-themselves',
    'src/syntax/name.ts',
    "export const is = ({ name }: { name: string }) => name === 'DROP'\n",
  ],
  [
    'extensions-answer-for-themselves',
    'src/lint/switch.ts',
    "export function is(extension: string) {\n  switch (extension) {\n    case 'set':\n      return 1\n  }\n}\n",
  ],
]

function takes(name: string, from: string): string {
  return `import { ${name} } from '${from}'\nexport const taken = ${name}\n`
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seawall-house-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

function build(name: string, ...parts: readonly Files[]): string {
  const root = join(folder, name)
  for (const files of parts) {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      // Two faults may lie in one file.
      writeFileSync(join(root, path), text, { flag: 'a' })
    }
  }
  writeFileSync(join(root, 'package.json'), readFileSync(join(project, 'package.json')))
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'))
  return root
}

// The rules of both kinds with their sentences, as `scripts/walls.mjs` knows them.
async function sentences(): Promise<ReadonlyMap<string, string>> {
  const cruiser = await import(join(project, '.dependency-cruiser.mjs'))
  const { textWalls } = await import(walls)
  const rules: { name: string; comment: string }[] = cruiser.default.forbidden
  return new Map([...rules.map(({ name, comment }) => [name, comment] as const), ...Object.entries<string>(textWalls)])
}

describe('the walls', () => {
  test('stand in a house in which every import is allowed', () => {
    const root = build('sound', sound)
    const output = execFileSync(process.execPath, [walls, root], { encoding: 'utf8' })
    expect(output).toContain(`walls stand: ${Object.keys(sound).length} modules`)
  })

  test('each name the file that breaks them, and no other', () => {
    const root = build('faulty', sound, accomplices, ...faults.map(([, file, text]) => ({ [file]: text })))
    const { status, stderr } = spawnSync(process.execPath, [walls, root], { encoding: 'utf8' })
    const said = stderr.split('\n').flatMap((line) => /^([\w-]+): (\S+) → /.exec(line)?.slice(1).join(' ') ?? [])
    expect(faults.map(([rule, file]) => `${rule} ${file}`).filter((fault) => !said.includes(fault))).toEqual([])
    expect(said.filter((line) => Object.keys(sound).some((file) => line.endsWith(` ${file}`)))).toEqual([])
    expect(status).toBe(1)
  })

  test('fail where the cruiser sees nothing', () => {
    const root = build('blind', { 'src/README.md': 'no modules here\n' })
    const { status, stderr } = spawnSync(process.execPath, [walls, root], { encoding: 'utf8' })
    expect(stderr).toContain('dependency-cruiser saw 0 modules')
    expect(status).toBe(1)
  })

  test('are each broken by a fault planted here', async () => {
    const planted = new Set(faults.map(([rule]) => rule))
    expect([...planted].sort()).toEqual([...(await sentences()).keys()].sort())
  })

  test('stand in CONTRIBUTING.md with their sentences', async () => {
    const page = readFileSync(join(project, 'CONTRIBUTING.md'), 'utf8').replace(/\s+/g, ' ')
    const rules = [...(await sentences())].filter(([name]) => !name.startsWith('floor-'))
    expect(rules.filter(([name, sentence]) => !page.includes(`\`${name}\`: ${sentence}`))).toEqual([])
  })
})
