import type { Chain, Table } from '#model/ruleset.ts'

/** Tells the jumps that close a circle of chains: `CHAIN#INDEX`, counted from 0. The kernel refuses tables that have any. */
export function circleJumps(table: Table): ReadonlySet<string> {
  const chains = new Map(table.chains.map((chain) => [chain.name, chain]))
  const found = new Set<string>()
  const done = new Set<string>()
  for (const chain of table.chains) if (!done.has(chain.name)) search(chain, chains, done, found)
  return found
}

// Depth first, with a path of its own instead of recursion: the depth is up to whoever wrote the rules.
function search(start: Chain, chains: ReadonlyMap<string, Chain>, done: Set<string>, found: Set<string>): void {
  const path: { chain: Chain; next: number }[] = [{ chain: start, next: 0 }]
  const open = new Set([start.name])
  for (let here = path.at(-1); here !== undefined; here = path.at(-1)) {
    const rule = here.chain.rules[here.next++]
    if (rule === undefined) {
      path.pop()
      open.delete(here.chain.name)
      done.add(here.chain.name)
      continue
    }
    const target = rule.target === undefined ? undefined : chains.get(rule.target.name)
    if (target === undefined || done.has(target.name)) continue
    if (open.has(target.name)) found.add(`${here.chain.name}#${here.next - 1}`)
    else {
      open.add(target.name)
      path.push({ chain: target, next: 0 })
    }
  }
}
