import { describe, expect, it } from 'vitest'
import type { Ruleset } from '#model/ruleset.ts'
import { buildRuleset } from '#syntax/restore/build-ruleset.ts'
import { printRuleset } from '#syntax/print/print-ruleset.ts'
import { restore } from '#syntax/restore/restore.ts'
import { apply } from '../syntax/restore-replay.ts'
import type { ReadDump } from './dumps.ts'
import { corpusDumps, engineDumps, read, requireShared } from './dumps.ts'

// Legacy puts a table that it loads before the others: the order of a dump turns round.
function print(ruleset: Ruleset, { dialect }: ReadDump): string {
  const tables = [...ruleset.tables].sort((a, b) => (a.name < b.name ? -1 : 1))
  return printRuleset({ ...ruleset, tables }, { dialect, counters: true })
}

const onto = (ruleset: Ruleset, text: string, { dialect }: ReadDump, noflush = false) =>
  apply(ruleset, text, { noflush, counters: true, dialect })

function expectRestores(dump: ReadDump): void {
  const { family, dialect, statements } = dump
  const ruleset = buildRuleset(statements, { family, variant: dialect.variant })
  const nothing: Ruleset = { family, variant: dialect.variant, tables: [] }
  const restored = onto(nothing, printRuleset(ruleset, { dialect, counters: true }), dump)
  expect.soft(restored.error, dump.name).toBeUndefined()
  expect.soft(print(restored.ruleset, dump), dump.name).toBe(print(ruleset, dump))
}

describe('a ruleset that is printed and restored onto nothing is itself again', () => {
  it('for the dumps of real engines', (ctx) => {
    requireShared(ctx, 'engines')
    // Where iptables-save could not read a rule of the kernel, nothing can restore it.
    for (const dump of engineDumps()) if (!dump.origin.text.includes('[unsupported revision]')) expectRestores(dump)
  })

  it('for rulesets from public places that today’s kernel would still take', (ctx) => {
    requireShared(ctx, 'corpus')
    let count = 0
    for (const dump of corpusDumps((text) => text.length < 1_000_000)) {
      const { family, dialect, origin, statements, diagnostics } = dump
      const empty: Ruleset = { family, variant: dialect.variant, tables: [] }
      const { error } = restore(
        empty,
        { origin, statements, diagnostics },
        { noflush: false, counters: false, dialect },
      )
      if (error !== undefined || diagnostics.some(({ id }) => id === 'syntax/table-twice')) continue
      count++
      expectRestores(dump)
    }
    expect(count).toBeGreaterThan(30)
  })
})

describe('a script that declares the chains it fills', () => {
  const script = `*filter
:DOCKER-USER - [0:0]
:OWN - [0:0]
-A DOCKER-USER -s 192.0.2.0/24 -j OWN
-A OWN -p tcp --dport 22 -j ACCEPT
-A OWN -j DROP
COMMIT
`
  it.for(['nft', 'legacy'] as const)('comes to the same when it is applied once more (%s)', (variant) => {
    const host = read(
      'host',
      '*filter\n:FORWARD DROP [0:0]\n:DOCKER-USER - [0:0]\n-A FORWARD -j DOCKER-USER\n-A DOCKER-USER -j RETURN\nCOMMIT\n',
    )
    const before = buildRuleset(host.statements, { family: 'ipv4', variant })
    const dialect = { version: '1.8.9', variant } as const
    const once = onto(before, script, { ...host, dialect }, true)
    const twice = onto(once.ruleset, script, { ...host, dialect }, true)
    expect([once.error, twice.error]).toEqual([undefined, undefined])
    expect(print(twice.ruleset, host)).toBe(print(once.ruleset, host))
    expect(print(once.ruleset, host)).toContain('-A FORWARD -j DOCKER-USER')
  })
})
