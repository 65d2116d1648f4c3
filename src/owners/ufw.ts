import type { Claims, Recogniser } from '#model/owner.ts'
import type { Part } from '#model/parts.ts'
import { ownership } from '#model/parts.ts'
import type { Chain } from '#model/ruleset.ts'
import { markedBy } from './marks.ts'

const prefixes: readonly (readonly [RegExp, Part<'ufw'>])[] = [
  [/^(before-|after-|user-)?logging-/, 'logging'],
  [/^before-/, 'before'],
  [/^after-/, 'after'],
  [/^user-limit/, 'limit'],
  [/^user-/, 'user'],
  [/^reject-/, 'reject'],
  [/^track-/, 'track'],
  [/^not-local$/, 'not-local'],
  [/^skip-to-policy-/, 'skip-to-policy'],
  [/^docker-/, 'docker-user'],
]

/** Ubuntu's uncomplicated firewall: `ufw-*`, `ufw6-*`, the policies it sets, and the jumps that ufw-docker adds to DOCKER-USER. */
export const ufw: Recogniser = () => {
  const marked = markedBy({
    owner: 'ufw',
    chain: partOf,
    outside: (rule, { chain }) =>
      chain.name === 'DOCKER-USER' && partOf(rule.target?.name ?? '') !== undefined
        ? { part: 'docker-user', args: { role: 'jump', chain: rule.target?.name ?? '' } }
        : undefined,
  })
  const ofChain: Claims['ofChain'] = (ruleset, table, chain) =>
    setsPolicy(chain)
      ? ownership('ufw', 'policy', { role: 'chain', chain: chain.name, policy: chain.policy ?? '' })
      : marked.ofChain(ruleset, table, chain)
  return { ...marked, ofChain }
}

function partOf(name: string): Part<'ufw'> | undefined {
  const found = /^ufw6?-(.+)$/.exec(name)
  if (found?.[1] === undefined) return undefined
  const rest = found[1]
  return prefixes.find(([pattern]) => pattern.test(rest))?.[1] ?? 'other'
}

function setsPolicy({ policy, rules }: Chain): boolean {
  if (policy === undefined || policy === 'ACCEPT') return false
  return rules.some(({ target }) => partOf(target?.name ?? '') === 'before')
}
