import type { Family, TableFamily } from '#model/family.ts'
import type { BasePlace, ChainKind, LoweredChain, LoweredRule, LoweredTable, RulePart } from '#model/lowered.ts'
import type { NftBase, NftChain, NftRule, NftTable } from '#model/nft.ts'
import type { Hook } from '#model/packet.ts'
import { registered } from './iptables-nft.ts'
import { circleJumps } from './circles.ts'
import { type NativeMeaning, nativeMeaning } from './nft-rule.ts'
import { type Sets, setsOf } from './nft-sets.ts'

const families: Readonly<Record<NftTable['family'], readonly Family[]>> = {
  ip: ['ipv4'],
  ip6: ['ipv6'],
  inet: ['ipv4', 'ipv6'],
  arp: [],
  bridge: [],
  netdev: [],
}

/** A table of nftables in the form that everybody reads. */
export class NativeTable implements LoweredTable {
  readonly path: string
  readonly prefix: string
  readonly name: string
  readonly family: TableFamily
  readonly families
  readonly variant = 'nft'
  readonly written = undefined
  readonly chains: ReadonlyMap<string, LoweredChain>
  readonly sets: Sets
  readonly listedBy: string | undefined
  readonly #table: NftTable
  #circles: ReadonlySet<string> | undefined

  constructor(table: NftTable) {
    this.path = `${table.family}/${table.name}`
    this.prefix = table.family
    this.name = table.name
    this.family = table.family === 'ip' ? 'ipv4' : table.family === 'ip6' ? 'ipv6' : table.family
    this.families = families[table.family]
    this.sets = setsOf(table)
    this.listedBy = table.listedBy
    this.chains = new Map(table.chains.map((chain) => [chain.name, new NativeChain(chain, table, this)]))
    this.#table = table
  }

  closesCircle(chain: string, rule: number): boolean {
    this.#circles ??= circleJumps(
      new Map(this.#table.chains.map(({ name }) => [name, this.chains.get(name)?.rules.map(targetsOf) ?? []])),
    )
    return this.#circles.has(`${chain}#${rule}`)
  }
}

function targetsOf({ parts }: LoweredRule): readonly string[] {
  return parts.flatMap(({ effect }) => (effect.kind === 'jump' ? [effect.chain] : []))
}

class NativeChain implements LoweredChain {
  readonly path: string
  readonly name: string
  readonly table: NativeTable
  readonly base: BasePlace | undefined
  readonly policy
  readonly unread = []
  readonly #chain: NftChain
  #rules: readonly LoweredRule[] | undefined

  constructor(chain: NftChain, table: NftTable, lowered: NativeTable) {
    this.path = `${lowered.path}/${chain.name}`
    this.name = chain.name
    this.table = lowered
    // The kernel does not call the chains of a table that is switched off.
    this.base = chain.base === undefined || table.dormant ? undefined : placeOf(chain.base, chain, table)
    this.policy = this.base?.policy
    this.#chain = chain
  }

  get rules(): readonly LoweredRule[] {
    this.#rules ??= this.#chain.rules.map((rule, index) => new NativeRule(rule, index + 1, this))
    return this.#rules
  }
}

const hooks: Readonly<Record<string, Hook>> = {
  prerouting: 'PREROUTING',
  input: 'INPUT',
  forward: 'FORWARD',
  output: 'OUTPUT',
  postrouting: 'POSTROUTING',
}

const kinds: Readonly<Record<string, ChainKind>> = { filter: 'filter', nat: 'nat', route: 'route' }

// A chain of ingress or egress is none of the five places where rules see packets of layer 3.
function placeOf(base: NftBase, chain: NftChain, table: NftTable): BasePlace | undefined {
  const hook = Object.hasOwn(hooks, base.hook) ? hooks[base.hook] : undefined
  if (hook === undefined || families[table.family].length === 0) return undefined
  return {
    hook,
    priority: base.priority,
    kind: kinds[base.type] ?? 'filter',
    policy: base.policy === 'drop' ? 'DROP' : 'ACCEPT',
    registered: registered(table.handle, chain.handle),
  }
}

class NativeRule implements LoweredRule {
  readonly position: number
  readonly chain: NativeChain
  readonly written = undefined
  readonly #rule: NftRule
  #meaning: NativeMeaning | undefined
  #parts: readonly RulePart[] | undefined

  constructor(rule: NftRule, position: number, chain: NativeChain) {
    this.#rule = rule
    this.position = position
    this.chain = chain
  }

  get id(): string {
    return `${this.chain.path}#${this.position}`
  }

  get origin() {
    return this.#rule.printed.origin
  }

  get start(): number {
    return 0
  }

  get end(): number {
    return this.origin.text.length
  }

  get clauses() {
    return this.#meant.clauses
  }

  get effect() {
    return this.#meant.parts.at(-1)?.effect ?? { kind: 'continue' as const, does: 'count' }
  }

  get parts(): readonly RulePart[] {
    this.#parts ??= this.#meant.parts.map((part) => ({
      ...part,
      target: part.effect.kind === 'jump' ? this.chain.table.chains.get(part.effect.chain) : undefined,
    }))
    return this.#parts
  }

  get tracks(): boolean {
    return needsTracking(this.#rule.statements)
  }

  get #meant(): NativeMeaning {
    this.#meaning ??= nativeMeaning(
      this.#rule,
      this.chain.table.sets,
      this.chain.table.families,
      this.chain.table.listedBy,
    )
    return this.#meaning
  }
}

const tracking: ReadonlySet<string> = new Set(['dnat', 'snat', 'masquerade', 'redirect', 'ct', 'ct count', 'synproxy'])

// Any expression about a connection, and NAT, make the kernel track connections. Source: nf_ct_netns_get() in their modules.
function needsTracking(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(needsTracking)
  return Object.entries(value).some(([name, member]) => tracking.has(name) || needsTracking(member))
}
