import type { Rule, Ruleset } from './ruleset.ts'

/** The family part of an id: `ipv4`, `ipv6`, with `@legacy` where both variants of a family are loaded. */
export function familyId(ruleset: Ruleset, all: readonly Ruleset[]): string {
  const twin = all.some((other) => other.family === ruleset.family && other.variant !== ruleset.variant)
  return ruleset.variant === 'legacy' && twin ? `${ruleset.family}@legacy` : ruleset.family
}

/** The id of the rule at a position (from 1) of a chain: `ipv4/filter/FORWARD#1`. */
export function ruleId(family: string, table: string, chain: string, position: number | 'policy'): string {
  return `${family}/${table}/${chain}#${position}`
}

/** An id taken apart. `position` undefined: the chain itself; `family` undefined: not said. */
export interface RuleId {
  readonly family: string | undefined
  readonly table: string | undefined
  readonly chain: string
  readonly position: number | 'policy' | undefined
}

/** Takes an id apart at the first two `/` and the last `#`; `ip` and `ip6` are understood too. Undefined: no id. */
export function readRuleId(text: string): RuleId | undefined {
  const hash = text.lastIndexOf('#')
  const tail = hash < 0 ? undefined : text.slice(hash + 1)
  const position = tail === 'policy' ? 'policy' : /^[1-9]\d*$/.test(tail ?? '') ? Number(tail) : undefined
  const path = position === undefined ? text : text.slice(0, hash)
  const family = /^(ipv4|ipv6|ip|ip6|inet|bridge|netdev|arp)(@legacy|@nft)?\//.exec(path)
  const rest = family === null ? path : path.slice(family[0].length)
  const slash = rest.indexOf('/')
  const chain = rest.slice(slash + 1)
  if (chain === '') return undefined
  return {
    family:
      family === null
        ? undefined
        : family[0]
            .slice(0, -1)
            .replace(/^ip(?=@|$)/, 'ipv4')
            .replace(/^ip6(?=@|$)/, 'ipv6'),
    table: slash < 0 ? undefined : rest.slice(0, slash),
    chain,
    position,
  }
}

/** Calls back for every rule with its id parts; the order is that of the ruleset. */
export function eachRule(
  ruleset: Ruleset,
  visit: (rule: Rule, table: string, chain: string, position: number) => void,
): void {
  for (const table of ruleset.tables) {
    for (const chain of table.chains)
      chain.rules.forEach((rule, index) => visit(rule, table.name, chain.name, index + 1))
  }
}
