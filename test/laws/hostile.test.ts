import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultDialect } from '#model/family.ts'
import { buildRuleset } from '#syntax/restore/build-ruleset.ts'
import { printRuleset } from '#syntax/print/print-ruleset.ts'
import { printText } from '#syntax/print/print-text.ts'
import { restore } from '#syntax/restore/restore.ts'
import type { ReadDump } from './dumps.ts'
import { read } from './dumps.ts'
import { experimentScripts, probeDumps } from './texts.ts'

const runs = Number(process.env.SEAWALL_FUZZ_RUNS ?? 3000)
const lines = [
  ...[...probeDumps().values()].join('').split('\n'),
  ...[...experimentScripts().values()].join('').split('\n'),
]

const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/

/** Reads, builds, restores and prints: none of it may throw, and what it says must lie inside the text. */
function expectCalm(dump: ReadDump): void {
  const { origin, statements, diagnostics, family, dialect } = dump
  const { length } = origin.text
  for (const { start, end } of [
    ...statements,
    ...diagnostics.flatMap(({ span, labels }) => [span, ...(labels ?? []).map((label) => label.span)]),
  ]) {
    if (!(start >= 0 && start <= end && end <= length))
      expect.fail(`span ${start}-${end} of ${length}: ${JSON.stringify(origin.text)}`)
  }
  const canonical = printText(origin, statements, dump)
  if (controls.test(canonical))
    expect.fail(`control character: ${JSON.stringify(canonical)} of ${JSON.stringify(origin.text)}`)
  const ruleset = buildRuleset(statements, { family, variant: dialect.variant })
  printRuleset(ruleset, { dialect, counters: true })
  for (const variant of ['nft', 'legacy'] as const) {
    restore(
      ruleset,
      { origin, statements, diagnostics },
      { noflush: true, counters: true, dialect: { ...defaultDialect, variant } },
    )
  }
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({
    unit: fc.constantFrom(...'*:-[]"\\ \t\r\n#!AIDRXFNPZEscompigjt/,=0123456789CHAINCOMMIT\u0000\u001b\u009b\ud800é'),
    maxLength: 200,
  }),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => new TextDecoder().decode(bytes)),
)

const mutated = fc
  .record({
    picks: fc.array(fc.nat(lines.length - 1), { minLength: 1, maxLength: 6 }),
    edits: fc.array(
      fc.record({
        at: fc.nat(400),
        remove: fc.nat(6),
        insert: fc.oneof(
          anyText.map((text) => text.slice(0, 8)),
          fc.constantFrom('! ', '"', ' -m ', ' -j ', '\r', '\u001b[2J', ',', ' -'),
        ),
      }),
      { maxLength: 4 },
    ),
  })
  .map(({ picks, edits }) => {
    let text = `*filter\n${picks.map((pick) => lines[pick]).join('\n')}\nCOMMIT\n`
    for (const { at, remove, insert } of edits) {
      const place = at % (text.length + 1)
      text = text.slice(0, place) + insert + text.slice(place + remove)
    }
    return text
  })

describe('no input stops the reader, moves it outside the text, or gets a control character printed', () => {
  it('any text', () => {
    fc.assert(
      fc.property(anyText, (text) => expectCalm(read('any', text))),
      { numRuns: runs },
    )
  })

  it('lines of real rules with things cut out and put in', () => {
    fc.assert(
      fc.property(mutated, fc.constantFrom('ipv4', 'ipv6'), (text, family) =>
        expectCalm(read('mutated', text, family)),
      ),
      { numRuns: runs },
    )
  })

  it('flags in one word, where each letter is an option of its own', () => {
    for (const word of ['-0000000000093', '-vvvvvvvvi', '-vvs', '-4444x'])
      expectCalm(read('flags', `*filter\n-A INPUT ${word}\nCOMMIT\n`))
  })

  it('a rule on the first line of a text keeps its dash', () => {
    const { statements } = read('rule', '-A INPUT -j ACCEPT\n')
    expect(statements.map(({ kind }) => kind)).toEqual(['rule'])
  })

  it.for([
    ['one word', (size: number) => `*filter\n-A INPUT -s ${'1'.repeat(size)} -j DROP\n`],
    ['blanks', (size: number) => `*filter\n-A INPUT${' '.repeat(size)}-j DROP\n`],
    ['quotes', (size: number) => `*filter\n-A INPUT -m comment --comment ${'"a" '.repeat(size / 4)}\n`],
    ['a list of addresses', (size: number) => `*filter\n-A INPUT -s ${'1.1.1.1,'.repeat(size / 8)}1.1.1.1 -j DROP\n`],
    [
      'lists of both addresses',
      (size: number) =>
        `*filter\n-A INPUT -s ${'1.1.1.1,'.repeat(size / 16)}1.1.1.1 -d ${'1.1.1.1,'.repeat(size / 16)}1.1.1.1 -j DROP\n`,
    ],
    [
      'flags of one letter',
      (size: number) => `*filter\n${`-A INPUT -${'v'.repeat(10_000)} -j DROP\n`.repeat(size / 10_000)}`,
    ],
    ['options of one letter', (size: number) => `*filter\n-A INPUT -${'f'.repeat(size)} -j DROP\n`],
    [
      'a chain for each line',
      (size: number) =>
        `*filter\n${Array.from({ length: size / 16 }, (_, index) => `:C${index} - [0:0]`).join('\n')}\n`,
    ],
    ['insertions at the front', (size: number) => `*filter\n${'-I INPUT -j DROP\n'.repeat(size / 17)}COMMIT\n`],
    [
      'jumps that fan out',
      (size: number) => {
        const chains = Array.from({ length: Math.floor(size / 200) }, (_, index) => index)
        return `*filter\n${chains.map((index) => `:C${index} - [0:0]\n`).join('')}-A INPUT -j C0\n${chains.map((index) => `-A C${index} -j C${index + 1}\n-A C${index} -j C${index + 2}\n`.repeat(2)).join('')}COMMIT\n`
      },
    ],
    ['carriage returns', (size: number) => '\r'.repeat(size)],
    ['negations', (size: number) => `*filter\n-A INPUT ${'! '.repeat(size / 2)}\n`],
    ['a header that never ends', (size: number) => `# Generated by ip${'# Generated by ip'.repeat(size / 17)}`],
  ] as const)('a megabyte of %s is read in a few seconds', ([, make]) => {
    const start = performance.now()
    expectCalm(read('long', make(1_000_000)))
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})
