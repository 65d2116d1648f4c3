import { message } from '#pages.ts'
import { readFileSync, readdirSync } from 'node:fs'
import type { Invocation } from '../command.ts'
import { exit, UsageError } from '../exit.ts'

/** Prints a published schema; without a name, the list of them. */
export async function run({ words, terminal }: Invocation): Promise<number> {
  const folder = new URL('../../schemas/', import.meta.url)
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.schema.json'))
    .map((name) => name.replace('.schema.json', ''))
  const [name] = words
  if (name === undefined) {
    terminal.out(`${names.join('\n')}\n`)
    return exit.fine
  }
  if (!names.includes(name))
    throw new UsageError(message('usage/no-schema', { name }), message('usage/schemas', { names: names.join(', ') }))
  terminal.document([readFileSync(new URL(`${name}.schema.json`, folder), 'utf8')])
  return exit.fine
}
