import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Span } from '#model/source.ts'
import { readText } from '#syntax/text/read-text.ts'

const pages = new URL('../cases/forms/pages/', import.meta.url)
const seeds = new URL('../../../shared/seeds/', import.meta.url)
const texts = [pages, seeds]
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8')))

/** Pieces of every form, in any order. */
const pieces = [
  'iptables',
  ' -A ',
  'INPUT',
  ' -j ',
  'DROP',
  ' -p tcp',
  ' --dport ',
  '22',
  '\n',
  '\n\n',
  '\r\n',
  ' ',
  '    ',
  '\t',
  '"',
  "'",
  '`',
  '```',
  '```sh\n',
  '$',
  '$X',
  '$(',
  ')',
  '{',
  '}',
  '\\',
  '\\\n',
  '#',
  '# ',
  '> ',
  'Chain INPUT (policy ACCEPT)',
  'Chain X (1 references)',
  'target     prot opt source               destination',
  ' pkts bytes target     prot opt in     out     source               destination',
  'ACCEPT     tcp  --  0.0.0.0/0            0.0.0.0/0            ',
  '    0     0 ',
  ' -- ',
  '/* ',
  ' */',
  'tcp dpt:22 ',
  'ctstate NEW ',
  'LOG flags 0 level 4 prefix "',
  'limit: avg 3/min burst 5 ',
  'STRING match  "',
  '[goto] ',
  '*filter\n',
  '*nat\n',
  ':INPUT ACCEPT [0:0]\n',
  'COMMIT\n',
  '-A INPUT -j DROP\n',
  '-P INPUT DROP\n',
  '<<EOF\n',
  'EOF\n',
  'for x in ',
  '; do ',
  'done',
  'X=1 ',
  'X="$X$X$X"\n',
  'xargs -I {} ',
  'echo a b | ',
  ' | ',
  'sudo ',
  'ip6tables ',
  '::/0',
  '10.0.0.0/8',
  '!',
  '\u0000',
  '\u200b',
  '\ud83d',
  '日本',
  '| Chain OUTPUT (policy ACCEPT)',
] as const
const jumble = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(''))

/** A real page with pieces cut out, doubled, or put elsewhere. */
const mutated = fc
  .tuple(
    fc.nat(texts.length - 1),
    fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(40), fc.constantFrom(...pieces)), {
      minLength: 1,
      maxLength: 12,
    }),
  )
  .map(([index, changes]) =>
    changes.reduce(
      (text, [place, cut, piece]) => {
        const at = Math.floor(place * text.length)
        return text.slice(0, at) + piece + text.slice(at + cut)
      },
      (texts[index] ?? '').slice(0, 6000),
    ),
  )

function check(text: string): void {
  const { segments, diagnostics, rulesets } = readText({ name: 'fuzz', text })
  const inside = ({ start, end }: Span) => 0 <= start && start <= end && end <= text.length
  for (const segment of segments) {
    expect(inside(segment)).toBe(true)
    for (const statement of segment.statements) {
      expect(inside(statement)).toBe(true)
      if (statement.kind !== 'rule') continue
      for (const rule of statement.rules) {
        const uses = [
          rule.source,
          rule.destination,
          rule.in,
          rule.out,
          rule.protocol,
          rule.fragment,
          rule.target,
          ...rule.matches,
        ]
        for (const use of uses) if (use !== undefined) expect(inside(use)).toBe(true)
        for (const match of rule.matches) for (const option of match.options) expect(inside(option)).toBe(true)
      }
    }
  }
  for (const { span } of diagnostics) expect(inside(span)).toBe(true)
  for (const { tables } of rulesets) expect(tables.length).toBeGreaterThan(0)
}

describe('no text crashes a reader, and every span lies inside the text', () => {
  const runs = Number(process.env.SEAWALL_FUZZ_RUNS ?? 1500)
  it('of pieces of every form in any order', () => fc.assert(fc.property(jumble, check), { numRuns: runs }))
  it('of mutated pages', () => fc.assert(fc.property(mutated, check), { numRuns: runs }))
  it('of any characters', () =>
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), check), { numRuns: runs }))
})

/** Hostile texts by their size: each would be slow if any step looked at the rest of the text again and again. */
const hostile: Readonly<Record<string, (size: number) => string>> = {
  'quotes that nothing closes': (size) => 'iptables -A INPUT -m comment --comment "x\n'.repeat(size / 44),
  'single quotes on lines of prose': (size) => "it's iptables -A\n".repeat(size / 17),
  'command substitutions that nothing closes': (size) => `iptables ${'$('.repeat(size / 2)}`,
  'backticks and braces': (size) => `iptables ${'`${'.repeat(size / 3)}`,
  'here-documents that nothing ends': (size) => 'iptables-restore <<E1\n'.repeat(size / 22),
  'here-documents with names of their own': (size) =>
    Array.from({ length: size / 24 }, (_, index) => `iptables-restore <<E${index}\n`).join(''),
  'continuation lines': (size) => 'iptables \\\n'.repeat(size / 11),
  'variables made of variables': (size) =>
    `A0="xx"\n${Array.from({ length: size / 24 }, (_, index) => `A${index + 1}="$A${index}$A${index}"\n`).join('')}iptables -i $A9`,
  'loops in loops': (size) => `${'for a in 1 2 3 4 5 6 7 8; do '.repeat(size / 30)}iptables -F`,
  'comments that nothing closes in a row': (size) =>
    `Chain X (1 references)\nACCEPT  tcp  --  0.0.0.0/0  0.0.0.0/0  ${'/* '.repeat(size / 3)}`,
  'comments that close too often': (size) =>
    `Chain X (1 references)\nACCEPT  tcp  --  0.0.0.0/0  0.0.0.0/0  ${'/* a */ b '.repeat(size / 10)}`,
  'a row of one long word': (size) =>
    `Chain X (1 references)\nACCEPT  tcp  --  0.0.0.0/0  0.0.0.0/0  ${'x'.repeat(size)}`,
  'a row of many unknown words': (size) =>
    `Chain X (1 references)\nACCEPT  tcp  --  0.0.0.0/0  0.0.0.0/0  ${'to:x '.repeat(size / 5)}`,
  'colons where an address should be': (size) => `Chain X (1 references)\nACCEPT  tcp  ${':'.repeat(size)}!  ::/0\n`,
  'a heading without an end': (size) => `Chain ${'x'.repeat(size)} (policy`,
  'targets that nobody knows': (size) =>
    `Chain X (1 references)\n${Array.from({ length: size / 50 }, (_, index) => `T${index}  tcp  --  0.0.0.0/0  0.0.0.0/0  a b c`).join('\n')}`,
  'rules with single quotes': (size) => "-A INPUT -m comment --comment 'x y -j DROP\n".repeat(size / 44),
  'headings alone': (size) => 'Chain X (1 references)\n'.repeat(size / 23),
  'fences alone': (size) => '```\n'.repeat(size / 4),
  'tables alone': (size) => '*filter\n'.repeat(size / 8),
  'prompts without end': (size) => `${'a@b:'.repeat(size / 4)}$ iptables`,
  'blanks alone': (size) => ' '.repeat(size),
  'digits and brackets': (size) => '[1:2] '.repeat(size / 6),
  'quoted lines': (size) => '> > > -A INPUT -j DROP\n'.repeat(size / 23),
  'lines that look cut': (size) =>
    `Chain X (1 references)\n${' pkts bytes target prot opt in out source\n    0     0 DROP all  --  * *\n'.repeat(size / 70)}`,
  'tables of two pages': (size) => 'Chain INPUT (policy ACCEPT)   | Chain INPUT (policy ACCEPT)\n'.repeat(size / 59),
}

describe('reading ends where more than linear time would not', () => {
  it.each(Object.entries(hostile))('%s', (_, make) => {
    const text = make(400_000)
    const { segments } = readText({ name: 'hostile', text })
    for (const { start, end } of segments) expect(start <= end && end <= text.length).toBe(true)
  })
})
