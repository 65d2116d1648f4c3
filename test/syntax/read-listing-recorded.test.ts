import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Diagnostic } from '#model/diagnostic.ts'
import type { Dialect, Family, Variant } from '#model/family.ts'
import type { Rule } from '#model/ruleset.ts'
import { printRule } from '#syntax/print/print-rule.ts'
import { readListing } from '#syntax/listing/read-listing.ts'

/** A rule as iptables 1.8.9 saved and listed it; `vL` where names instead of numbers make another row. */
interface Recorded {
  readonly table?: string
  readonly save: string
  readonly nvL: string
  readonly vL?: string
}

const header = ' pkts bytes target     prot opt in     out     source               destination'

function readRow(row: string, table: string, family: Family, dialect: Dialect): readonly Rule[] {
  const text = `Chain X (1 references)\n${header}\n${row}\n`
  const ends = [22, 23 + header.length, text.length - 1]
  const lines = ends.map((end, index) => ({ start: index === 0 ? 0 : (ends[index - 1] ?? 0) + 1, end, edge: end + 1 }))
  const diagnostics: Diagnostic[] = []
  const context = { origin: { name: 'row', text }, family, dialect, diagnostics }
  return readListing({ lines, table, toldTable: true }, context).flatMap((each) =>
    each.kind === 'rule' ? each.rules : [],
  )
}

/** What no listing shows of a rule, taken out of the saved line. */
function shown(save: string, names: boolean, family: Family, variant: Variant): string {
  const line = save
    .replace(/^-A \S+/, '')
    .replace(/ --hashlimit-name (?:"(?:[^"\\]|\\.)*"|\S+)/, ' --hashlimit-name ?')
    .replace('! --quota', '--quota')
    .replace(/(-m osf (?:! )?--genre \S+)(?: --ttl \d)?(?: --log \d)?/, '$1')
    .replace(/(-m (?:sctp|dccp)) --[sd]port 0:65535/, '$1')
    .replaceAll(variant === 'nft' ? ' -m eui64' : 'nothing', '')
  // Without -n each address that begins with :: is `anywhere`.
  if (!names || family !== 'ipv6') return line
  return line.replace(/( !)? -([sd]) ::\/[1-9]\d*/, (_, not, letter) => (not === undefined ? '' : ` ! -${letter} ::/0`))
}

/** Rows whose text does not tell at all: each with its reason. */
const untold: readonly (readonly [RegExp, string])[] = [
  [/ -[io] (?:!|\S* (?!-|!|\S*$))/, 'the name of an interface begins with ! or holds blanks'],
  [/\\?\n| --name ab --mask \S+ --rsource$/, 'a name holds a line end'],
  [/rate-match/, 'the rate shown is that of one interval'],
  [/--path ""/, 'the path is empty'],
  [/ -p mptcp/, 'the protocol number is shown modulo 256'],
  [/--hmark-(?:src|dst)-prefix 128/, 'the length of a whole address is shown as nothing'],
  [/--rt-type 4294967295/, 'the number is shown as -1'],
  [/--ctorig(?:src|dst) 0\.0\.0\.0|--ct\w+ ::/, 'without -n any address is shown as anywhere'],
]

const lossy = /-m (?:hashlimit|quota|osf) /

for (const family of ['ipv4', 'ipv6'] as const) {
  for (const variant of ['nft', 'legacy'] as const) {
    const file = new URL(`../cases/forms/listed.${family}.${variant}.jsonl`, import.meta.url)
    const recorded = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Recorded)
    const dialect: Dialect = { version: '1.8.9', variant }
    const told = recorded.filter(({ save }) => !untold.some(([pattern]) => pattern.test(save)))
    describe(`${told.length} rows that ip${family === 'ipv6' ? '6' : ''}tables-${variant} 1.8.9 listed`, () => {
      for (const form of ['nvL', 'vL'] as const) {
        it(`read back from -${form} as the rules that it saved`, () => {
          const wrong: string[] = []
          for (const { table = 'filter', save, nvL, vL = nvL } of told) {
            const row = form === 'nvL' ? nvL : vL
            const rules = readRow(row, table, family, dialect)
            const ours = rules.map((rule) => printRule(rule, family, dialect)).join(' ;; ')
            const theirs = shown(save, form === 'vL', family, variant)
            if (ours !== theirs) wrong.push(`${row}\n    ours   ${ours}\n    theirs ${theirs}`)
          }
          expect(wrong.join('\n')).toBe('')
        })
      }

      it('are said to hide options where the listing loses some, and nothing else', () => {
        for (const { table = 'filter', save, nvL } of told) {
          const hidden = readRow(nvL, table, family, dialect)[0]?.hidden
          expect([save, hidden]).toEqual([save, lossy.test(save) ? ['options'] : []])
        }
      })

      it('are never read as another rule where the row does not tell', () => {
        for (const { table = 'filter', save, nvL } of recorded.filter((each) => !told.includes(each))) {
          const rules = readRow(nvL, table, family, dialect)
          const same =
            rules.length === 1 && printRule(rules[0] as Rule, family, dialect) === save.replace(/^-A \S+/, '')
          if (!same && !/mptcp| -[io] (?:!|\S* )/.test(save))
            expect([save, rules[0]?.hidden.includes('options') ?? true]).toEqual([save, true])
        }
      })
    })
  }
}
