import { groupBy } from '#base/lists.ts'
import type { Condition } from '#model/condition.ts'
import type { Effect } from '#model/effect.ts'
import type { Clause, LoweredChain, LoweredRule, RulePart } from '#model/lowered.ts'
import type { Policy } from '#model/ruleset.ts'
import { allOf, testOf } from './decide.ts'
import type { CompiledRule, MetChain, Test } from './packet-state.ts'
import { Sieve } from './sieve.ts'
import { UnreadRule } from './unread-rule.ts'
import type { World } from './world.ts'

/** Prepares chains for many packets; a chain is prepared when the first packet comes to it. */
export class Compiler {
  readonly world: World
  readonly #chains = new Map<LoweredChain, CompiledChain>()

  constructor(world: World) {
    this.world = world
  }

  chain(chain: LoweredChain): MetChain {
    const known = this.#chains.get(chain) ?? new CompiledChain(chain, this)
    this.#chains.set(chain, known)
    return known
  }
}

class CompiledChain implements MetChain {
  readonly path: string
  readonly policy: Policy | undefined
  readonly #chain: LoweredChain
  readonly #compiler: Compiler
  #rules: readonly CompiledRule[] | undefined
  #sieve: Sieve | undefined
  #places: ReadonlyMap<string, readonly number[]> | undefined

  constructor(chain: LoweredChain, compiler: Compiler) {
    this.path = chain.path
    this.policy = chain.base === undefined ? chain.policy : chain.base.policy
    this.#chain = chain
    this.#compiler = compiler
  }

  get rules(): readonly CompiledRule[] {
    this.#rules ??= this.#compile()
    return this.#rules
  }

  #compile(): readonly CompiledRule[] {
    const compiled: CompiledRule[] = []
    const { rules, unread } = this.#chain
    const addUnread = (at: number) => {
      for (const one of unread) if (one.at === at) compiled.push(new UnreadRule(one.line, this, compiled.length + 1))
    }
    rules.forEach((rule, index) => {
      if (unread.length > 0) addUnread(index)
      const first = compiled.length
      let asked = 0
      rule.parts.forEach((part, at) => {
        // Parts that are asked before the rule has taken anything.
        const counts = at === asked
        if (counts) asked = part.otherwise
        compiled.push(new RuleProgram({ rule, part, first, counts }, this, this.#compiler))
      })
    })
    if (unread.length > 0) addUnread(rules.length)
    return compiled
  }

  get sieve(): Sieve {
    this.#sieve ??= new Sieve(this.rules)
    return this.#sieve
  }

  nextOf(id: string, start: number): number {
    this.#places ??= groupBy(this.rules.keys(), (index) => (this.rules[index] as CompiledRule).id)
    return this.#places.get(id)?.find((index) => index >= start) ?? Number.POSITIVE_INFINITY
  }
}

/** `first`: where the parts of the rule begin among those of its chain. */
interface PlacedPart {
  readonly rule: LoweredRule
  readonly part: RulePart
  readonly first: number
  readonly counts: boolean
}

/** One part of a rule. */
class RuleProgram implements CompiledRule {
  readonly rule: LoweredRule
  readonly chain: MetChain
  readonly effect: Effect
  readonly target: MetChain | undefined
  readonly closesCircle: boolean
  readonly next: number
  readonly otherwise: number
  readonly after: number
  readonly counts: boolean
  readonly unread = undefined
  readonly condition: Condition
  readonly #part: RulePart
  readonly #world: World
  #tests: CompiledRule['clauses'] | undefined
  #test: Test | undefined

  constructor({ rule, part, first, counts }: PlacedPart, chain: MetChain, compiler: Compiler) {
    const { clauses, effect, target } = part
    this.rule = rule
    this.chain = chain
    this.effect = effect
    this.target = target === undefined ? undefined : compiler.chain(target)
    this.closesCircle = target !== undefined && rule.chain.table.closesCircle(rule.chain.name, rule.position - 1)
    this.counts = counts
    this.next = first + part.next
    this.otherwise = first + part.otherwise
    this.after = first + rule.parts.length
    this.#part = part
    this.#world = compiler.world
    this.condition = { kind: 'all', of: clauses.map(({ condition }) => condition) }
  }

  get id(): string {
    return this.rule.id
  }

  get isLast(): boolean {
    return this.otherwise === this.after
  }

  get test(): Test {
    this.#test ??= allOf(this.clauses.map(({ test }) => test))
    return this.#test
  }

  get clauses(): CompiledRule['clauses'] {
    this.#tests ??= this.#compiled(this.#part.clauses)
    return this.#tests
  }

  get shown(): CompiledRule['clauses'] {
    return this.rule.clauses === this.#part.clauses ? this.clauses : this.#compiled(this.rule.clauses)
  }

  #compiled(clauses: readonly Clause[]): CompiledRule['clauses'] {
    return clauses.map((clause) => ({ clause, test: testOf(clause.condition, this.#world, this.id) }))
  }
}
