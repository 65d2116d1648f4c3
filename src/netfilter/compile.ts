import { type Clause, meaning } from '#extensions/meaning.ts'
import type { Condition } from '#model/condition.ts'
import type { Effect } from '#model/effect.ts'
import type { Family } from '#model/family.ts'
import { familyId } from '#model/rule-id.ts'
import type { Chain, Policy, Rule, Ruleset, Table } from '#model/ruleset.ts'
import { circleJumps } from './loops.ts'
import { allOf, testOf } from './decide.ts'
import type { MetChain, CompiledRule, Test } from './packet-state.ts'
import { isOfJoiningVersion, withJoinedPorts } from '#extensions/fields/joined-ports.ts'
import { Sieve } from './sieve.ts'
import { UnreadRule, unreadOf } from './unread.ts'
import type { World } from './world.ts'

/** A table prepared for many packets. What a chain's rules mean is found out when the first packet comes to it. */
export interface MetTable {
  readonly name: string
  readonly ruleset: Ruleset
  readonly chains: ReadonlyMap<string, MetChain>
}

/** Prepares the tables of a ruleset; `all`: every ruleset of the host, because ids tell variants apart. */
export function compileTables(ruleset: Ruleset, all: readonly Ruleset[], world: World): readonly MetTable[] {
  const family = familyId(ruleset, all)
  return ruleset.tables.map((table) => {
    const scope: Scope = {
      family: ruleset.family,
      path: `${family}/${table.name}`,
      world,
      chains: new Map(),
      loops: loops(table),
      joinsPorts: (rule) => ruleset.variant === 'nft' && isOfJoiningVersion(rule.origin.text),
    }
    for (const chain of table.chains) scope.chains.set(chain.name, new CompiledChain(chain, table, scope))
    return { name: table.name, ruleset, chains: scope.chains }
  })
}

interface Scope {
  readonly family: Family
  /** FAMILY/TABLE */
  readonly path: string
  readonly world: World
  readonly chains: Map<string, CompiledChain>
  readonly loops: () => ReadonlySet<string>
  /** Whether the rule was loaded by a version that takes two negated ports for one question. */
  readonly joinsPorts: (rule: Rule) => boolean
}

function loops(table: Table): () => ReadonlySet<string> {
  let found: ReadonlySet<string> | undefined
  return () => (found ??= circleJumps(table))
}

class CompiledChain implements MetChain {
  readonly path: string
  readonly policy: Policy | undefined
  readonly #chain: Chain
  readonly #table: Table
  readonly #scope: Scope
  #rules: readonly (RuleProgram | UnreadRule)[] | undefined
  #sieve: Sieve | undefined

  constructor(chain: Chain, table: Table, scope: Scope) {
    this.path = `${scope.path}/${chain.name}`
    this.policy = chain.policy
    this.#chain = chain
    this.#table = table
    this.#scope = scope
  }

  get rules(): readonly (RuleProgram | UnreadRule)[] {
    this.#rules ??= this.#compile()
    return this.#rules
  }

  #compile(): readonly (RuleProgram | UnreadRule)[] {
    const rules: (RuleProgram | UnreadRule)[] = this.#chain.rules.map(
      (rule, index) => new RuleProgram(rule, index, this, this.#chain.name, this.#scope),
    )
    // From the end, so that the places before stay what they are.
    for (const { at, line } of unreadOf(this.#chain, this.#table).toReversed())
      rules.splice(at, 0, new UnreadRule(line, this))
    return rules
  }

  get sieve(): Sieve {
    this.#sieve ??= new Sieve(this.rules.map(({ condition }) => condition))
    return this.#sieve
  }
}

class RuleProgram implements CompiledRule {
  readonly rule: Rule
  readonly chain: MetChain
  readonly effect: Effect
  readonly target: MetChain | undefined
  readonly closesCircle: boolean
  readonly unread = undefined
  readonly condition: Condition
  readonly #index: number
  readonly #clauses: readonly Clause[]
  readonly #world: World
  #tests: CompiledRule['clauses'] | undefined
  #test: Test | undefined

  constructor(
    rule: Rule,
    index: number,
    chain: MetChain,
    name: string,
    { family, world, chains, loops, joinsPorts }: Scope,
  ) {
    const { clauses: written, effect } = meaning(rule, family, (target) => chains.has(target))
    const clauses = joinsPorts(rule) ? withJoinedPorts(written) : written
    this.rule = rule
    this.chain = chain
    this.effect = effect
    this.target = effect.kind === 'jump' ? chains.get(effect.chain) : undefined
    this.closesCircle = this.target !== undefined && loops().has(`${name}#${index}`)
    this.#index = index
    this.#clauses = clauses
    this.#world = world
    this.condition = { kind: 'all', of: clauses.map(({ condition }) => condition) }
  }

  get id(): string {
    return `${this.chain.path}#${this.#index + 1}`
  }

  get test(): Test {
    this.#test ??= allOf(this.clauses.map(({ test }) => test))
    return this.#test
  }

  get clauses(): CompiledRule['clauses'] {
    this.#tests ??= this.#clauses.map((clause) => ({ clause, test: testOf(clause.condition, this.#world, this.id) }))
    return this.#tests
  }
}
