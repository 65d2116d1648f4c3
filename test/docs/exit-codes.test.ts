import { describe, expect, test } from 'vitest'
import { isBuilt, seawall } from '../cli/run.ts'
import { runCommand } from './console.ts'
import { tableOf } from './tables.ts'

const examples = tableOf('docs/exit-codes.md', 'examples').flatMap((row) => {
  const [, code, command] = /^\| (\d) \| `(.+)` \|$/.exec(row) ?? []
  return code === undefined || command === undefined ? [] : [[command, Number(code)] as const]
})

describe.skipIf(!isBuilt)('the page of exit codes', () => {
  test.each(examples)('$ %s ends with %i', (command, code) => {
    expect(runCommand(command).code).toBe(code)
  })

  test('has an example of every command', () => {
    const shown = new Set(examples.map(([command]) => command.split(' ')[1]))
    const [, list = ''] = /^Commands:\n((?: .*\n)+)/m.exec(seawall(['--help']).out) ?? []
    const commands = [...list.matchAll(/^ {2}([a-z-]+) /gm)].map(([, name]) => name)
    expect(commands.length).toBeGreaterThan(10)
    expect(commands.filter((name) => name !== 'help' && !shown.has(name))).toEqual([])
  })
})
