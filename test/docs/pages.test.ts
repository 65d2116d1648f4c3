import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkout, isBuilt } from '../cli/run.ts'
import { consoleBlocks, missingPiece, type Ran, runCommand, type Step, trimmed } from './console.ts'

const docs = readdirSync(join(checkout, 'docs'), { recursive: true, encoding: 'utf8' })
const pages = ['README.md', ...docs.filter((path) => path.endsWith('.md')).map((path) => `docs/${path}`)].sort()
const textOf = (page: string) => readFileSync(join(checkout, page), 'utf8')
// SEAWALL_WRITE_PAGES=1 puts what the commands say now into the pages; blocks with `...` are left to a person.
const writes = process.env.SEAWALL_WRITE_PAGES === '1'

describe.skipIf(!isBuilt).each(pages.filter((page) => consoleBlocks(textOf(page)).length > 0))('%s', (page) => {
  for (const block of consoleBlocks(textOf(page))) {
    const [first] = block
    test(`line ${first?.line}: $ ${first?.command}`, (ctx) => {
      if (block.some(({ command }) => /\bjq\b/.test(command)) && !has('jq')) ctx.skip('jq is not installed')
      runBlock(page, block)
    })
  }
})

function runBlock(page: string, block: readonly Step[]): void {
  let code: number | null = 0
  for (const step of block) {
    const ran: Ran = step.command === 'echo $?' ? { said: [String(code)], code: 0 } : runCommand(step.command)
    code = ran.code
    const missing = missingPiece(step.shown, ran.said)
    if (missing === undefined) continue
    if (writes && !step.shown.includes('...')) rewrite(page, step, ran.said)
    else if (step.shown.includes('...'))
      expect(ran.said.join('\n'), `${page}:${step.line}`).toContain(missing.join('\n'))
    else expect(ran.said, `${page}:${step.line}`).toEqual(trimmed(step.shown))
    // The piece is there, but not where the page shows it.
    if (!writes) expect(missing, `${page}:${step.line}: out of order`).toBeUndefined()
  }
}

function has(tool: string): boolean {
  return runCommand(`command -v ${tool}`).code === 0
}

const grown = new Map<string, number>()

function rewrite(page: string, { command, shown, line }: Step, said: readonly string[]): void {
  const lines = textOf(page).split('\n')
  const shift = grown.get(page) ?? 0
  const fresh = [...said, ...(shown.at(-1) === '' ? [''] : [])]
  lines.splice(line - 1 + shift + command.split('\n').length, shown.length, ...fresh)
  writeFileSync(join(checkout, page), lines.join('\n'))
  grown.set(page, shift + fresh.length - shown.length)
}

/** The headings of a page as links name them. */
function anchorsOf(page: string): readonly string[] {
  return [...textOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  )
}

describe('the pages', () => {
  test('every link to a file of the project leads there', () => {
    const broken = pages.flatMap((page) =>
      [...textOf(page).matchAll(/\]\(([^)#\s]+)(?:#[^)\s]*)?\)/g)]
        .map(([, target]) => target ?? '')
        .filter((target) => !/^[a-z]+:/.test(target))
        .filter((target) => !existsSync(join(checkout, dirname(page), target)))
        .map((target) => `${page}: ${target}`),
    )
    expect(broken).toEqual([])
  })

  test('every link to a heading leads to one', () => {
    const broken = pages.flatMap((page) =>
      [...textOf(page).matchAll(/\]\(([^)#\s:]*)#([^)\s]+)\)/g)]
        .map(([, target = '', heading = '']) => [target === '' ? page : join(dirname(page), target), heading] as const)
        .filter(([target, heading]) => !anchorsOf(target).includes(heading))
        .map(([target, heading]) => `${page}: ${target}#${heading}`),
    )
    expect(broken).toEqual([])
  })

  test('every page is named in the index', () => {
    const index = textOf('docs/README.md')
    // The rules of the linter are in the table of docs/check.md, which has a test of its own.
    const missing = pages.filter((page) => /^docs\/(?!rules\/|README)/.test(page))
    expect(missing.filter((page) => !index.includes(`(${page.slice('docs/'.length)})`))).toEqual([])
  })

  test('no page names a folder of the machine it was written on', () => {
    const named = pages.filter((page) => /(^|[\s'"`(])\/(tmp|work|root|home)\//m.test(textOf(page)))
    expect(named).toEqual([])
  })
})

describe('a block of a page', () => {
  test('shows what was said, and `...` stands for lines that are left out', () => {
    const said = ['a', 'b', 'c', 'd']
    expect(missingPiece(['a', 'b', 'c', 'd', ''], said)).toBeUndefined()
    expect(missingPiece(['a', '...', 'c', '...'], said)).toBeUndefined()
    expect(missingPiece(['...', 'd'], said)).toBeUndefined()
    expect(missingPiece(['a', 'b', 'c'], said)).toEqual(['a', 'b', 'c'])
    expect(missingPiece(['b', '...'], said)).toEqual(['b'])
    expect(missingPiece(['...', 'c'], said)).toEqual(['c'])
    expect(missingPiece(['...', 'c', '...', 'b', '...'], said)).toEqual(['b'])
  })

  test('is read with its commands, lines that go on, and the exit code', () => {
    const page =
      'x\n```console\n$ seawall diff a \\\n    b\n+ c\n\n$ echo $?\n1\n```\n```console\n$ docker run x\n```\n'
    expect(consoleBlocks(page)).toEqual([
      [
        { command: 'seawall diff a \\\n    b', shown: ['+ c', ''], line: 3 },
        { command: 'echo $?', shown: ['1'], line: 7 },
      ],
    ])
    expect(runCommand('exit 3').code).toBe(3)
    expect(runCommand('echo a; echo b >&2')).toEqual({ said: ['a', 'b'], code: 0 })
  })
})
