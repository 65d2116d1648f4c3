import { append } from '#base/lists.ts'
import { message } from '#model/diagnostic.ts'
import { bridgeName } from '#model/docker.ts'
import type { ChainExplanation, Explanation, Phrase, RuleExplanation, RulesetExplanation } from '#model/explanation.ts'
import type { Snapshot } from '#model/snapshot.ts'

/** The first lines of an answer: what a person wants to know before anything else. */
export function conclusionOf(
  asked: Explanation['asked'],
  rulesets: readonly RulesetExplanation[],
  snapshot: Snapshot | undefined,
): readonly Phrase[] {
  const chains = rulesets.flatMap((ruleset) => ruleset.chains)
  const rules = chains.flatMap((chain) => chain.rules)
  if (asked === 'rule') return rules.slice(0, 1).map(ruleConclusion)
  const phrases = rulesets.map((ruleset) => countPhrase(ruleset, rulesets))
  const unread = unreadPhrases(snapshot)
  if (asked !== 'ruleset') return [...phrases, ...unread, ...unreachedChains(rulesets)]
  return [...phrases, ...unread, ...hostPhrases(rulesets, rules, snapshot)]
}

/** How many lines were not understood: what they say is missing in the answer. */
function unreadPhrases(snapshot: Snapshot | undefined): readonly Phrase[] {
  const all = snapshot?.texts.flatMap(({ diagnostics }) => diagnostics) ?? []
  const omitted = all.filter(({ id }) => id === 'syntax/omitted')
  const lines = new Set(all.filter(({ severity }) => severity === 'error').map(({ span }) => span.start))
  const named = omitted.map(({ args }) => String(args.chains))
  const chains = named.includes('') ? '' : [...new Set(named)].join(', ')
  const counted = (id: 'syntax/rules-in-prose' | 'syntax/listing-no-chain') =>
    all.reduce((sum, one) => sum + (one.id === id ? Number(one.args.count) : 0), 0)
  const prose = counted('syntax/rules-in-prose')
  const strays = counted('syntax/listing-no-chain')
  return [
    ...(prose === 0 ? [] : [message('conclusion/rules-in-prose', { count: prose })]),
    ...(strays === 0 ? [] : [message('conclusion/rules-without-chain', { count: strays })]),
    ...(omitted.length === 0 ? [] : [message('conclusion/omitted', { chains })]),
    ...(lines.size === 0 ? [] : [message('conclusion/unread', { count: lines.size })]),
  ]
}

function ruleConclusion({ id, ownership }: RuleExplanation): Phrase {
  return { id: 'conclusion/rule', args: { ...ownership.args, id, owner: ownership.owner, part: ownership.part } }
}

/** What a policy does and who set it. */
export function policyConclusion({ id, chain, policy, ownership }: ChainExplanation): Phrase {
  const { owner, part, args } = ownership
  return { id: 'conclusion/policy', args: { ...args, id: `${id}#policy`, chain, policy: policy ?? '', owner, part } }
}

function countPhrase(ruleset: RulesetExplanation, all: readonly RulesetExplanation[]): Phrase {
  const { family, layout, chains } = ruleset
  const twin = all.some((other) => other !== ruleset && other.family === family)
  const variant = twin ? (ruleset.variant ?? '') : ''
  const counts = new Map<string, number>()
  for (const { rules } of chains) {
    for (const { ownership } of rules) counts.set(ownership.owner, (counts.get(ownership.owner) ?? 0) + 1)
  }
  const parts = [...counts].map(([owner, count]) => message('conclusion/owner', { owner, count }))
  const rules = chains.reduce((sum, chain) => sum + chain.rules.length, 0)
  return {
    id: 'conclusion/rules',
    args: { family, variant, rules, layout: layout?.name ?? '', versions: layout?.versions ?? '' },
    parts,
  }
}

function hostPhrases(
  rulesets: readonly RulesetExplanation[],
  rules: readonly RuleExplanation[],
  snapshot: Snapshot | undefined,
): readonly Phrase[] {
  const phrases: Phrase[] = []
  const published = rules.filter(({ ownership }) => ownership.owner === 'docker' && ownership.part === 'port-dnat')
  if (published.length > 0) {
    const parts = published.slice(0, 12).map(
      ({ ownership, family }): Phrase => ({
        id: 'conclusion/published',
        args: { container: '', hostAddress: '', ...ownership.args, family },
      }),
    )
    phrases.push({ id: 'conclusion/ports', args: { count: published.length }, parts })
  }
  for (const { family, chains } of rulesets) {
    const forward = chains.find(({ table, chain }) => table === 'filter' && chain === 'FORWARD')
    const user = chains.find(({ table, chain }) => table === 'filter' && chain === 'DOCKER-USER')
    const own = user?.rules.filter(({ ownership }) => ownership.owner === 'user').length ?? 0
    if (forward?.policy !== undefined)
      phrases.push({ id: 'conclusion/forward-policy', args: { family, policy: forward.policy } })
    if (user !== undefined) phrases.push({ id: 'conclusion/docker-user', args: { family, rules: own } })
  }
  const rewritten = rules.filter(({ notes }) => notes.some(({ id }) => id === 'note/port-rewritten'))
  for (const { id } of rewritten.slice(0, 3)) phrases.push({ id: 'conclusion/never-matches-port', args: { rule: id } })
  append(phrases, unreachedChains(rulesets))
  append(phrases, neverReached(rules))
  const bridges = snapshot?.docker?.networks.filter(({ driver }) => driver === 'bridge') ?? []
  if (bridges.length > 0) {
    const parts = bridges.map((network) =>
      message('conclusion/network', { network: network.name, bridge: bridgeName(network) }),
    )
    phrases.push({ id: 'conclusion/networks', args: { count: bridges.length }, parts })
  }
  return phrases
}

const mostChains = 3

/** Chains with rules to which no packet comes, as nothing that a hook calls jumps to them, or to which the text shows no jump. */
function unreachedChains(rulesets: readonly RulesetExplanation[]): readonly Phrase[] {
  const chains = rulesets.flatMap((ruleset) => ruleset.chains).filter(({ rules }) => rules.length > 0)
  const every = (id: string) =>
    chains.filter(({ rules }) => rules.every(({ notes }) => notes.some((one) => one.id === id)))
  const unreached = every('note/unreached')
  const notShown = every('note/callers-not-shown').filter(({ ownership }) => ownership.owner === 'user')
  const said = (
    id: 'conclusion/chains-unreached' | 'conclusion/callers-not-shown',
    all: readonly ChainExplanation[],
  ) =>
    all.length === 0
      ? []
      : [
          message(id, {
            chains: all
              .slice(0, mostChains)
              .map((chain) => chain.id)
              .join(', '),
            more: Math.max(0, all.length - mostChains),
            rules: all.reduce((sum, { rules }) => sum + rules.length, 0),
          }),
        ]
  return [...said('conclusion/chains-unreached', unreached), ...said('conclusion/callers-not-shown', notShown)]
}

const reasons = {
  'note/covered': 'covered',
  'note/covered-equal': 'covered',
  'note/contradicts': 'contradicts',
} as const

/** Rules that do nothing, and the rule that is the reason. Docker writes some for networks that are not there: those are no fault. */
function neverReached(rules: readonly RuleExplanation[]): readonly Phrase[] {
  const found = rules
    .filter(({ ownership }) => ownership.owner !== 'docker')
    .flatMap(({ id, notes }): readonly Phrase[] => {
      const note = notes.find((one) => Object.hasOwn(reasons, one.id))
      if (note === undefined) return []
      const reason = reasons[note.id as keyof typeof reasons]
      return [{ id: `conclusion/never-${reason}`, args: { rule: id, by: note.args.by ?? '' } }]
    })
  if (found.length <= 3) return found
  return [...found.slice(0, 3), { id: 'conclusion/never-more', args: { count: found.length - 3 } }]
}
