import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Diagnostic } from '#model/diagnostic.ts'
import type { Dialect, Family, Variant, Version } from '#model/family.ts'
import type { Rule } from '#model/ruleset.ts'
import { printRule } from '#syntax/print/print-rule.ts'
import { readListing } from '#syntax/listing/read-listing.ts'

const columns = {
  nL: 'target     prot opt source               destination',
  nvL: ' pkts bytes target     prot opt in     out     source               destination',
} as const

/** The rules that a listing of one chain shows, and what could not be read of them. */
function readRows(rows: readonly string[], header: string, family: Family, dialect: Dialect) {
  const text = ['Chain USER0 (1 references)', header, ...rows, ''].join('\n')
  const diagnostics: Diagnostic[] = []
  const lines: { start: number; end: number; edge: number }[] = []
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start)
    lines.push({ start, end, edge: end + 1000 })
    start = end + 1
  }
  const statements = readListing(
    { lines, table: 'filter', toldTable: true },
    { origin: { name: 'probe', text }, family, dialect, diagnostics },
  )
  const rules: Rule[] = statements.flatMap((statement) => (statement.kind === 'rule' ? statement.rules : []))
  return { rules, faults: diagnostics.filter(({ severity }) => severity !== 'note').map(({ id }) => id) }
}

/** A rule that a real iptables took, as it saved and listed it. */
interface ListedProbe {
  readonly rc: number
  readonly save: readonly string[]
  readonly nL: readonly string[]
  readonly nvL: readonly string[]
}

const folder = new URL('../cases/iptables/probes/', import.meta.url)

function readProbes(set: string, version: Version, variant: Variant): readonly ListedProbe[] {
  const file = new URL(`${set}.${version}.${variant}.jsonl`, folder)
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ListedProbe)
}

const versions: readonly Version[] = ['1.8.7', '1.8.9', '1.8.10', '1.8.11']
const variants: readonly Variant[] = ['nft', 'legacy']
const sets = [
  ['probes', 'ipv4'],
  ['probes-order', 'ipv4'],
  ['probes6', 'ipv6'],
] as const

/** The line that was saved without what no listing shows: the chain, the name of a hashlimit, the `!` of a quota, `-m eui64` of nft. */
function withoutLosses(line: string, variant: Variant): string {
  return (variant === 'nft' ? line.replace(/ -m eui64/, '') : line)
    .replace(/^-A \S+/, '')
    .replace(/ --hashlimit-name \S+/, ' --hashlimit-name ?')
    .replace(/! --quota/, '--quota')
    .trimEnd()
}

/** And without the interfaces, which only -v shows. */
function withoutInterfaces(line: string, variant: Variant): string {
  return withoutLosses(line, variant).replace(/(?: !)? -[io] (?:et h|\S+)/g, '')
}

for (const form of ['nvL', 'nL'] as const) {
  describe(`the rows of iptables -${form} read back as the rules that iptables-save printed`, () => {
    for (const [set, family] of sets) {
      for (const version of versions) {
        for (const variant of variants) {
          const probes = readProbes(set, version, variant).filter((probe) => probe[form]?.length === probe.save?.length)
          const shown = probes.filter((probe) => probe.rc === 0 && probe[form].length > 0)
          if (shown.length === 0) continue
          it(`${set} of ${version} ${variant}: ${shown.length} rules`, () => {
            const wrong: string[] = []
            for (const probe of shown) {
              const { rules, faults } = readRows(probe[form], columns[form], family, { version, variant })
              const ours = rules.map((rule) => printRule(rule, family, { version, variant }))
              // The name `et h` of an interface cannot be told from two columns.
              const shows = form === 'nvL' && !/ et h /.test(probe.save.join(' '))
              const theirs = probe.save.map((line) => (shows ? withoutLosses : withoutInterfaces)(line, variant))
              if (ours.join('\n') === theirs.join('\n')) continue
              wrong.push(
                `${probe[form].join('\n')}\n    ours   ${ours.join(' ;; ')} ${faults.join(' ')}\n    theirs ${theirs.join(' ;; ')}`,
              )
            }
            expect(wrong.join('\n')).toBe('')
          })
        }
      }
    }
  })
}
