/** The chains that the rules of each chain lead to, by the chain's name: one list a rule. */
export type Jumps = ReadonlyMap<string, readonly (readonly string[])[]>

/** Tells the rules that close a circle of chains: `CHAIN#INDEX`, counted from 0. */
export function circleJumps(jumps: Jumps): ReadonlySet<string> {
  const found = new Set<string>()
  const done = new Set<string>()
  for (const chain of jumps.keys()) if (!done.has(chain)) search(chain, jumps, done, found)
  return found
}

interface Place {
  readonly chain: string
  readonly targets: readonly { readonly rule: number; readonly to: string }[]
  next: number
}

// Depth first, with a path of its own instead of recursion: the depth is up to whoever wrote the rules.
function search(start: string, jumps: Jumps, done: Set<string>, found: Set<string>): void {
  const path: Place[] = [placeOf(start, jumps)]
  const open = new Set([start])
  for (let here = path.at(-1); here !== undefined; here = path.at(-1)) {
    const jump = here.targets[here.next++]
    if (jump === undefined) {
      path.pop()
      open.delete(here.chain)
      done.add(here.chain)
      continue
    }
    if (done.has(jump.to)) continue
    if (open.has(jump.to)) found.add(`${here.chain}#${jump.rule}`)
    else {
      open.add(jump.to)
      path.push(placeOf(jump.to, jumps))
    }
  }
}

function placeOf(chain: string, jumps: Jumps): Place {
  const targets = (jumps.get(chain) ?? []).flatMap((names, rule) =>
    names.filter((to) => jumps.has(to)).map((to) => ({ rule, to })),
  )
  return { chain, targets, next: 0 }
}
