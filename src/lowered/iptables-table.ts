import { isOfJoiningVersion, withJoinedPorts } from '#extensions/fields/joined-ports.ts'
import { needsTracking } from '#extensions/fields/tracking.ts'
import type { Effect } from '#model/effect.ts'
import type { BasePlace, Clause, LoweredChain, LoweredRule, LoweredTable, RulePart } from '#model/lowered.ts'
import { familyId } from '#model/rule-id.ts'
import type { Chain, Policy, Rule, Ruleset, Table } from '#model/ruleset.ts'
import type { Registration } from './iptables-nft.ts'
import { circleJumps } from './circles.ts'
import { iptablesPlace } from './iptables-places.ts'
import { type Meaning, meaning } from './meaning.ts'

/** The tables of a ruleset of iptables. `all`: every ruleset of the host, because ids tell variants apart. */
export function iptablesTables(
  ruleset: Ruleset,
  all: readonly Ruleset[],
  registered: Registration = () => undefined,
): readonly LoweredTable[] {
  const prefix = familyId(ruleset, all)
  return ruleset.tables.map((table) => new IptablesTable(table, ruleset, prefix, registered))
}

class IptablesTable implements LoweredTable {
  readonly path: string
  readonly prefix: string
  readonly name: string
  readonly family
  readonly families
  readonly variant
  readonly written
  readonly chains: ReadonlyMap<string, LoweredChain>
  #circles: ReadonlySet<string> | undefined

  constructor(table: Table, ruleset: Ruleset, prefix: string, registered: Registration) {
    this.path = `${prefix}/${table.name}`
    this.prefix = prefix
    this.name = table.name
    this.family = ruleset.family
    this.families = [ruleset.family]
    this.variant = ruleset.variant
    this.written = { ruleset, table }
    this.chains = new Map(table.chains.map((chain) => [chain.name, new IptablesChain(chain, this, registered)]))
  }

  closesCircle(chain: string, rule: number): boolean {
    this.#circles ??= circleJumps(
      new Map(this.written.table.chains.map(({ name, rules }) => [name, rules.map(targetsOf)])),
    )
    return this.#circles.has(`${chain}#${rule}`)
  }
}

function targetsOf({ target }: Rule): readonly string[] {
  return target === undefined ? [] : [target.name]
}

class IptablesChain implements LoweredChain {
  readonly path: string
  readonly name: string
  readonly table: IptablesTable
  readonly base: BasePlace | undefined
  readonly policy: Policy | undefined
  readonly #chain: Chain
  #rules: readonly LoweredRule[] | undefined

  constructor(chain: Chain, table: IptablesTable, registered: Registration) {
    this.path = `${table.path}/${chain.name}`
    this.name = chain.name
    this.table = table
    const place = iptablesPlace(table.variant, table.name, chain.name, chain.policy)
    const when = registered(table.name, chain.name)
    this.base = place === undefined || when === undefined ? place : { ...place, registered: when }
    this.policy = chain.policy
    this.#chain = chain
  }

  get rules(): readonly LoweredRule[] {
    this.#rules ??= this.#chain.rules.map((rule, index) => new IptablesRule(rule, index + 1, this))
    return this.#rules
  }

  // A line that shows no chain may come first in any chain that the kernel calls.
  get unread(): LoweredChain['unread'] {
    const { unread = [] } = this.table.written.table
    const ofTable = this.#chain.policy === undefined ? [] : unread.map((line) => ({ at: 0, line }))
    return [...ofTable, ...(this.#chain.unread ?? [])]
  }
}

class IptablesRule implements LoweredRule {
  readonly written: Rule
  readonly position: number
  readonly chain: IptablesChain
  #meaning: Meaning | undefined
  #parts: readonly RulePart[] | undefined

  constructor(rule: Rule, position: number, chain: IptablesChain) {
    this.written = rule
    this.position = position
    this.chain = chain
  }

  get id(): string {
    return `${this.chain.path}#${this.position}`
  }

  get origin() {
    return this.written.origin
  }

  get start(): number {
    return this.written.start
  }

  get end(): number {
    return this.written.end
  }

  get clauses(): readonly Clause[] {
    return this.#meant.clauses
  }

  get effect(): Effect {
    return this.#meant.effect
  }

  get parts(): readonly RulePart[] {
    const { clauses, effect } = this.#meant
    const target = effect.kind === 'jump' ? this.chain.table.chains.get(effect.chain) : undefined
    this.#parts ??= [{ clauses, effect, target, next: 1, otherwise: 1 }]
    return this.#parts
  }

  get tracks(): boolean {
    return needsTracking(this.written)
  }

  get #meant(): Meaning {
    this.#meaning ??= this.#lower()
    return this.#meaning
  }

  #lower(): Meaning {
    const { table } = this.chain
    const { ruleset } = table.written
    const meant = meaning(this.written, ruleset.family, (name) => table.chains.has(name))
    const joins = ruleset.variant === 'nft' && isOfJoiningVersion(this.written.origin.text)
    return joins ? { ...meant, clauses: withJoinedPorts(meant.clauses) } : meant
  }
}
