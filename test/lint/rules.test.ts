import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { say } from '../../src/i18n/catalogue.ts'
import { lintRules } from '../../src/lint/registry.ts'
import { checkout } from '../cli/run.ts'
import { cell, expectTable } from '../docs/tables.ts'
import { casesFolder, checkFolder } from './case.ts'

const ids = lintRules.map(({ id }) => id)
const names = ids.map((id) => id.replace('lint/', ''))
const filesIn = (folder: string, ending: string) =>
  readdirSync(join(checkout, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, name.length - ending.length))
    .toSorted()
const cases = names.flatMap((name) => readdirSync(join(casesFolder, name)).map((one) => [name, one] as const))

describe('the rules of the linter', () => {
  test('are in the order of their names, and each name is there once', () => {
    expect(names).toEqual([...new Set(names)].toSorted())
  })

  test('are a file, a folder of cases and a page each', () => {
    expect(filesIn('src/lint/rules', '.ts')).toEqual(names)
    expect(readdirSync(casesFolder).toSorted()).toEqual(names)
    expect(filesIn('docs/rules', '.md')).toEqual(names)
  })

  test.each(names)('%s has a bad and a good case', (name) => {
    const own = readdirSync(join(casesFolder, name))
    expect(own.some((one) => /^bad(-|$)/.test(one))).toBe(true)
    expect(own.some((one) => /^good(-|$)/.test(one))).toBe(true)
    expect(own.filter((one) => !/^(bad|good)(-[\w-]+)?$/.test(one))).toEqual([])
  })

  test.each(names)('%s has a page with the usual parts', (name) => {
    const page = readFileSync(join(checkout, `docs/rules/${name}.md`), 'utf8')
    expect(page.startsWith(`# lint/${name}\n`)).toBe(true)
    expect([...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual([
      'What it finds',
      'Why it matters',
      'Example',
      'What to do',
      'When to allow it',
    ])
    expect(page).toContain(`test/cases/lint/${name}/bad`)
  })

  test('are all in the table of the page about check', () => {
    const rows = lintRules.map(
      ({ id, about }) => `| [${id}](rules/${id.replace('lint/', '')}.md) | ${cell(say(about))} |`,
    )
    expectTable('docs/check.md', 'rules', ['| rule | finds |', '|---|---|', ...rows])
  })
})

describe('a case of the linter', () => {
  test.each(cases.filter(([, one]) => one.startsWith('bad')))('%s/%s is found, once', async (name, one) => {
    const { findings } = await checkFolder(join(casesFolder, name, one))
    expect(findings.filter(({ rule }) => rule === `lint/${name}`)).toHaveLength(1)
  })

  test.each(cases.filter(([, one]) => one.startsWith('good')))('%s/%s has nothing wrong', async (name, one) => {
    const { findings, unread } = await checkFolder(join(casesFolder, name, one))
    expect(findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual([])
    expect(unread).toEqual([])
  })

  test.each(cases)('%s/%s points to what is written there', async (name, one) => {
    const { findings } = await checkFolder(join(casesFolder, name, one))
    for (const { places } of findings)
      for (const { source, span } of places) {
        expect(span.end).toBeGreaterThan(span.start)
        expect(source.text.slice(span.start, span.end).trim()).not.toBe('')
      }
  })
})
