/** The table of chains whose names do not tell: most texts are about `filter`, which has no PREROUTING. */
export function likelyTable(chains: ReadonlySet<string>): string {
  return chains.has('PREROUTING') ? 'nat' : 'filter'
}

/**
 * The table that built-in chains of these names belong to; undefined where several tables have just these. A whole table is told by
 * its chains; `filter` by FORWARD with INPUT or OUTPUT, as a page rarely shows less of it.
 */
export function tableOfChains(chains: ReadonlySet<string>): string | undefined {
  const has = (name: string) => chains.has(name)
  if (has('FORWARD')) {
    if (has('PREROUTING') || has('POSTROUTING')) return 'mangle'
    return has('INPUT') || has('OUTPUT') ? 'filter' : undefined
  }
  if (has('POSTROUTING')) return 'nat'
  if (has('PREROUTING')) return has('INPUT') ? 'nat' : has('OUTPUT') ? 'raw' : undefined
  return undefined
}
