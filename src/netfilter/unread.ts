import type { Doubt } from '#model/trace.ts'
import type { Effect } from '#model/effect.ts'
import type { Chain, Rule, Ruleset, Table, UnreadLine } from '#model/ruleset.ts'
import type { Family } from '#model/family.ts'
import type { CompiledRule, MetChain } from './packet-state.ts'

const mostShown = 100

/** A line that could not be read, at its place among the rules of a chain: from here on the packet's way is unknown. */
export class UnreadRule implements CompiledRule {
  readonly rule: Rule
  readonly chain: MetChain
  readonly effect: Effect
  readonly condition = { kind: 'all', of: [] } as const
  readonly target = undefined
  readonly closesCircle = false
  readonly clauses = []
  readonly unread: Doubt

  constructor({ origin, start, end }: UnreadLine, chain: MetChain) {
    const text = origin.text.slice(start, end).trim()
    const line = origin.text.slice(0, start).split('\n').length
    this.chain = chain
    this.rule = { ...nothing, origin, start, end }
    this.effect = { kind: 'unknown', target: text }
    const shown = text.length > mostShown ? `${text.slice(0, mostShown)}\u2026` : text
    this.unread = { cause: 'unread', key: `unread-line ${line} ${shown}` }
  }

  get id(): string {
    return `${this.chain.path}#unread`
  }

  test(): 1 {
    return 1
  }
}

const nothing = {
  source: undefined,
  destination: undefined,
  in: undefined,
  out: undefined,
  protocol: undefined,
  fragment: undefined,
  matches: [],
  target: undefined,
  counters: undefined,
  hidden: [],
}

/** The unread lines of a chain, each with the number of rules before it. Those that show no chain may come first in any built-in one. */
export function unreadOf(chain: Chain, table: Table): NonNullable<Chain['unread']> {
  const ofTable = chain.policy === undefined ? [] : (table.unread ?? []).map((line) => ({ at: 0, line }))
  return [...ofTable, ...(chain.unread ?? [])]
}

/** Whether a table has lines that could not be read. */
export function hasUnread({ chains, unread }: Table): boolean {
  return unread !== undefined || chains.some((chain) => chain.unread !== undefined)
}

/** What the texts announce and do not hold: tables of the other variant, tables that only nft shows. */
export function elsewhereOf(family: Family, rulesets: readonly Ruleset[]): readonly Doubt[] {
  const own = rulesets.filter((ruleset) => ruleset.family === family)
  const keys = new Set(
    own.flatMap(({ elsewhere = [] }) =>
      elsewhere.flatMap(({ what, name }) =>
        what === 'legacy' && own.some(({ variant }) => variant === 'legacy') ? [] : [`${what}-tables ${name}`],
      ),
    ),
  )
  return [...keys].map((key) => ({ cause: 'unread', key }))
}
