import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { jsonText } from '#base/json-text.ts'
import type { CommandEntry } from '#cli/command.ts'
import { commands } from '#cli/commands.ts'
import { runProgram } from '#cli/program.ts'
import { answerSchemas } from '#report/answer-schemas.ts'
import { checkout, isBuilt, type Said, seawall } from './run.ts'

const redis = 'test/cases/hosts/redis-20.10.24'
const policy = join(import.meta.dirname, '../cases/policies/office.yaml')
const program = join(checkout, 'dist/bin/seawall.js')

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seawall-errors-'))
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  write('prose.txt', 'nothing in here is a rule\n')
  write('empty', '')
  write('broken.json', '{"kind":"seawall-snapshot",')
  write('other.json', '{"a":[1,2,3]}')
  write('wrong.json', '{"kind":"seawall-snapshot","schemaVersion":1,"rules":7}')
  write('compose.yaml', 'services: [1, {')
  write('bytes', '\u0000\u0001\u001b[2J\u202e\ufffd')
  write('partly.rules', '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT --nosuch\n-A INPUT -j ACCEPT\nCOMMIT\n')
  mkdirSync(join(folder, 'folder'))
  mkdirSync(join(folder, 'pipes'))
  spawnSync('mkfifo', [join(folder, 'pipe'), join(folder, 'pipes/iptables-save.txt')])
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// What each command is given besides the source that cannot be read.
const calls: Readonly<Record<string, readonly (readonly string[])[]>> = {
  explain: [
    ['SOURCE'],
    ['SOURCE', '--chain', 'X'],
    [redis, '--rule', '-A X -j Y Z'],
    ['--concepts', 'nosuch'],
    ['a', 'b'],
  ],
  diff: [
    ['SOURCE', redis],
    [redis, 'SOURCE'],
    [redis, redis, '--ignore', 'nosuch'],
    ['SOURCE', redis, '--reach'],
  ],
  trace: [
    ['SOURCE', '--to', '192.0.2.10:10000'],
    [redis, '--to', 'SOURCE'],
    [redis, '--to', ':1', '--packets', 'SOURCE'],
    [redis, '--cases', 'SOURCE'],
    [redis, '--to', ':1', '--set', 'a'],
    [redis],
  ],
  reach: [
    ['SOURCE'],
    [redis],
    [redis, '--rule', 'FORWARD#99'],
    [redis, '--from', 'lan'],
    [redis, '--from', 'x', '--to', '80'],
    [redis, '--from', 'lan', '--to', 'x y'],
  ],
  verify: [['SOURCE']],
  exposure: [['SOURCE'], ['SOURCE', '--as', 'csv'], ['SOURCE', '--zone', 'x']],
  report: [['SOURCE'], ['SOURCE', '-o', 'x'], [redis], [redis, '--redact', '--zone', 'lan=192.168.0.0/16', '-o', 'x']],
  fmt: [['SOURCE'], [redis, '--dialect', '1']],
  'apply-preview': [
    ['SOURCE', '--to', redis],
    [redis, '--to', 'SOURCE'],
  ],
  predict: [['SOURCE'], [redis, '--diff', 'SOURCE'], [redis, '--daemon-json', 'SOURCE']],
  status: [['SOURCE'], [redis, '--daemon-json', 'SOURCE']],
  repair: [
    ['--netns', 'nosuch', '--before', 'SOURCE'],
    ['--netns', 'nosuch', '--dry-run'],
  ],
  watch: [
    ['--once', '--netns', 'nosuch'],
    ['--netns', 'nosuch'],
    ['--repair', '--netns', 'nosuch'],
    ['--once', '--repair'],
  ],
  capture: [
    ['--netns', 'nosuch'],
    ['--docker-host', 'tcp://a:99999', '--netns', 'nosuch'],
  ],
  save: [['SOURCE'], ['--output', 'x', '--directory', 'y'], ['--variant', 'nosuch']],
  lab: [['nosuch'], ['container', '--dockerd', 'nosuch']],
  schema: [['nosuch']],
  completion: [['nosuch'], []],
  metrics: [['SOURCE'], [redis, '--textfile', 'SOURCE']],
  init: [['SOURCE'], [redis, '-o', 'SOURCE']],
  plan: [
    ['SOURCE', '--policy', policy],
    [redis, '--policy', 'SOURCE'],
  ],
  // Nothing here that could load or remove rules of the machine that runs the test.
  apply: [
    ['--policy', '/nosuch/policy.yaml', '--yes', '--allow-lockout', '--cut'],
    ['--policy', '/nosuch/policy.yaml', '--yes'],
    ['--timeout', 'nosuch'],
  ],
  confirm: [['--extend', 'nosuch']],
  rollback: [],
  remove: [],
  check: [['SOURCE']],
}

const sources = [
  'nosuch',
  'prose.txt',
  'empty',
  'broken.json',
  'other.json',
  'wrong.json',
  'compose.yaml',
  'bytes',
  'partly.rules',
  'folder',
  'pipe',
  'pipes',
]

const wrongWords = [
  ['--nosuch'],
  ['--width', 'wide'],
  ['--color', 'blue'],
  ['--concise', '--full'],
  ['a', 'b', 'c', 'd'],
]

const documented = [0, 1, 2, 3, 4, 5]

// In this process, as a process for each of them takes minutes; schemas lie beside the built program only.
async function runHere(words: readonly string[]): Promise<Said> {
  if (words[0] === 'schema') return seawall(words)
  const said = { out: '', talk: '' }
  const keep = (name: 'out' | 'talk') => (text: unknown) => {
    said[name] += String(text)
    return true
  }
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(keep('out')),
    vi.spyOn(process.stderr, 'write').mockImplementation(keep('talk')),
  ]
  try {
    return { code: await runProgram(words), ...said }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

/** The command with --json: its code and its one document. */
async function asJson(
  words: readonly string[],
  run: (words: readonly string[]) => Said | Promise<Said> = runHere,
): Promise<{ code: number | null; document: Record<string, unknown> }> {
  const { code, out, talk } = await run([...words, '--json'])
  expect({ words, talk }).not.toMatchObject({ talk: expect.stringMatching(/^\s+at |RangeError|TypeError/m) })
  expect(documented, words.join(' ')).toContain(code)
  let document: unknown
  expect(
    () => {
      document = JSON.parse(out)
    },
    `${words.join(' ')}: ${out.slice(0, 200)}`,
  ).not.toThrow()
  return { code, document: document as Record<string, unknown> }
}

function expectError(words: readonly string[], code: number | null, document: Record<string, unknown>): void {
  // These answer with the places of their findings where a policy or a source is wrong.
  const hasPlaces = document.kind === 'plan' || document.kind === 'check'
  expect({ words, code, kind: document.kind }).toMatchObject({
    kind: (code === 2 || code === 3) && !hasPlaces ? 'error' : document.kind,
  })
  if (hasPlaces && code === 3) expect(JSON.stringify(document), words.join(' ')).toMatch(/"(findings|unread)":\[[^\]]/)
  if (document.kind === 'error') expect(() => answerSchemas.error.parse(document), words.join(' ')).not.toThrow()
}

describe('with --json every command ends with one document on standard output', () => {
  beforeEach((context) => {
    if (!isBuilt) context.skip('dist/bin/seawall.js is not built: npm run build')
  })

  it('is asked here of every command', () => {
    expect(Object.keys(calls).sort()).toEqual(commands.map(({ name }) => name).sort())
  })

  it.for(commands.map(({ name }) => name))('%s: whatever cannot be read', { timeout: 120_000 }, async (name) => {
    for (const given of calls[name] ?? []) {
      const takesSource = given.includes('SOURCE')
      for (const source of takesSource ? sources : ['']) {
        const words = [name, ...given.map((word) => (word === 'SOURCE' ? join(folder, source) : word))]
        const { code, document } = await asJson(words)
        expectError(words, code, document)
      }
    }
  })

  it.for(commands.map(({ name }) => name))('%s: words that make no sense', async (name) => {
    for (const wrong of wrongWords) {
      // check takes any number of sources.
      if (name === 'check' && wrong[0] === 'a') continue
      // lab has densities for its runs, not for its list.
      const { code, document } = await asJson([name, ...wrong])
      if (wrong[0] === '--concise' && code !== 2) continue
      expect({ words: [name, ...wrong], code, kind: document.kind }).toMatchObject({ code: 2, kind: 'error' })
      expectError([name, ...wrong], code, document)
    }
  })

  it('so do commands that are not there, and texts that have no fields', async () => {
    for (const words of [['nosuch'], ['explian'], []]) {
      const { code, document } = await asJson(words)
      expect({ words, code, kind: document.kind }).toEqual({ words, code: 2, kind: 'error' })
    }
    const texts = [
      ['--help'],
      ['-V'],
      ['help'],
      ['explain', '--help'],
      ['completion', 'bash'],
      ['repair', '--unit'],
      ['schema'],
    ]
    for (const words of texts) {
      const { code, document } = await asJson(words)
      expect({ words, code }).toEqual({ words, code: 0 })
      expect(() => answerSchemas.text.parse(document), words.join(' ')).not.toThrow()
    }
    expect((await asJson(['explian'])).document).toMatchObject({ help: 'did you mean explain?' })
    expect((await asJson(['schema', 'fmt'])).document).toHaveProperty('$schema')
    const packets = '{"dst":"192.0.2.10","in":"eth0"}\nno packet\n'
    const { code, document } = await asJson(['trace', '--packets', '-', redis], (words) => seawall(words, packets))
    expect(code).toBe(5)
    expect(() => answerSchemas['trace-packets'].parse(document)).not.toThrow()
  })
})

describe('errors in words', () => {
  beforeEach((context) => {
    if (!isBuilt) context.skip('dist/bin/seawall.js is not built: npm run build')
  })

  it('are one sentence on standard error, with nothing of a stack', () => {
    for (const words of [
      ['nosuch'],
      ['explain', '--nosuch'],
      ['explain', 'nosuch'],
      ['trace', redis],
      ['completion', 'x'],
    ]) {
      const { code, out, talk } = seawall(words)
      expect([2, 3]).toContain(code)
      expect(out).toBe('')
      expect(talk).toMatch(/^error/)
      expect(talk).not.toMatch(/^\s+at /m)
    }
  })

  it('escape what they repeat: control characters, marks of the reading order', () => {
    const hostile = '--x\u001b[2J\u202e\u0007\u2028\ny'
    for (const words of [
      [hostile],
      ['explain', hostile],
      ['explain', '--color', hostile],
      ['schema', hostile],
      [`a${hostile}`],
    ]) {
      const { talk } = seawall(words)
      expect(talk).toMatch(/^error/)
      expect(talk.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e\u2028]/)
    }
  })

  it('tell a finding from an input of which a part could not be read', () => {
    const partly = join(folder, 'partly.rules')
    expect(seawall(['diff', redis, `${checkout}test/cases/hosts/fresh-20.10.24`]).code).toBe(1)
    expect(seawall(['diff', redis, partly]).code).toBe(5)
    expect(seawall(['explain', partly]).code).toBe(5)
    expect(seawall(['fmt', partly]).code).toBe(5)
    expect(seawall(['apply-preview', `${redis}/iptables-save.txt`, '--to', partly]).code).toBe(5)
  })

  it('are usage errors where the address of Docker is none, whatever gave it', () => {
    for (const address of ['tcp://a:99999', 'tcp://a:0', 'nonsense', 'ssh://a', 'tcp://']) {
      expect(seawall(['capture', '--netns', String(process.pid)], '', { DOCKER_HOST: address }).code).toBe(2)
    }
  })
})

describe('option values', () => {
  it('are taken with blanks and leading dashes, and pasted rules are still words', () => {
    const { code, talk } = seawall(['status', redis, '--daemon-args', '--icc --ip6tables'])
    expect({ code, talk }).toMatchObject({ talk: '' })
    const pasted = seawall(['explain', '-A FORWARD -j DROP', '--json'])
    expect(JSON.parse(pasted.out)).toMatchObject({ kind: 'explain' })
    expect(seawall(['-V']).out).toBe(seawall(['--version']).out)
  })
})

describe('standard output and error', () => {
  const shell = (line: string) => {
    const options = { cwd: checkout, encoding: 'utf8' } as const
    return spawnSync('bash', ['-c', line.replaceAll('SEAWALL', `${process.execPath} ${program}`)], options)
  }
  const first = (line: string) => shell(`${line}; echo "\${PIPESTATUS[0]}" >&2`).stderr

  it('do not change an exit code when the reader leaves', () => {
    for (const reader of ['true', 'head -c 1']) {
      expect(first(`SEAWALL status test/cases/pages/flushed --full | ${reader} >/dev/null`)).toBe('1\n')
      expect(first(`SEAWALL diff ${redis} test/cases/hosts/fresh-20.10.24 | ${reader} >/dev/null`)).toBe('1\n')
      expect(first(`SEAWALL explain ${redis} --json | ${reader} >/dev/null`)).toBe('0\n')
    }
  })

  it('are said to be lost where they cannot be written, and the code is not 0', () => {
    const full = shell(`SEAWALL explain ${redis} > /dev/full`)
    expect(full.status).toBe(3)
    expect(full.stderr).toMatch(/^error: the answer could not be written.*ENOSPC/)
    expect(shell('SEAWALL status test/cases/pages/flushed > /dev/full').status).toBe(1)
    expect(shell('SEAWALL explain nosuch 2> /dev/full').status).toBe(3)
    expect(shell(`SEAWALL explain ${redis} >&- 2>&-`)).toMatchObject({ status: 0, stderr: '' })
  })

  it('escape the text of others on a screen, and carry it byte for byte elsewhere', () => {
    const rule = '-A INPUT -m comment --comment "\u202ex\u200b" -j ACCEPT'
    const text = `*filter\n:INPUT ACCEPT [0:0]\n${rule}\nCOMMIT\n`
    expect(seawall(['fmt', '-'], text).out).toBe(text)
    writeFileSync(join(folder, 'screen.rules'), text)
    const onScreen = shell(`script -qec "SEAWALL fmt ${join(folder, 'screen.rules')}" /dev/null </dev/null`).stdout
    expect(onScreen).toContain('\\u{202e}x\\u{200b}')
    expect(onScreen).not.toMatch(/[\u202e\u200b]/)
  })
})

describe('a bug in Seawall', () => {
  it('is said in a sentence, with how to report it and a code of its own; no stack is printed', async () => {
    const lab = commands.find(({ name }) => name === 'lab') as CommandEntry
    const spy = vi.spyOn(lab, 'load').mockImplementation(async () => ({
      run: () => {
        const deep = (): number => deep() + 1
        return Promise.resolve(deep())
      },
    }))
    const { code, out, talk } = await runHere(['lab'])
    expect({ code, out }).toEqual({ code: 70, out: '' })
    expect(talk).toMatch(
      /^error: this is a bug in Seawall: RangeError: Maximum call stack size exceeded \(\S+:\d+\)\n {2}help: .*seawall capture --redact/,
    )
    expect(talk.trim().split('\n')).toHaveLength(2)
    const json = await runHere(['lab', '--json'])
    expect(answerSchemas.error.parse(JSON.parse(json.out))).toMatchObject({ code: 'usage/bug' })
    expect({ code: json.code, talk: json.talk }).toEqual({ code: 70, talk: '' })
    spy.mockImplementation(async () => ({
      run: () => Promise.reject(Object.assign(new Error('ENOSPC: no space left'), { syscall: 'write', path: '/x' })),
    }))
    expect(await runHere(['lab'])).toMatchObject({ code: 3, talk: expect.stringContaining('`/x`: ENOSPC') })
    spy.mockRestore()
  })
})

describe('JSON', () => {
  it('escapes every invisible character, and reads back as what was meant', () => {
    const text = 'a\u0007\u0085\u00ad\u061c\u200b\u202e\u2028\u2066\u3164\ufe0f\ufeff\u{e0041}é\n'
    const json = jsonText({ text }, 2)
    expect(JSON.parse(json)).toEqual({ text })
    expect(json.replaceAll('\n', '')).toMatch(/^[\x20-\x7eé]*$/)
  })
})
