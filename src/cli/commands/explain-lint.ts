import { existsSync, readFileSync } from 'node:fs'
import { lintRules, message } from '#pages.ts'
import { exit, UsageError } from '../exit.ts'
import type { Terminal } from '../terminal.ts'

/** Prints the page of a rule of the linter: what it finds, why that matters, and what to do. */
export function explainLint(id: string, terminal: Terminal): number {
  const names = lintRules.map((rule) => rule.id.replace('lint/', ''))
  const name = id.replace('lint/', '')
  const page = new URL(`../../docs/rules/${name}.md`, import.meta.url)
  if (!names.includes(name) || !existsSync(page))
    throw new UsageError(message('check/no-rule', { id }), message('check/rules', { names: names.join(', ') }))
  terminal.page(readFileSync(page, 'utf8'))
  return exit.fine
}
