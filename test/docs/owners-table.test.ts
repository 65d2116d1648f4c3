import { describe, expect, test } from 'vitest'
import { say } from '../../src/i18n/catalogue.ts'
import { owners } from '../../src/model/owner.ts'
import { partMessage } from '../../src/model/part-message.ts'
import { parts } from '../../src/model/parts.ts'
import { cell, expectTable, tableOf } from './tables.ts'

const page = 'docs/owners.md'

describe('the page of owners', () => {
  test('names every owner of the closed list, and nobody else', () => {
    const named = tableOf(page, 'owners').flatMap((row) => /^\| \[`([^`]+)`\]/.exec(row)?.[1] ?? [])
    expect(named).toEqual([...owners])
  })

  test.each(owners)('says of every part of %s what it is for and what breaks without it', (owner) => {
    const rows = parts[owner].map((part) => {
      const [name, purpose, breaks] = (['part', 'purpose', 'breaks'] as const).map((kind) =>
        cell(say(partMessage(kind, { owner, part, args: {} }))),
      )
      return `| \`${part}\` | ${name} | ${purpose} | ${breaks} |`
    })
    expectTable(page, `parts of ${owner}`, ['| part | is called | is for | without it |', '|---|---|---|---|', ...rows])
  })
})
