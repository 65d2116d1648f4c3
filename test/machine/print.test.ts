import { expect, test } from 'vitest'
import type { Family, Variant } from '#model/family.ts'
import { answer, readProbeSets } from '../syntax/probes.ts'
import type { Namespace } from './namespace.ts'
import { createNamespace, requireMachine } from './namespace.ts'

interface Printed {
  readonly table: string
  readonly chain: string
  readonly line: string
  /** Whether the recorded tool saved the rule just so. */
  readonly saved: boolean
}

/** What needs a set, an object, a module that not every kernel has, or another rule first. */
const needsMore = new RegExp(
  [
    '--match-set|--add-set|--del-set|--map-set|--nfacct-name|--object-pinned|--path|--hashlimit-rate-match',
    '-m (?:ipvs|rateest) |-j (?:LED|ULOG|SECMARK|CLUSTERIP|RATEEST)|-j CT .*--(?:helper|timeout)',
  ].join('|'),
)

/** Some tools leave two blanks where a value is empty. */
const squeezed = (text: string) => text.replaceAll(/ +/g, ' ')

/** What we print for every rule that the recorded tool took, each rule once. */
function printedRules(family: Family, variant: Variant): readonly Printed[] {
  const found = new Map<string, Printed>()
  for (const set of readProbeSets()) {
    const { dialect, probes } = set
    if (set.family !== family || dialect.version !== '1.8.9' || dialect.variant !== variant) continue
    for (const probe of probes.filter(({ rc, save }) => rc === 0 && save.length > 0))
      for (const line of answer(probe, family, dialect).lines)
        found.set(`${probe.table} ${line}`, {
          table: probe.table,
          chain: probe.chain,
          line,
          saved: probe.save.map(squeezed).includes(squeezed(line)),
        })
  }
  return [...found.values()].filter(({ line }) => !needsMore.test(line))
}

function asFile(table: string, rules: readonly Printed[]): string {
  const builtin = /^(?:PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING)$/
  const own = new Set(rules.flatMap(({ chain, line }) => [chain, /-[jg] (USER\d)\b/.exec(line)?.[1] ?? chain]))
  const declared = [...own].filter((chain) => !builtin.test(chain)).map((chain) => `:${chain} - [0:0]`)
  return [`*${table}`, ...declared, ...rules.map(({ line }) => line), 'COMMIT', ''].join('\n')
}

/** Loads rules of one table behind those that are there; those that are refused, each on its own, are left out and told. */
async function load(host: Namespace, program: string, rules: readonly Printed[]): Promise<readonly Printed[]> {
  const [first] = rules
  if (first === undefined) return []
  const options = { stdin: asFile(first.table, rules), mayFail: true }
  const { code } = await host.run([`${program}-restore`, '--noflush'], options)
  if (code === 0) return []
  if (rules.length === 1) return rules
  const middle = Math.ceil(rules.length / 2)
  return [...(await load(host, program, rules.slice(0, middle))), ...(await load(host, program, rules.slice(middle)))]
}

for (const variant of ['nft', 'legacy'] as const) {
  for (const family of ['ipv4', 'ipv6'] as const) {
    test(`${variant} loads every ${family} rule that we print, and saves it as we said`, async (ctx) => {
      const program = `${family === 'ipv6' ? 'ip6tables' : 'iptables'}-${variant}`
      await requireMachine(ctx, program)
      const host = await createNamespace('print')
      const version = /v(\S+)/.exec((await host.run([program, '-V'])).stdout)?.[1]
      if (version !== '1.8.9') return ctx.skip(`the recorded tool is 1.8.9, this one ${version}`)
      const rules = printedRules(family, variant)
      expect(rules.length).toBeGreaterThan(1000)
      // Some rules the tool saves itself in words that its own restore refuses (`-i et h`): that is all that may be refused.
      const tables = [...new Set(rules.map((rule) => rule.table))]
      const refused: Printed[] = []
      for (const table of tables)
        refused.push(
          ...(await load(
            host,
            program,
            rules.filter((rule) => rule.table === table),
          )),
        )
      expect(refused.filter(({ saved }) => !saved)).toEqual([])
      expect(refused.length).toBeLessThan(rules.length / 100)
      // A quote in a name comes back as another name: the tool saves it bare. Beside such lines all come back as they were.
      const changed: Printed[] = []
      for (const table of tables) {
        const { stdout } = await host.run([`${program}-save`, '-t', table])
        const saved = new Set(stdout.split('\n').map((line) => line.trimEnd()))
        const ours = rules.filter((rule) => rule.table === table && !refused.includes(rule))
        changed.push(...ours.filter(({ line }) => !saved.has(line)))
      }
      expect(changed.filter(({ saved }) => !saved)).toEqual([])
      expect(changed.length).toBeLessThan(rules.length / 100)
      await host.delete()
    })
  }
}
