import { append } from '#base/lists.ts'
import type { NftPrediction } from '#docker/nftables/predict-nft.ts'
import { bridgesTable } from '#docker/nftables/nft-book.ts'
import type { NftBase, NftChain, NftTable } from '#model/nft.ts'
import { plainRuleText } from '#syntax/nft/plain-rule.ts'
import { printElements } from '#syntax/nft/print-object.ts'
import { baseText } from '#syntax/nft/print-table.ts'
import type { Misfit } from './prediction-fit.ts'

/** Holds the tables of nftables against a prediction: the engine's table, its chains, their hooks and rules, maps and their elements. */
export function nftFit({ family, book }: NftPrediction, tables: readonly NftTable[]): readonly Misfit[] {
  const table = tables.find((one) => one.name === bridgesTable && one.family === book.family)
  const at = { family, table: bridgesTable }
  const found = new Map((table?.chains ?? []).map((chain) => [chain.name, chain]))
  const misfits: Misfit[] = []
  for (const name of new Set([...book.chains.keys(), ...found.keys()])) {
    const [ours, theirs] = [book.chains.get(name), found.get(name)]
    const here = { ...at, chain: name }
    if (ours === undefined) misfits.push({ ...here, kind: 'missing-chain', text: '' })
    else if (theirs === undefined) misfits.push({ ...here, kind: 'extra-chain', text: '' })
    else if (placeText(ours.base) !== placeText(theirs.base))
      misfits.push({ ...here, kind: 'policy', text: placeText(theirs.base) })
    const expected = ours?.rules.map(({ text }) => text) ?? []
    append(misfits, listFit(here, expected, textsOf(theirs), true))
  }
  const sets = new Map((table?.sets ?? []).map((set) => [set.name, set]))
  for (const name of new Set([...book.maps.keys(), ...sets.keys()])) {
    const here = { ...at, chain: `@${name}` }
    const theirs = sets.get(name)
    const ours = book.maps.get(name)
    if (ours === undefined) misfits.push({ ...here, kind: 'missing-chain', text: '' })
    else if (theirs === undefined) misfits.push({ ...here, kind: 'extra-chain', text: '' })
    const expected = [...(ours ?? [])].map(([key, chain]) => `"${key}" : jump ${chain}`)
    append(misfits, listFit(here, expected, theirs === undefined ? [] : printElements(theirs), false))
  }
  return misfits
}

function textsOf(chain: NftChain | undefined): readonly string[] {
  return chain?.rules.map(plainRuleText) ?? []
}

function placeText(base: NftBase | undefined): string {
  return base === undefined ? '' : baseText(base)
}

/** `isOrdered`: the order counts; elements of a map have none. */
function listFit(
  at: Pick<Misfit, 'family' | 'table' | 'chain'>,
  ours: readonly string[],
  theirs: readonly string[],
  isOrdered: boolean,
): readonly Misfit[] {
  const left = new Map<string, number>()
  for (const text of ours) left.set(text, (left.get(text) ?? 0) + 1)
  const missing = theirs.filter((text) => {
    const count = left.get(text) ?? 0
    left.set(text, count - 1)
    return count <= 0
  })
  const extra = [...left].flatMap(([text, count]) => (count > 0 ? [text] : []))
  const isWrong = isOrdered && missing.length + extra.length === 0 && ours.join('\n') !== theirs.join('\n')
  return [
    ...missing.map((text) => ({ ...at, kind: 'missing' as const, text })),
    ...extra.map((text) => ({ ...at, kind: 'extra' as const, text })),
    ...(isWrong ? [{ ...at, kind: 'order' as const, text: theirs.join('\n') }] : []),
  ]
}
