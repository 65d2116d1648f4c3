import { type Message, message } from '#model/diagnostic.ts'
import type { Family } from '#model/family.ts'
import type { Json, NftRule, NftSet, NftTable } from '#model/nft.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { isOfIptables } from '#lowered/iptables-nft.ts'
import { asksSomething } from '#lowered/nft-rule.ts'
import { readNftJson } from '#syntax/nft/read-nft-json.ts'
import type { Count, Counts } from './counters.ts'
import type { Inside } from './sandbox.ts'
import { needTools } from './tools.ts'

/** The tables of nftables that lie in the kernel of a rebuilt host, beside those of iptables. */
export interface LoadedNative {
  /** The tables as they were asked for, with the order in which the kernel here was given them; those of iptables too. */
  readonly tables: readonly NftTable[]
  /** Those of them that were loaded with a counter in each rule. */
  readonly counted: readonly NftTable[]
  /** Ids of rules that the kernel did not take. */
  readonly missing: ReadonlySet<string>
  /** Ids of what the kernel does not count: policies, and verdict maps. */
  readonly uncounted: ReadonlySet<string>
  /** What nft calls itself; none where no table was loaded. */
  readonly tools: readonly string[]
  readonly leftOut: readonly Message[]
}

/** The tables of a snapshot that nft made itself, are switched on, and see packets of the family where the trace follows them. */
export function followedTables({ native = [], rulesets }: Rules, family: Family): readonly NftTable[] {
  const families = [family === 'ipv4' ? 'ip' : 'ip6', 'inet']
  return native.filter((table) => families.includes(table.family) && !table.dormant && !isOfIptables(table, rulesets))
}

/** Rules of a host, of both kinds. */
export type Rules = Pick<Snapshot, 'rulesets' | 'native'>

/** Loads tables with a counter in each rule. Rules that the kernel refuses become ones that take nothing. */
export async function loadNative(
  host: Inside,
  tables: readonly NftTable[],
): Promise<Omit<LoadedNative, 'tables' | 'counted' | 'tools'>> {
  if (tables.length === 0) return { missing: new Set(), uncounted: new Set(), leftOut: [] }
  needTools(['nft'])
  const loading = new Loading(host)
  for (const table of tables) await loading.add(table)
  return {
    missing: new Set(loading.said.keys()),
    uncounted: new Set(tables.flatMap(uncountedIn)),
    leftOut: [...loading.said].map(([id, said]) => message('kernel/left-rule', { id, said })),
  }
}

/** What nft calls itself. */
export async function nftVersion(host: Inside): Promise<string> {
  const { stdout } = await host.run(['nft', '--version'])
  return stdout.trim()
}

/** The same tables with the handles that the kernel gave them: these tell in which order it asks them. */
export async function withHandles(host: Inside, tables: readonly NftTable[]): Promise<readonly NftTable[]> {
  if (tables.length === 0) return []
  const listed = await listing(host, ['list', 'ruleset'])
  const find = ({ family, name }: NftTable) => listed.find((one) => one.family === family && one.name === name)
  const own = tables.map((table) => {
    const made = find(table)
    const handleOf = (name: string) => made?.chains.find((chain) => chain.name === name)?.handle
    const chains = table.chains.map((chain) => ({ ...chain, handle: handleOf(chain.name) }))
    return { ...table, handle: made?.handle, chains }
  })
  const isOwn = (table: NftTable) => tables.some(({ family, name }) => family === table.family && name === table.name)
  return [...listed.filter((table) => !isOwn(table)), ...own]
}

/** What the counters say that were put into the tables. */
export async function nativeCounts(host: Inside, tables: readonly NftTable[]): Promise<Counts> {
  const counts = new Map<string, Count>()
  for (const { family, name } of tables) {
    for (const { chains } of await listing(host, ['list', 'table', family, name])) {
      for (const chain of chains)
        chain.rules.forEach((rule, index) => {
          const count = rule.statements.map(countOf).find((one) => one !== undefined)
          if (count !== undefined) counts.set(`${family}/${name}/${chain.name}#${index + 1}`, count)
        })
    }
  }
  return counts
}

async function listing(host: Inside, words: readonly string[]): Promise<readonly NftTable[]> {
  const { stdout } = await host.run(['nft', '-j', ...words])
  return readNftJson(JSON.parse(stdout), 'nft') ?? []
}

function countOf(statement: Json): Count | undefined {
  const counter = (statement as { readonly counter?: Json } | null)?.counter
  return typeof counter === 'object' && counter !== null ? (counter as unknown as Count) : undefined
}

function uncountedIn({ family, name, chains }: NftTable): readonly string[] {
  return chains.flatMap((chain) => {
    const path = `${family}/${name}/${chain.name}`
    const maps = chain.rules.flatMap((rule, index) => (isMap(rule) ? [`${path}#${index + 1}`] : []))
    return [`${path}#policy`, ...maps]
  })
}

// A rule with a map is taken where the map has an element for the packet, which no counter before it tells.
function isMap({ statements }: NftRule): boolean {
  return /"(?:vmap|map)":/.test(JSON.stringify(statements.filter((one) => !asksSomething(one))))
}

const nobody: readonly Json[] = [{ match: { op: '==', left: { meta: { key: 'length' } }, right: 0 } }]

/** Gives a kernel one table after the other, and finds out which rules it does not take. */
class Loading {
  readonly said = new Map<string, string>()
  readonly #host: Inside

  constructor(host: Inside) {
    this.#host = host
  }

  async add(table: NftTable): Promise<void> {
    const frame = await this.#try(frameOf(table))
    if (frame !== undefined) await this.#addByParts(table, frame)
    const rules = table.chains.flatMap(({ name, rules: own }) =>
      own.map((rule, index) => ({ chain: name, id: `${table.family}/${table.name}/${name}#${index + 1}`, rule })),
    )
    await this.#addRules(table, rules)
  }

  // A set that the kernel does not take leaves its rules without it.
  async #addByParts(table: NftTable, refusal: string): Promise<void> {
    const first = await this.#try(frameOf({ ...table, sets: [] }))
    if (first !== undefined) this.said.set(`${table.family}/${table.name}`, refusal)
    for (const set of table.sets) await this.#try(setCommands(table, set))
  }

  async #addRules(table: NftTable, rules: readonly Placed[]): Promise<void> {
    if (rules.length === 0) return
    const refusal = await this.#try(rules.map((placed) => ruleCommand(table, placed.chain, counted(placed.rule))))
    if (refusal === undefined) return
    const [only] = rules
    if (rules.length === 1 && only !== undefined) {
      this.said.set(only.id, refusal)
      await this.#try([ruleCommand(table, only.chain, nobody)])
      return
    }
    const half = Math.ceil(rules.length / 2)
    await this.#addRules(table, rules.slice(0, half))
    await this.#addRules(table, rules.slice(half))
  }

  async #try(commands: readonly Json[]): Promise<string | undefined> {
    const stdin = JSON.stringify({ nftables: commands })
    // nft opens its input by name, which it cannot do with the socket that we give it: it needs a pipe.
    const { code, stderr } = await this.#host.run(['sh', '-c', 'cat | nft -j -f -'], { stdin, mayFail: true })
    if (code === 0) return undefined
    const [said = ''] = stderr.trim().split('\n')
    return said.slice(0, 200)
  }
}

interface Placed {
  readonly chain: string
  readonly id: string
  readonly rule: NftRule
}

function frameOf(table: NftTable): readonly Json[] {
  const { family, name, chains, sets } = table
  return [
    { add: { table: { family, name } } },
    ...chains.map(({ name: chain, base }) => ({
      add: { chain: { family, table: name, name: chain, ...(base === undefined ? {} : hookOf(base)) } },
    })),
    ...sets.flatMap((set) => setCommands(table, set)),
  ]
}

function hookOf({ type, hook, priority, policy }: NonNullable<NftTable['chains'][number]['base']>) {
  return { type, hook, prio: priority, policy }
}

function setCommands({ family, name: table }: NftTable, set: NftSet): readonly Json[] {
  const { name, kind, type, leadsTo, flags, elements = [] } = set
  const about = {
    family,
    table,
    name,
    type: type.length === 1 ? (type[0] ?? '') : type,
    ...(leadsTo === undefined ? {} : { map: leadsTo }),
    ...(flags.length === 0 ? {} : { flags }),
  }
  const made: Json = { add: { [kind]: about } }
  return elements.length === 0 ? [made] : [made, { add: { element: { family, table, name, elem: elements } } }]
}

function ruleCommand({ family, name }: NftTable, chain: string, expr: readonly Json[]): Json {
  return { add: { rule: { family, table: name, chain, expr } } }
}

// A counter where the questions end counts what the first part of the rule takes.
function counted({ statements }: NftRule): readonly Json[] {
  const at = statements.findIndex((one) => !asksSomething(one))
  const plain = statements.filter((one) => typeof memberOfCounter(one) !== 'string').map(zeroed)
  const place = at < 0 ? plain.length : at
  return [...plain.slice(0, place), { counter: { packets: 0, bytes: 0 } }, ...plain.slice(place)]
}

function memberOfCounter(statement: Json): Json | undefined {
  return (statement as { readonly counter?: Json } | null)?.counter
}

function zeroed(statement: Json): Json {
  return memberOfCounter(statement) === undefined ? statement : { counter: { packets: 0, bytes: 0 } }
}
