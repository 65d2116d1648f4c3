import { nearest } from '#base/nearest.ts'
import { reachIndex } from '#explain/reach-index.ts'
import { message } from '#model/diagnostic.ts'
import type { LoweredChain } from '#model/lowered.ts'
import { placeOf } from '../places.ts'
import type { Found, LintRule } from '../rule.ts'
import type { View } from '../subject.ts'

const meant = ['INPUT', 'OUTPUT', 'FORWARD', 'PREROUTING', 'POSTROUTING', 'DOCKER-USER']

/** Rules in a chain whose name is almost that of a chain of the kernel's, or DOCKER-USER, and that no rule jumps to. */
export const misspeltChain: LintRule = {
  id: 'lint/misspelt-chain',
  about: message('lint-about/misspelt-chain'),
  check: ({ views }) => views.flatMap(findIn),
}

function findIn({ lowered }: View): readonly Found[] {
  const reach = reachIndex()
  return lowered.tables
    .filter(({ written }) => written !== undefined)
    .flatMap(({ chains }) => [...chains.values()])
    .flatMap((chain) => {
      const [first, ...others] = chain.rules
      const name = first === undefined ? undefined : nameMeant(chain)
      if (first === undefined || name === undefined || reach.callers(chain).length > 0) return []
      const closes = chain.rules.some(({ effect }) => effect.kind === 'verdict' && effect.verdict === 'DROP')
      return [
        {
          said: message('lint/misspelt-chain', { chain: chain.name, name }),
          ...{ fails: closes ? 'open' : 'closed', who: 'unknown' },
          places: [placeOf(first), ...others.slice(0, 2).map((rule) => placeOf(rule))],
          help: message('lint-help/misspelt-chain', { name }),
          evidence: [chain.path],
        } satisfies Found,
      ]
    })
}

function nameMeant({ name, table }: LoweredChain): string | undefined {
  if (meant.includes(name) || name.length < 5) return undefined
  const plain = name.toUpperCase().replaceAll('_', '-')
  // A chain of the user's may be called INPUT2 or INPUTS beside a real one; such chains are jumped to.
  const found = meant.includes(plain) ? plain : nearest(plain, meant)
  if (found === undefined || Math.abs(found.length - name.length) > 1) return undefined
  return found === 'DOCKER-USER' && table.name !== 'filter' ? undefined : found
}
