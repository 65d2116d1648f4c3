import { describe, expect, it } from 'vitest'
import { buildRuleset } from '#syntax/restore/build-ruleset.ts'
import { printRuleset } from '#syntax/print/print-ruleset.ts'
import { printText } from '#syntax/print/print-text.ts'
import { writtenBy } from '#syntax/text/written-by.ts'
import type { ReadDump } from '../laws/dumps.ts'
import { corpusDumps, engineDumps, requireShared } from '../laws/dumps.ts'

/** Where two texts first differ. */
function firstDifference(name: string, theirs: string, ours: string): string | undefined {
  if (theirs === ours) return undefined
  const [a, b] = [theirs.split('\n'), ours.split('\n')]
  const at = a.findIndex((line, index) => line !== b[index])
  return `${name}:${at + 1}\n    theirs ${a[at]}\n    ours   ${b[at]}`
}

const byKnownVersion = (text: string) => /^1\.8\.([7-9]|\d\d)$/.test(writtenBy(text)?.version ?? '')

const canonical = (dump: ReadDump) => printText(dump.origin, dump.statements, dump)

describe('every dump of a real engine', () => {
  it('prints back in canonical form byte for byte', (ctx) => {
    requireShared(ctx, 'engines')
    const wrong = [...engineDumps()].map((dump) => firstDifference(dump.name, dump.origin.text, canonical(dump)))
    expect(wrong.length).toBeGreaterThan(1000)
    expect(wrong.filter((text) => text !== undefined).join('\n')).toBe('')
  })

  it('is read without an error', (ctx) => {
    requireShared(ctx, 'engines')
    const errors = [...engineDumps()].flatMap(({ name, diagnostics }) =>
      diagnostics.filter(({ severity }) => severity === 'error').map(({ id }) => `${name}: ${id}`),
    )
    expect(errors.join('\n')).toBe('')
  })

  it('becomes a ruleset that prints as the dump, comments aside', (ctx) => {
    requireShared(ctx, 'engines')
    const wrong = [...engineDumps()].map(({ name, origin, statements, family, dialect }) => {
      const ruleset = buildRuleset(statements, { family, variant: dialect.variant })
      const ours = printRuleset(ruleset, { dialect, counters: /^\[/m.test(origin.text) })
      return firstDifference(name, origin.text.replaceAll(/^#.*\n/gm, ''), ours)
    })
    expect(wrong.filter((text) => text !== undefined).join('\n')).toBe('')
  })
})

describe('every ruleset from public places', () => {
  it('prints back as written, and what was read covers it line by line', (ctx) => {
    requireShared(ctx, 'corpus')
    for (const { name, origin, statements } of corpusDumps()) {
      expect.soft(printText(origin, statements) === origin.text, name).toBe(true)
      let at = 0
      const gaps = new Set<string>()
      for (const { start, end } of statements) {
        gaps.add(origin.text.slice(at, start))
        at = end
      }
      gaps.add(origin.text.slice(at))
      expect
        .soft(
          [...gaps].filter((gap) => !/^\r?\n?$/.test(gap)),
          name,
        )
        .toEqual([])
    }
  })

  it('prints back in canonical form where a version that we know wrote it', (ctx) => {
    requireShared(ctx, 'corpus')
    const known = [...corpusDumps(byKnownVersion)]
    const wrong = known.map((dump) => firstDifference(dump.name, dump.origin.text, canonical(dump)))
    expect(known.length).toBeGreaterThan(2)
    expect(wrong.filter((text) => text !== undefined).join('\n')).toBe('')
  })
})
