import type { Dialect, Variant } from '#model/family.ts'
import { defaultDialect } from '#model/family.ts'
import type { Owner, Owners } from '#model/owner.ts'
import type { Chain, Rule, Ruleset, Table } from '#model/ruleset.ts'
import type { LeftOut, LeftWhy, SavedRules, SavedTable } from '#model/saved-rules.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { dockerSharedChains } from '#docker/recognise-shapes.ts'
import { printRule } from '#syntax/print/print-rule.ts'
import { ownersOf } from './owners-answer.ts'
import { restoreSetting } from './restore-settings.ts'

/** What to save. `all`: the rules of Docker and of others too. `variant`: of two that are loaded, the one to save. */
export interface SaveRequest {
  readonly all: boolean
  readonly variant?: Variant | undefined
}

/**
 * The rules of each family as a file for iptables-restore --noflush that changes nothing when it is loaded now, however often: only chains
 * in which all rules are the host's own. With `all` every chain as it is now, for a load without --noflush.
 */
export function answerSave(snapshot: Snapshot, { all, variant }: SaveRequest): readonly SavedRules[] {
  const owners = ownersOf(snapshot)
  const families = (['ipv4', 'ipv6'] as const).flatMap((family) => {
    const found = snapshot.rulesets.filter((one) => one.family === family)
    return found.find((one) => one.variant === (variant ?? 'nft')) ?? found.slice(0, 1)
  })
  return families.map((ruleset) => savedRules(ruleset, snapshot, all, owners))
}

function savedRules(ruleset: Ruleset, snapshot: Snapshot, all: boolean, owners: Owners): SavedRules {
  const { family, variant } = ruleset
  const dialect = { ...defaultDialect, variant: variant ?? defaultDialect.variant }
  const docker = snapshot.docker !== undefined || snapshot.rulesets.some((one) => hasDocker(one, owners))
  const parts = ruleset.tables.map((table) => savedTable({ ruleset, table, dialect, owners, docker }, all))
  return {
    ...{ family, variant, all, other: otherVariant(ruleset, snapshot) },
    tables: parts.flatMap(({ saved }) => (saved.lines.length === 0 ? [] : [saved])),
    left: parts.flatMap(({ left }) => left),
    sets: [...new Set(parts.flatMap(({ kept }) => kept.flatMap(setsOf)))],
    noflush: restoreSetting(snapshot, family, 'RESTORE_NOFLUSH'),
  }
}

function otherVariant(ruleset: Ruleset, { rulesets }: Snapshot): Variant | undefined {
  const others = rulesets.filter((one) => one !== ruleset && one.family === ruleset.family)
  return others.find(({ tables }) => tables.some(({ chains }) => chains.some(({ rules }) => rules.length > 0)))?.variant
}

function hasDocker(ruleset: Ruleset, owners: Owners): boolean {
  return ruleset.tables.some(({ name, chains }) =>
    chains.some((chain) => owners.ofChain(ruleset, name, chain.name).owner === 'docker'),
  )
}

interface Place {
  readonly ruleset: Ruleset
  readonly table: Table
  readonly dialect: Dialect
  readonly owners: Owners
  /** Whether Docker writes rules on this host. */
  readonly docker: boolean
}

interface TableParts {
  readonly saved: SavedTable
  readonly kept: readonly Chain[]
  readonly left: readonly LeftOut[]
}

function savedTable(place: Place, all: boolean): TableParts {
  const { table, owners } = place
  const others: Partial<Record<Owner, number>> = {}
  for (const rule of table.chains.flatMap((chain) => chain.rules)) {
    const { owner } = owners.ofRule(rule)
    if (!isOwn(owner)) others[owner] = (others[owner] ?? 0) + 1
  }
  const whole = all ? new Map<Chain, LeftWhy>() : hindrances(place)
  const kept = table.chains.filter((chain) => !whole.has(chain) && (all || hasOwn(place, chain)))
  const lines = [
    ...kept.map(({ name, policy }) => `:${name} ${policy ?? '-'} [0:0]`),
    ...policiesAlone(place, whole, all),
    ...kept
      .filter(({ policy, rules }) => policy !== undefined && (all || rules.length > 0))
      .map(({ name }) => `-F ${name}`),
    ...kept.flatMap((chain) => chain.rules.map((rule) => ruleLine(place, chain, rule))),
  ]
  return { saved: { name: table.name, lines, others }, kept, left: all ? [] : leftOut(place, whole, kept, others) }
}

function ruleLine({ ruleset: { family }, dialect }: Place, { name }: Chain, rule: Rule): string {
  return `-A ${name}${printRule(rule, family, dialect)}`
}

function isOwn(owner: Owner): boolean {
  return owner === 'user' || owner === 'system'
}

/** A chain with rules of the host's own, or one that its owner made; a built-in chain without rules: with a policy of its own. */
function hasOwn({ ruleset, table, owners }: Place, chain: Chain): boolean {
  if (chain.rules.some((rule) => isOwn(owners.ofRule(rule).owner))) return true
  return chain.rules.length === 0 && owners.ofChain(ruleset, table.name, chain.name).owner === 'user'
}

/** A policy of the host's own where only others have rules: to set it flushes nothing. */
function policiesAlone(place: Place, whole: ReadonlyMap<Chain, LeftWhy>, all: boolean): readonly string[] {
  if (all) return []
  const { ruleset, table, owners } = place
  return table.chains
    .filter((chain) => chain.policy !== undefined && !whole.has(chain) && chain.rules.length > 0)
    .filter((chain) => !hasOwn(place, chain) && owners.ofChain(ruleset, table.name, chain.name).owner === 'user')
    .map(({ name, policy }) => `:${name} ${policy ?? '-'} [0:0]`)
}

/** The chains with rules of the host's own that cannot be flushed and filled again, and why. */
function hindrances(place: Place): ReadonlyMap<Chain, LeftWhy> {
  const { table } = place
  const found = new Map<Chain, LeftWhy>()
  const own = table.chains.filter((chain) => hasOwn(place, chain))
  for (const chain of own) {
    const why = ownHindrance(place, chain)
    if (why !== undefined) found.set(chain, why)
  }
  // A chain that is left out takes those with it that jump to it.
  for (let size = -1; size !== found.size; ) {
    size = found.size
    for (const chain of own) {
      if (found.has(chain)) continue
      const to = chain.rules.flatMap(({ target }) => table.chains.filter(({ name }) => name === target?.name))
      const missing = to.find((one) => found.has(one) || !own.includes(one))
      if (missing !== undefined) found.set(chain, { kind: 'needs-chain', chain: missing.name })
    }
  }
  return found
}

function ownHindrance({ ruleset, table, owners, docker }: Place, chain: Chain): LeftWhy | undefined {
  const unread = (table.unread?.length ?? 0) + (chain.unread?.length ?? 0)
  if (unread > 0 || chain.rules.some(({ hidden }) => hidden.length > 0)) return { kind: 'unread' }
  const made = owners.ofChain(ruleset, table.name, chain.name)
  const isUsers = made.owner === 'docker' && made.part === 'user-chain'
  const strange = chain.rules
    .map((rule) => owners.ofRule(rule))
    .find(({ owner, part }) => {
      return !isOwn(owner) && !(isUsers && part === 'user-return')
    })
  if (strange !== undefined) return { kind: 'shared-chain', owner: strange.owner }
  // Docker may have no rules there yet: it writes them when a network is made.
  if (docker && chain.rules.length > 0 && dockerSharedChains.has(`${table.name} ${chain.name}`))
    return { kind: 'shared-chain', owner: 'docker' }
  if (isOwn(made.owner) || isUsers || chain.policy !== undefined) return undefined
  return { kind: 'shared-chain', owner: made.owner }
}

function leftOut(
  place: Place,
  whole: ReadonlyMap<Chain, LeftWhy>,
  kept: readonly Chain[],
  others: Readonly<Partial<Record<Owner, number>>>,
): readonly LeftOut[] {
  const { table, owners } = place
  const yours = [...whole].map(([chain, why]): LeftOut => {
    const own = chain.rules.filter((rule) => isOwn(owners.ofRule(rule).owner))
    const commands =
      why.kind === 'unread' ? [] : [...own.map((rule) => commandOf(place, chain, rule)), ...policyOf(place, chain)]
    return { table: table.name, chain: chain.name, why, count: own.length, commands }
  })
  const theirs = Object.entries(others).map(([owner, count]): LeftOut => {
    const inside = kept.flatMap(({ rules }) => rules).filter((rule) => owners.ofRule(rule).owner === owner).length
    const why: LeftWhy = { kind: 'other-owner', owner: owner as Owner }
    return { table: table.name, chain: '', why, count: count - inside, commands: [] }
  })
  return [...yours, ...theirs].filter(({ count }) => count > 0)
}

/** Adds the rule unless it is there: what iptables-restore cannot say. */
function commandOf({ ruleset: { family }, table, dialect }: Place, { name }: Chain, rule: Rule): string {
  const tool = family === 'ipv4' ? 'iptables' : 'ip6tables'
  const rest = `${name}${printRule(rule, family, dialect)}`
  return `${tool} -w -t ${table.name} -C ${rest} 2>/dev/null || ${tool} -w -t ${table.name} -A ${rest}`
}

/** The policy of a built-in chain that is left out, where it is the host's own. */
function policyOf({ ruleset, table, owners }: Place, { name, policy }: Chain): readonly string[] {
  if (policy === undefined || owners.ofChain(ruleset, table.name, name).owner !== 'user') return []
  return [`${ruleset.family === 'ipv4' ? 'iptables' : 'ip6tables'} -w -t ${table.name} -P ${name} ${policy}`]
}

function setsOf({ rules }: Chain): readonly string[] {
  const uses = rules.flatMap(({ matches, target }) => [...matches, target])
  return uses.flatMap((use) =>
    (use?.options ?? []).flatMap(({ value }) => (typeof value === 'object' && 'set' in value ? [value.set] : [])),
  )
}
