import type { Json, NftBase, NftChain, NftFamily, NftRule, NftSet, NftTable } from '#model/nft.ts'
import { memberIn, type Members, membersOf } from './json-members.ts'
import { ListedRule } from './listed-rule.ts'

/** The tables in what `nft -j list ruleset` said; undefined: it is no such document. */
export function readNftJson(document: unknown, name: string): readonly NftTable[] | undefined {
  const entries = memberIn(document as Json, 'nftables')
  if (!Array.isArray(entries)) return undefined
  const drafts = new Map<string, Draft>()
  for (const entry of entries as readonly Json[]) {
    const [[kind, about] = ['', null]] = Object.entries(membersOf(entry))
    read(kind, membersOf(about), drafts, name)
  }
  const listedBy = textOf((entries as readonly Json[]).map((one) => memberIn(memberIn(one, 'metainfo'), 'version'))[0])
  return [...drafts.values()].map((draft) => ({ ...tableOf(draft), listedBy }))
}

interface Draft {
  readonly family: NftFamily
  readonly name: string
  handle: number | undefined
  dormant: boolean
  readonly chains: Map<string, { readonly chain: Omit<NftChain, 'rules'>; readonly rules: NftRule[] }>
  readonly sets: NftSet[]
  readonly unread: string[]
}

const familyNames: readonly string[] = ['ip', 'ip6', 'inet', 'arp', 'bridge', 'netdev']

function draftOf(about: Members, table: Json | undefined, drafts: Map<string, Draft>): Draft | undefined {
  const { family } = about
  if (typeof family !== 'string' || !familyNames.includes(family) || typeof table !== 'string') return undefined
  const key = `${family} ${table}`
  const made: Draft = drafts.get(key) ?? {
    family: family as NftFamily,
    name: table,
    handle: undefined,
    dormant: false,
    chains: new Map(),
    sets: [],
    unread: [],
  }
  drafts.set(key, made)
  return made
}

const tableFlags: ReadonlySet<string> = new Set(['dormant', 'owner', 'persist'])

// Counters, quotas and the like that have a name decide nothing themselves: the rule that uses one asks for it.
function read(kind: string, about: Members, drafts: Map<string, Draft>, source: string): void {
  if (kind === 'table') {
    const draft = draftOf(about, about.name, drafts)
    if (draft === undefined) return
    draft.handle = numberOf(about.handle)
    const flags = textsOf(about.flags)
    // In place of a flag, nft 1.0.6 prints what happens to be in its memory: most likely it is this one.
    const isGarbled = flags.some((flag) => !tableFlags.has(flag))
    draft.dormant = flags.includes('dormant') || isGarbled
    if (isGarbled) draft.unread.push('flags')
    return
  }
  if (kind !== 'chain' && kind !== 'rule' && kind !== 'set' && kind !== 'map') return
  const draft = draftOf(about, about.table, drafts)
  if (draft === undefined) return
  if (kind === 'chain') chainIn(draft, String(about.name), about)
  else if (kind === 'rule') chainIn(draft, String(about.chain)).rules.push(jsonRule(about, source))
  else draft.sets.push(setOf(kind, about))
}

function chainIn(draft: Draft, name: string, about?: Members) {
  const known = draft.chains.get(name)
  if (known !== undefined && about === undefined) return known
  const chain = { name, handle: numberOf(about?.handle), base: about === undefined ? undefined : baseOf(about) }
  const made = { chain, rules: known?.rules ?? [] }
  draft.chains.set(name, made)
  return made
}

function baseOf({ type, hook, prio, policy, dev }: Members): NftBase | undefined {
  if (typeof hook !== 'string' || typeof prio !== 'number') return undefined
  return { type: String(type), hook, priority: prio, policy: String(policy ?? 'accept'), devices: textsOf(dev) }
}

function jsonRule({ expr, comment, handle }: Members, source: string): NftRule {
  const statements = Array.isArray(expr) ? (expr as readonly Json[]) : []
  return new ListedRule(statements, textOf(comment), numberOf(handle), source)
}

function setOf(kind: 'set' | 'map', about: Members): NftSet {
  const { name, type, map, flags, elem } = about
  return {
    name: String(name),
    kind,
    type: textsOf(type),
    leadsTo: typeof map === 'string' ? map : undefined,
    flags: textsOf(flags),
    elements: Array.isArray(elem) ? (elem as readonly Json[]) : [],
  }
}

function tableOf({ chains, ...draft }: Draft): NftTable {
  return { ...draft, chains: [...chains.values()].map(({ chain, rules }) => ({ ...chain, rules })) }
}

function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function textsOf(value: Json | undefined): readonly string[] {
  return [value ?? null].flat().filter((one): one is string => typeof one === 'string')
}
