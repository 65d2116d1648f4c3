import type { NftChainStatus, NftStatus } from '#compare/nft-status.ts'
import { bridgesTable } from '#docker/nftables/nft-book.ts'
import type { NftFamily } from '#model/nft.ts'
import type { RepairStep } from '#model/repair.ts'
import { baseText } from '#syntax/nft/print-table.ts'

type Native = Extract<RepairStep, { kind: 'native' }>

/**
 * The commands that put the engine's table right, for one transaction of nft. Rules that are there stay, with their counts, and so do
 * those of others: a missing rule goes before or behind its neighbour, which its handle names. `prune`: stale rules go.
 */
export function nativeSteps(family: NftFamily, status: NftStatus, prune: boolean): readonly Native[] {
  const table = `${family} ${bridgesTable}`
  const step = (chain: string, text: string): Native => ({ kind: 'native', table: bridgesTable, chain, text })
  const isAwake = status.isThere && !status.isDormant
  return [
    ...(isAwake ? [] : [step('', `add table ${table}`)]),
    ...status.missingMaps.map((map) => step(`@${map}`, `add map ${table} ${map} { type ifname : verdict; }`)),
    ...status.chains.flatMap((chain) => declaration(table, chain).map((text) => step(chain.name, text))),
    ...status.chains.flatMap((chain) => rulesOf(table, chain, prune, step)),
    ...status.missingElements.flatMap(({ map, key, chain, instead }) => [
      ...(instead ? [step(`@${map}`, `delete element ${table} ${map} { "${key}" }`)] : []),
      step(`@${map}`, `add element ${table} ${map} { "${key}" : jump ${chain} }`),
    ]),
  ]
}

/** Whether a chain is made anew: nobody else's rules are in it. */
function isRemade({ isRehooked, found, base }: NftChainStatus): boolean {
  return isRehooked && base !== undefined && (found ?? []).every(({ isDockers }) => isDockers)
}

function declaration(table: string, chain: NftChainStatus): readonly string[] {
  const { name, base, found } = chain
  const made = `add chain ${table} ${name}${base === undefined ? '' : ` { ${baseText(base)} }`}`
  if (isRemade(chain)) return [`flush chain ${table} ${name}`, `delete chain ${table} ${name}`, made]
  return found === undefined ? [made] : []
}

function rulesOf(
  table: string,
  chain: NftChainStatus,
  prune: boolean,
  step: (chain: string, text: string) => Native,
): readonly Native[] {
  const { name, expected, found = [], kept } = chain
  const at = (command: string, position: string, text: string) =>
    step(name, `${command} rule ${table} ${name} ${position}${text}`)
  if (isRemade(chain)) return expected.map(({ text }) => at('add', '', text))
  const wanted = new Map(expected.map(({ text }, index) => [text, index]))
  const removed = found.flatMap(({ text, handle, isDockers }): readonly Native[] => {
    const place = wanted.get(text)
    const isMoved = place !== undefined && isDockers && !kept.has(place)
    const isStale = place === undefined && isDockers && prune
    if (handle === undefined || (!isMoved && !isStale)) return []
    const because = isMoved ? ('out-of-place' as const) : ('stale' as const)
    return [{ ...step(name, `delete rule ${table} ${name} handle ${handle}`), because }]
  })
  const handleOf = (index: number) => found[kept.get(index) ?? -1]?.handle
  const last = [...kept.keys()].reduce((most, index) => Math.max(most, index), -1)
  const next: number[] = []
  for (let index = last; index >= 0; index--) next[index] = kept.has(index) ? index : (next[index + 1] ?? last)
  const before = expected
    .slice(0, last + 1)
    .flatMap(({ text }, index) =>
      kept.has(index) ? [] : [at('insert', `handle ${handleOf(next[index] ?? last)} `, text)],
    )
  const behind = expected.slice(last + 1)
  // Each goes straight behind the last one that is there: the last comes first.
  const after =
    last < 0
      ? behind.map(({ text }) => at('add', '', text))
      : behind.toReversed().map(({ text }) => at('add', `handle ${handleOf(last)} `, text))
  return [...removed, ...before, ...after]
}
