import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const project = resolve(import.meta.dirname, '../..')
const page = readFileSync(join(project, 'docs/library.md'), 'utf8')
const snippets = [...page.matchAll(/^```js\n([\s\S]*?)^```\n\n```text\n([\s\S]*?)^```$/gm)]

test.each(snippets.map(([, code = '', said = ''], index) => [index + 1, code, said] as const))(
  'snippet %i of the page about the library prints what the page says',
  (_, code, said) => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
      cwd: project,
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    expect(stdout).toBe(said)
  },
)
