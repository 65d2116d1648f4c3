import { replaceAt } from '#base/lists.ts'
import type { Chain, Counters, Policy, Rule, UnreadLine } from '#model/ruleset.ts'

/** A chain that is being changed. Adding at either end costs the same however many rules there are. */
export class DraftChain {
  name: string
  policy: Policy | undefined
  counters: Counters | undefined
  /** How many rules jump to it, where a listing tells. */
  references: number | undefined
  /** Rules were added to it in a table that declares its chains, and not this one. */
  undeclared = false
  /** The text adds rules to it and does not make it. */
  madeElsewhere = false
  /** Lines that could not be read, each with the rule before it, if any. */
  #unread: { readonly after: Rule | undefined; readonly isLast: boolean; readonly line: UnreadLine }[] = []
  #rules: Rule[]
  // What was put before the others, last first.
  #front: Rule[] = []

  constructor(name: string, policy?: Policy, counters?: Counters, rules: readonly Rule[] = []) {
    this.name = name
    this.policy = policy
    this.counters = counters
    this.#rules = [...rules]
  }

  get rules(): Rule[] {
    if (this.#front.length > 0) {
      this.#rules = this.#front.reverse().concat(this.#rules)
      this.#front = []
    }
    return this.#rules
  }

  set rules(rules: Rule[]) {
    this.#rules = rules
    this.#front = []
  }

  /** How many rules there are. */
  get length(): number {
    return this.#front.length + this.#rules.length
  }

  /** Notes a line that could not be read: about the policy, a rule after all others, or any place of the chain. */
  addUnread(line: UnreadLine, changes: 'rule' | 'policy' | 'any'): void {
    const after = changes === 'any' ? undefined : this.rules.at(-1)
    this.#unread.push({ after, isLast: changes === 'policy', line })
  }

  /** Forgets the rules and the lines that could not be read. */
  flush(): void {
    this.rules = []
    this.#unread = this.#unread.filter(({ isLast }) => isLast)
  }

  /** The finished chain. A line after a rule that is gone may be anywhere. */
  finish(): Chain {
    const { name, policy, counters, rules, references, madeElsewhere } = this
    const chain = {
      name,
      policy,
      counters,
      rules,
      ...(references !== undefined && { references }),
      ...(madeElsewhere && { madeElsewhere }),
    }
    if (this.#unread.length === 0) return chain
    const unread = this.#unread.map(({ after, isLast, line }) => ({
      at: isLast ? rules.length : after === undefined ? 0 : rules.lastIndexOf(after) + 1,
      line,
    }))
    return { ...chain, unread: unread.sort((a, b) => a.at - b.at) }
  }

  /** Adds rules behind the others. */
  append(rules: readonly Rule[]): void {
    for (const rule of rules) this.#rules.push(rule)
  }

  /** Adds rules at an index from 0, in their order. */
  insert(at: number, rules: readonly Rule[]): void {
    if (at >= this.length) this.append(rules)
    else if (at === 0) for (let index = rules.length - 1; index >= 0; index--) this.#front.push(rules[index] as Rule)
    else replaceAt(this.rules, at, 0, rules)
  }
}
