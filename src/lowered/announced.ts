import type { Family } from '#model/family.ts'
import type { UnreadRules } from '#model/lowered.ts'
import type { Snapshot } from '#model/snapshot.ts'

/** What of a snapshot says which rules there are beside those that it holds. */
export type Announcing = Pick<Snapshot, 'rulesets'> & Partial<Pick<Snapshot, 'native' | 'docker' | 'notes' | 'texts'>>

/** Tables that a snapshot tells of and does not hold. */
export function announcedTables(snapshot: Announcing, family: Family): readonly UnreadRules[] {
  return [...nativeTables(snapshot, family), ...listedTables(snapshot, family)]
}

/**
 * A listing shows one table, and an engine has rules in two. Where filter is shown without nat, what is published to this host may be
 * sent to a container; where nat is shown without filter, everything may be dropped.
 */
function listedTables({ rulesets, texts = [] }: Announcing, family: Family): readonly UnreadRules[] {
  const forms = texts.flatMap((text) => text.forms)
  if (!forms.some((form) => listings.has(form)) || !forms.every((form) => besides.has(form))) return []
  const tables = rulesets.filter((one) => one.family === family).flatMap((one) => one.tables)
  const docker = (table: string) =>
    tables.flatMap(({ name, chains }) => (name === table ? chains.filter((chain) => chain.name === 'DOCKER') : []))
  const isThere = (table: string) => tables.some(({ name }) => name === table)
  const isTaking = (table: string, target: string) =>
    docker(table).some(({ rules }) => rules.some((rule) => rule.target?.name === target))
  if (!isThere('nat') && isTaking('filter', 'ACCEPT')) return [{ key: `${notListed} nat`, on: 'host' }]
  return !isThere('filter') && isTaking('nat', 'DNAT') ? [{ key: `${notListed} filter` }] : []
}

const listings: ReadonlySet<string> = new Set(['listing', 'rules'])
// The command that printed a listing, and what other tools say of the host.
const besides: ReadonlySet<string> = new Set([...listings, 'command', 'facts'])

/** The doubt about a table that a listing does not show. */
export const notListed = 'table-not-shown'

/** Tables of nftables that a snapshot tells of and does not hold: those of the engine's backend, and those that could not be read. */
function nativeTables(snapshot: Announcing, family: Family): readonly UnreadRules[] {
  if (hasGaps(snapshot)) return [{ key: 'native-gaps nft' }]
  if (snapshot.native !== undefined) return []
  const { docker, notes = [] } = snapshot
  const keys: string[] = []
  const backend = docker?.firewallBackend ?? ''
  if (backend.includes('nftables')) keys.push(`native-tables ${family === 'ipv4' ? 'ip' : 'ip6'} docker-bridges`)
  // firewalld has its zones in chains of iptables, or else in a table of its own.
  if (backend.includes('firewalld') && !hasZones(snapshot)) keys.push('native-tables inet firewalld')
  if (
    notes.some(
      ({ id, args }) => unreadable.has(id) && /(^|[ /])nft\b/.test(String('command' in args ? args.command : '')),
    )
  )
    keys.push('native-unread nft')
  return keys.map((key) => ({ key }))
}

// Commands that were not understood, files that were not read: what they do to the ruleset is not known.
const gaps: ReadonlySet<string> = new Set(['syntax/nft-command', 'syntax/nft-include', 'syntax/nft-json'])

function hasGaps({ texts = [] }: Announcing): boolean {
  return texts.some(({ diagnostics }) => diagnostics.some(({ id }) => gaps.has(id)))
}

const unreadable: ReadonlySet<string> = new Set(['host/unreadable-answer', 'host/tool-failed'])

function hasZones({ rulesets }: Announcing): boolean {
  return rulesets.some(({ tables }) =>
    tables.some(({ chains }) => chains.some(({ name }) => /^INPUT_ZONES/.test(name))),
  )
}
