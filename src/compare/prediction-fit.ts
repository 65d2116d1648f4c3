import type { Prediction } from '#docker/predict.ts'
import type { Family } from '#model/family.ts'
import type { Owner, Owners } from '#model/owner.ts'
import type { Chain, Ruleset } from '#model/ruleset.ts'
import { isBaseChain } from '#lowered/iptables-places.ts'
import { chainTexts } from './docker-status.ts'

/** One thing in which rules differ from what was predicted; `missing` and `extra` are said of the prediction. */
export interface Misfit {
  readonly kind: 'policy' | 'missing-chain' | 'extra-chain' | 'missing' | 'extra' | 'order'
  readonly family: Family
  readonly table: string
  readonly chain: string
  /** The rule or the policy; of an order, the rules as they really stand, a line each. */
  readonly text: string
  /** Whose the rule or chain is that the prediction does not have. */
  readonly owner?: Owner
}

/** Holds a whole ruleset against a prediction: chains, policies, rules and, where the rules are the same, their order. */
export function predictionFit(prediction: Prediction, ruleset: Ruleset, owners: Owners): readonly Misfit[] {
  const { book } = prediction
  const places = new Set<string>()
  for (const [table, chains] of book.tables) for (const chain of chains.keys()) places.add(`${table} ${chain}`)
  for (const { name, chains } of ruleset.tables) for (const chain of chains) places.add(`${name} ${chain.name}`)
  return [...places].flatMap((place) => {
    const [table = '', name = ''] = place.split(' ')
    const chain = ruleset.tables.find((one) => one.name === table)?.chains.find((one) => one.name === name)
    return chainFit(prediction, ruleset, owners, table, name, chain)
  })
}

function chainFit(
  { book }: Prediction,
  ruleset: Ruleset,
  owners: Owners,
  table: string,
  name: string,
  chain: Chain | undefined,
): readonly Misfit[] {
  const at = { family: ruleset.family, table, chain: name }
  const expected = book.tables.get(table)?.get(name)
  if (isBaseChain(table, name)) {
    const policy = chain?.policy ?? 'ACCEPT'
    const wrong = policy !== (book.policies.get(`${table}/${name}`) ?? 'ACCEPT')
    return [
      ...(wrong ? [{ ...at, kind: 'policy' as const, text: policy }] : []),
      ...rulesFit(at, expected?.map(({ text }) => text) ?? [], ruleset, owners, chain),
    ]
  }
  if (chain === undefined) return [{ ...at, kind: 'extra-chain', text: '' }]
  const rules = rulesFit(at, expected?.map(({ text }) => text) ?? [], ruleset, owners, chain)
  if (expected !== undefined) return rules
  return [{ ...at, kind: 'missing-chain', text: '', owner: owners.ofChain(ruleset, table, name).owner }, ...rules]
}

function rulesFit(
  at: Pick<Misfit, 'family' | 'table' | 'chain'>,
  ours: readonly string[],
  ruleset: Ruleset,
  owners: Owners,
  chain: Chain | undefined,
): readonly Misfit[] {
  const texts = chainTexts(ruleset, at.table, at.chain)
  const found = texts.map((text, index) => {
    const rule = chain?.rules[index]
    return { text, owner: rule === undefined ? ('user' as const) : owners.ofRule(rule).owner }
  })
  const left = new Map<string, number>()
  for (const text of ours) left.set(text, (left.get(text) ?? 0) + 1)
  const missing = found.filter(({ text }) => {
    const count = left.get(text) ?? 0
    left.set(text, count - 1)
    return count <= 0
  })
  const extra = [...left].filter(([, count]) => count > 0).map(([text]) => text)
  const both = (text: string) => !extra.includes(text) && !missing.some((one) => one.text === text)
  const same = ours.filter(both).join('\n') === texts.filter(both).join('\n')
  return [
    ...missing.map(({ text, owner }) => ({ ...at, kind: 'missing' as const, text, owner })),
    ...extra.map((text) => ({ ...at, kind: 'extra' as const, text })),
    ...(same ? [] : [{ ...at, kind: 'order' as const, text: texts.join('\n') }]),
  ]
}
