import { byteOrder } from '#base/byte-order.ts'
import type { Counters, Rule, Table, UnreadLine } from '#model/ruleset.ts'
import { builtinChains } from '#model/builtin-chains.ts'
import { DraftChain } from './draft-chain.ts'

/** A table that is being changed: its chains by name. */
export interface DraftTable {
  readonly name: string
  readonly chains: Map<string, DraftChain>
  /** Lines that could not be read and do not show their chain. */
  unread: UnreadLine[]
}

/** No packets, no bytes. */
export const noCounters: Counters = { packets: 0n, bytes: 0n }

/** A table as the kernel makes it: the built-in chains with policy ACCEPT, no rules. */
export function newDraft(name: string): DraftTable {
  const chains = new Map<string, DraftChain>()
  for (const chain of builtinChains[name] ?? []) chains.set(chain, new DraftChain(chain, 'ACCEPT'))
  return { name, chains, unread: [] }
}

/** A copy to change; the table itself stays as it is. */
export function draftOf(table: Table): DraftTable {
  const draft = newDraft(table.name)
  for (const { name, policy, counters, rules } of table.chains) {
    draft.chains.set(name, new DraftChain(name, policy, counters, rules))
  }
  return draft
}

/** The finished table: built-in chains in hook order, then the others by name, as iptables-save prints them. */
export function finishDraft({ name, chains, unread }: DraftTable): Table {
  const order = builtinChains[name] ?? []
  const place = (chain: DraftChain) => {
    if (chain.policy === undefined) return order.length + 1
    const at = order.indexOf(chain.name)
    return at < 0 ? order.length : at
  }
  const sorted = [...chains.values()].sort((a, b) => {
    const apart = place(a) - place(b)
    return apart !== 0 || a.policy !== undefined ? apart : byteOrder(a.name, b.name)
  })
  const table = { name, chains: sorted.map((chain) => chain.finish()) }
  return unread.length === 0 ? table : { ...table, unread }
}

/** Gives a chain another name; jumps to it follow, as they do in the kernel. */
export function renameChain(table: DraftTable, from: string, to: string): void {
  const chain = table.chains.get(from)
  if (chain === undefined) return
  table.chains.delete(from)
  chain.name = to
  table.chains.set(to, chain)
  for (const { rules } of table.chains.values()) {
    rules.forEach((rule, index) => {
      if (rule.target?.name === from) rules[index] = { ...rule, target: { ...rule.target, name: to } }
    })
  }
}

/** The chain that the rule jumps or goes to, where the table has it. */
export function jumpOf(table: DraftTable, rule: Rule): DraftChain | undefined {
  const { target } = rule
  return target === undefined || target.known ? undefined : table.chains.get(target.name)
}

/** Whether any rule of the table jumps or goes to the chain. */
export function isReferenced(table: DraftTable, chain: DraftChain): boolean {
  for (const { rules } of table.chains.values()) {
    if (rules.some((rule) => jumpOf(table, rule) === chain)) return true
  }
  return false
}

/** Sets the counters of the rules, or of the rule at a position from 1, to zero; of the policy too where no position is given. */
export function zeroChain(chain: DraftChain, position: number | undefined): void {
  if (position === undefined && chain.policy !== undefined) chain.counters = noCounters
  chain.rules = chain.rules.map((rule, index) =>
    position === undefined || position === index + 1 ? { ...rule, counters: noCounters } : rule,
  )
}
