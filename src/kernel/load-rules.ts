import { append } from '#base/lists.ts'
import { type Message, message } from '#model/diagnostic.ts'
import { defaultDialect, type Dialect, type Family } from '#model/family.ts'
import { Fault } from '#model/fault.ts'
import { eachRule, familyId, ruleId } from '#model/rule-id.ts'
import type { Ruleset, Table } from '#model/ruleset.ts'
import { printRule } from '#syntax/print/print-rule.ts'
import type { Inside } from './sandbox.ts'
import { type RuleTools, ruleTools } from './tools.ts'

/** A ruleset that lies in the kernel of a rebuilt host. */
export interface LoadedRules {
  readonly tools: RuleTools
  /** What ids of its rules begin with. */
  readonly prefix: string
  /** Ids of rules, policies and whole chains that are not there, because the kernel did not take them. */
  readonly missing: ReadonlySet<string>
  readonly leftOut: readonly Message[]
}

/**
 * Loads all rules of a family, with all counters at zero: legacy ones first, because of two chains at one place the kernel asks
 * the later one first, and that is taken to be nft's. Rules that it refuses are left out. Faults: kernel/no-tool, kernel/rules-refused.
 */
export async function loadRules(
  host: Inside,
  rulesets: readonly Ruleset[],
  family: Family,
): Promise<readonly LoadedRules[]> {
  const own = rulesets.filter((ruleset) => ruleset.family === family && ruleset.tables.length > 0)
  const ordered = own.toSorted((a, b) => Number(b.variant === 'legacy') - Number(a.variant === 'legacy'))
  const loaded: LoadedRules[] = []
  for (const ruleset of ordered) loaded.push(await loadRuleset(host, ruleset, familyId(ruleset, rulesets)))
  return loaded
}

async function loadRuleset(host: Inside, ruleset: Ruleset, prefix: string): Promise<LoadedRules> {
  const tools = await ruleTools(ruleset.family, ruleset.variant)
  const script = new Script(ruleset, prefix, { ...defaultDialect, variant: tools.variant })
  const restore = async (text: string) => {
    const { code, stderr } = await host.run([tools.restore], { stdin: text, mayFail: true })
    return code === 0 ? undefined : stderr.trim() || `status ${code}`
  }
  const said = await new Loading(script, restore).load()
  const other = ruleset.variant !== undefined && ruleset.variant !== tools.variant
  return {
    tools,
    prefix,
    missing: script.missing(),
    leftOut: [
      ...(other ? [message('kernel/other-variant', { variant: tools.variant, family: ruleset.family })] : []),
      ...[...said].map(([id, reason]) => message('kernel/left-rule', { id, said: reason })),
    ],
  }
}

interface Line {
  readonly id: string
  readonly table: string
  readonly text: string
  readonly blank: string
}

/** A restore script in which single rules can be replaced by ones that take nothing, so that the others keep their numbers. */
class Script {
  readonly lines: readonly Line[]
  readonly #tables: readonly Table[]
  readonly #prefix: string
  readonly without = new Set<Line>()
  readonly withoutTables = new Set<string>()

  constructor(ruleset: Ruleset, prefix: string, dialect: Dialect) {
    const { family } = ruleset
    const lines: Line[] = []
    const nobody = family === 'ipv4' ? '255.255.255.255/32' : 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128'
    eachRule(ruleset, (rule, table, chain, position) => {
      const start = `-A ${chain}`
      const id = ruleId(prefix, table, chain, position)
      const text = `${start}${printRule(rule, family, dialect)}`
      lines.push({ id, table, text, blank: `${start} -s ${nobody} -d ${nobody}` })
    })
    this.lines = lines
    this.#tables = ruleset.tables
    this.#prefix = prefix
  }

  get tables(): readonly string[] {
    return this.#tables.map(({ name }) => name).filter((name) => !this.withoutTables.has(name))
  }

  /** The text, and which rule stands on which of its lines, from 1. */
  write(active: (line: Line) => boolean, tables = this.tables): { text: string; at: ReadonlyMap<number, Line> } {
    const text: string[] = []
    const at = new Map<number, Line>()
    for (const { name, chains } of this.#tables) {
      if (!tables.includes(name)) continue
      append(text, [`*${name}`, ...chains.map((chain) => `:${chain.name} ${chain.policy ?? '-'} [0:0]`)])
      for (const line of this.lines) {
        if (line.table !== name) continue
        text.push(active(line) && !this.without.has(line) ? line.text : line.blank)
        at.set(text.length, line)
      }
      text.push('COMMIT')
    }
    return { text: `${text.join('\n')}\n`, at }
  }

  missing(): ReadonlySet<string> {
    const ids = new Set([...this.without].map(({ id }) => id))
    for (const { name, chains } of this.#tables) {
      if (!this.withoutTables.has(name)) continue
      for (const { name: chain, rules } of chains) {
        ids.add(ruleId(this.#prefix, name, chain, 'policy'))
        rules.forEach((_, index) => ids.add(ruleId(this.#prefix, name, chain, index + 1)))
      }
    }
    return ids
  }
}

const mostTries = 300

/** Finds out which rules a kernel does not take. */
class Loading {
  readonly #script: Script
  readonly #restore: (text: string) => Promise<string | undefined>
  readonly #said = new Map<string, string>()
  #tries = 0

  constructor(script: Script, restore: (text: string) => Promise<string | undefined>) {
    this.#script = script
    this.#restore = restore
  }

  /** Loads what can be loaded; what was said about the rest, by id of a rule or name of a table. */
  async load(): Promise<ReadonlyMap<string, string>> {
    for (;;) {
      const { text, at } = this.#script.write(() => true)
      const refusal = await this.#try(text)
      if (refusal === undefined) return this.#said
      const named = at.get(Number(/\bline:? (\d+)/.exec(refusal)?.[1]))
      if (named !== undefined && !this.#script.without.has(named)) this.#leave(named, refusal)
      else await this.#search(refusal)
    }
  }

  #leave(line: Line, refusal: string): void {
    this.#script.without.add(line)
    this.#said.set(line.id, refusal.split('\n').slice(0, 2).join(' ').slice(0, 200))
  }

  // The kernel refuses a table as a whole: its rules are tried by halves.
  async #search(refusal: string): Promise<void> {
    for (const table of this.#script.tables) {
      const attempt = (lines: readonly Line[]) =>
        this.#try(this.#script.write((line) => lines.includes(line), [table]).text)
      const bare = await attempt([])
      if (bare !== undefined) {
        this.#script.withoutTables.add(table)
        this.#said.set(table, bare.slice(0, 200))
        return
      }
      const culprits = await this.#culprits(
        this.#script.lines.filter((line) => line.table === table && !this.#script.without.has(line)),
        attempt,
      )
      for (const [line, reason] of culprits) this.#leave(line, reason)
      if (culprits.length > 0) return
    }
    throw new Fault('kernel/rules-refused', { said: refusal })
  }

  async #culprits(
    lines: readonly Line[],
    attempt: (lines: readonly Line[]) => Promise<string | undefined>,
  ): Promise<readonly (readonly [Line, string])[]> {
    const refusal = lines.length === 0 ? undefined : await attempt(lines)
    if (refusal === undefined) return []
    const [only] = lines
    if (lines.length === 1 && only !== undefined) return [[only, refusal]]
    const half = Math.ceil(lines.length / 2)
    const first = await this.#culprits(lines.slice(0, half), attempt)
    return [...first, ...(await this.#culprits(lines.slice(half), attempt))]
  }

  #try(text: string): Promise<string | undefined> {
    if (this.#tries++ > mostTries)
      throw new Fault('kernel/rules-refused', { said: [...this.#said.values()].at(-1) ?? '' })
    return this.#restore(text)
  }
}
