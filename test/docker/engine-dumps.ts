import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Diagnostic } from '#model/diagnostic.ts'
import type { Family, Variant } from '#model/family.ts'
import { defaultDialect } from '#model/family.ts'
import type { Ruleset } from '#model/ruleset.ts'
import type { Statement } from '#model/statement.ts'
import { buildRuleset } from '#syntax/restore/build-ruleset.ts'
import { printRule } from '#syntax/print/print-rule.ts'
import { readSave } from '#syntax/text/read-save.ts'

/** Captures of real engines, beside the checkout; absent on machines that do not have them. */
export const enginesFolder = fileURLToPath(new URL('../../../shared/engines/', import.meta.url))

/** Whether the captures are here. */
export const haveEngines = existsSync(enginesFolder)

/** One capture: what an engine and its user had done when it was taken. */
export interface Dump {
  readonly engine: string
  readonly scenario: string
  /** `ENGINE/SCENARIO[/STEP]`. */
  readonly name: string
  readonly folder: string
}

/** Every capture there is. */
export function listDumps(): readonly Dump[] {
  if (!haveEngines) return []
  return readdirSync(enginesFolder).flatMap((engine) =>
    readdirSync(`${enginesFolder}${engine}`).flatMap((scenario) => {
      const folder = `${enginesFolder}${engine}/${scenario}`
      const steps = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
      const names = steps.length === 0 ? [''] : steps.map(({ name }) => `/${name}`)
      return names.map((step) => ({ engine, scenario, name: `${engine}/${scenario}${step}`, folder: folder + step }))
    }),
  )
}

/** A file of a capture; '' where there is none. */
export function fileOf({ folder }: Pick<Dump, 'folder'>, name: string): string {
  return existsSync(`${folder}/${name}`) ? readFileSync(`${folder}/${name}`, 'utf8') : ''
}

/** A ruleset and the lines of it that could not be read. */
export interface ReadDump {
  readonly ruleset: Ruleset
  readonly unread: readonly string[]
}

/** Reads the text of a dump. */
export function readText(text: string, family: Family, variant: Variant = 'nft'): ReadDump {
  const { statements } = statementsOf(text, family)
  const unread = statements.filter(({ kind }) => kind === 'unreadable').map(({ start, end }) => text.slice(start, end))
  return { ruleset: buildRuleset(statements, { family, variant }), unread }
}

function statementsOf(
  text: string,
  family: Family,
): { statements: readonly Statement[]; diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  const statements = readSave(
    { origin: { name: 'dump', text }, family, dialect: defaultDialect, diagnostics },
    0,
    text.length,
  )
  return { statements, diagnostics }
}

/** The rulesets of a capture: both families, and legacy where the engine used it beside nft; none where the engine did not start. */
export function readDump(dump: Dump): readonly ReadDump[] {
  const files = [
    ['iptables-save.txt', 'ipv4', 'nft'],
    ['ip6tables-save.txt', 'ipv6', 'nft'],
    ['iptables-legacy-save.txt', 'ipv4', 'legacy'],
  ] as const
  return files.flatMap(([file, family, variant]) => {
    const text = fileOf(dump, file)
    return text.includes('*') ? [readText(text, family, variant)] : []
  })
}

/** Docker's own word on what it ran, for readInspect; documents that are not JSON (a stopped daemon) are left out. */
export function dockerDocuments(dump: Dump): readonly unknown[] {
  const files = ['docker-inspect.json', 'docker-network-inspect.json', 'docker-version.json', 'docker-info.json']
  return files.flatMap((file) => {
    const text = fileOf(dump, file)
    try {
      return [JSON.parse(text) as unknown]
    } catch {
      return []
    }
  })
}

/** `FAMILY TABLE -A CHAIN ...` in canonical spelling for each rule of a command line such as `iptables -t nat -I DOCKER ...`. */
export function rulesOfCommand(line: string): readonly string[] {
  const found = /^(iptables|ip6tables)((?: --?w(?:ait)?)?)(?: -t (\w+))? (-[AI] .*)$/.exec(line.trim())
  if (found === null) return []
  const family: Family = found[1] === 'iptables' ? 'ipv4' : 'ipv6'
  const table = found[3] ?? 'filter'
  const { statements } = statementsOf(`*${table}\n${quoted(found[4] ?? '')}\nCOMMIT\n`, family)
  return statements.flatMap((statement) =>
    statement.kind === 'rule'
      ? statement.rules.map(
          (rule) => `${family} ${table} -A ${statement.chain}${printRule(rule, family, defaultDialect)}`,
        )
      : [],
  )
}

// The trace shows the bytecode of -m bpf without its quotes.
function quoted(line: string): string {
  return line.replace(/--bytecode (.*?) -j/, '--bytecode "$1" -j')
}
