import { describe, expect, test } from 'vitest'
import { say } from '../../src/i18n/catalogue.ts'
import { en } from '../../src/i18n/en.ts'
import type { MessageId } from '../../src/model/messages.ts'
import { cell, expectTable, tableOf } from './tables.ts'

const page = 'docs/messages.md'
// Where a text counts, it is shown for two; `index` counts from 0.
const counted: Readonly<Record<string, number>> = { lines: 2, index: 0, count: 2, rules: 2 }
const shown = new Proxy<Record<string, string | number>>({}, { get: (_, name) => sample(String(name)) })

function sample(name: string): string | number {
  return counted[name] ?? (name === 'hides' ? 'in out' : name.replace(/[A-Z]/g, '-$&').toUpperCase())
}

// What each table is about: every message of these rooms, or those that refuse something.
const tables: readonly (readonly [table: string, ids: RegExp])[] = [
  ['syntax', /^syntax\//],
  ['restore', /^restore\//],
  ['snapshot', /^snapshot\//],
  ['docker', /^docker\//],
  ['predict', /^predict\//],
  [
    'trust',
    /^daemon\/|^status\/(changing|no-rules|options-unknown|family-unread|inventory-unread|left-over|old-connections|other-engine|variant-unread|variant-unknown)$|^repair\/(left|stalled|stranger|prune-unknown|prune-much|variant-unclear)$/,
  ],
  ['compose', /^compose\//],
  [
    'trace',
    /^packet\/|^trace\/(bad-end|bad-protocol|no-container|container-without-address|no-lan|no-network|no-destination)$/,
  ],
  ['explain', /^source\/no-rules$|^explain\/(no-such-|rule-not-there)/],
  ['save', /^save\/(yours-left|plain-reload|two-variants)$/],
  ['host', /^host\//],
  ['kernel', /^kernel\/(no-namespaces|no-tool|rules-refused|settings-refused)$/],
  ['lab', /^lab\/(no-|engine-died|step-failed)/],
]

describe('the page of messages', () => {
  test.each(tables)('has each message of the table %s with its text and what to do', (table, wanted) => {
    const advice = new Map(
      tableOf(page, table).map((row) => {
        const [, id = '', , what = ''] = /^\| `([^`]+)` \|(.*)\| (.*) \|$/.exec(row) ?? []
        return [id, what] as const
      }),
    )
    const own = Object.keys(en)
      .filter((id) => wanted.test(id))
      .sort()
    const rows = own.map(
      (id) => `| \`${id}\` | ${cell(say({ id: id as MessageId, args: shown }))} | ${advice.get(id) ?? ''} |`,
    )
    expectTable(page, table, ['| id | says | what to do |', '|---|---|---|', ...rows])
    expect(own.filter((id) => (advice.get(id) ?? '').trim() === '')).toEqual([])
  })
})
