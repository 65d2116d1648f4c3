import type { Counters, Policy, Rule } from '#model/ruleset.ts'

/** A chain that is being changed. Adding at either end costs the same however many rules there are. */
export class DraftChain {
  name: string
  policy: Policy | undefined
  counters: Counters | undefined
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

  /** Adds rules behind the others. */
  append(rules: readonly Rule[]): void {
    for (const rule of rules) this.#rules.push(rule)
  }

  /** Adds rules at an index from 0, in their order. */
  insert(at: number, rules: readonly Rule[]): void {
    if (at >= this.length) this.append(rules)
    else if (at === 0) for (let index = rules.length - 1; index >= 0; index--) this.#front.push(rules[index] as Rule)
    else this.rules.splice(at, 0, ...rules)
  }
}
