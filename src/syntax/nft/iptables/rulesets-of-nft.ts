import type { Diagnostic } from '#model/diagnostic.ts'
import type { Family } from '#model/family.ts'
import { defaultDialect } from '#model/family.ts'
import type { NftChain, NftTable } from '#model/nft.ts'
import { builtinChains } from '#model/builtin-chains.ts'
import type { Rule, Ruleset, Table } from '#model/ruleset.ts'
import { readSave } from '../../text/read-save.ts'
import { buildRuleset } from '../../restore/build-ruleset.ts'
import { type RuleWords, ruleWords } from './rule-words.ts'

/**
 * The rules of iptables in tables of nft: what iptables-nft wrote, and nft listed. Only of families of which no other text has shown
 * the rules of iptables.
 */
export function rulesetsOfNft(
  tables: readonly NftTable[],
  known: readonly Ruleset[],
  name: string,
): readonly Ruleset[] {
  return (['ipv4', 'ipv6'] as const).flatMap((family) => {
    if (known.some((one) => one.family === family && one.variant !== 'legacy')) return []
    const own = tables.filter((table) => table.family === (family === 'ipv4' ? 'ip' : 'ip6'))
    // Without words of iptables for a rule, its table stays as it is, but where Docker is: nothing else could tell its rules.
    const lossy = own.some(({ chains }) => chains.some((chain) => chain.name.startsWith('DOCKER')))
    const read = own.flatMap((table) => tableOf(table, { family, name, lossy }) ?? [])
    return read.length === 0 ? [] : [{ family, variant: 'nft' as const, tables: read }]
  })
}

// Source: std_prios of nftables, and iptables/nft.c, which hangs its chains at them.
const priorities: Readonly<Record<string, readonly number[]>> = {
  raw: [-300],
  mangle: [-150],
  nat: [-100, 100],
  filter: [0],
  security: [50, 150],
}

interface Translation {
  readonly family: Family
  readonly name: string
  readonly lossy: boolean
}

function tableOf(table: NftTable, { family, name, lossy }: Translation): Table | undefined {
  if (!Object.hasOwn(priorities, table.name) || table.dormant || table.sets.length > 0) return undefined
  const based = table.chains.filter(({ base }) => base !== undefined)
  if (!based.every((chain) => isBuiltin(table.name, chain)) || table.unread.length > 0) return undefined
  if (based.length === 0 && table.chains.every(({ rules }) => rules.length === 0)) return undefined
  const lines: RuleLine[] = []
  // nft has no words for the NAT of IPv6 that iptables-nft writes: in a listing the rule ends before it.
  const hidesTargets = table.name === 'nat' && table.family === 'ip6' && table.listedBy === undefined
  for (const chain of table.chains)
    for (const rule of chain.rules) {
      const words = ruleWords(rule, { lossy, hiddenTarget: hidesTargets ? likelyTarget(chain.name, lossy) : undefined })
      if (words === undefined) return undefined
      lines.push({ chain: chain.name, words })
    }
  return withHidden(read(table, lines, family, name), lines)
}

function likelyTarget(chain: string, docker: boolean): string {
  if (docker && chain === 'DOCKER') return 'DNAT'
  return docker && chain === 'POSTROUTING' ? 'MASQUERADE' : '?'
}

function isBuiltin(table: string, { name, base }: NftChain): boolean {
  const chains = builtinChains[table] ?? []
  return chains.includes(name) && base?.hook === name.toLowerCase() && (priorities[table] ?? []).includes(base.priority)
}

interface RuleLine {
  readonly chain: string
  readonly words: RuleWords
}

function read(table: NftTable, lines: readonly RuleLine[], family: Family, name: string): Table | undefined {
  const text = [
    `*${table.name}`,
    ...table.chains.map(({ name: chain, base }) => `:${chain} ${base?.policy.toUpperCase() ?? '-'} [0:0]`),
    ...lines.map(
      ({ chain, words }) => `[${words.counters.join(':')}] ${['-A', chain, ...words.words].map(quoted).join(' ')}`,
    ),
    'COMMIT',
    '',
  ].join('\n')
  // Names and prefixes that would begin a line of their own are of no iptables.
  if (text.split('\n').length !== lines.length + table.chains.length + 3) return undefined
  const diagnostics: Diagnostic[] = []
  const context = {
    origin: { name, text },
    family,
    dialect: defaultDialect,
    diagnostics,
    placeholders: false,
  }
  const statements = readSave(context, 0, text.length)
  if (diagnostics.length > 0) return undefined
  const made = buildRuleset(statements, { family, variant: 'nft' }).tables[0]
  const shown = new Set(table.chains.map((chain) => chain.name))
  return made === undefined ? undefined : { ...made, chains: made.chains.filter((chain) => shown.has(chain.name)) }
}

function quoted(word: string): string {
  return /^[!-~]+$/.test(word) && !/["'\\]/.test(word) ? word : `"${word.replace(/["\\]/g, '\\$&')}"`
}

function withHidden(table: Table | undefined, lines: readonly RuleLine[]): Table | undefined {
  if (table === undefined || !lines.some(({ words }) => words.hides)) return table
  const chains = table.chains.map((chain) => {
    const own = lines.filter((line) => line.chain === chain.name)
    return { ...chain, rules: chain.rules.map((rule, index) => hiding(rule, own[index]?.words)) }
  })
  return { ...table, chains }
}

function hiding(rule: Rule, words: RuleWords | undefined): Rule {
  if (words?.hides !== true) return rule
  const hidden = [...rule.hidden, 'options']
  if (words.target === undefined) return { ...rule, hidden }
  const { start, end } = rule
  return {
    ...rule,
    hidden,
    target: { name: words.target, known: false, options: [], words: [], goto: false, start, end },
  }
}
