import { message } from '#model/diagnostic.ts'
import type { LoweredRule } from '#model/lowered.ts'
import { placeOf } from '../places.ts'
import type { LintRule } from '../rule.ts'
import type { View } from '../subject.ts'
import { isByUser } from '../view-rules.ts'

/** Rules of iptables-legacy and of iptables-nft on one host: the kernel asks both, and each tool lists its own only. */
export const twoVariantsLoaded: LintRule = {
  id: 'lint/two-variants-loaded',
  about: message('lint-about/two-variants-loaded'),
  check: ({ host }) => {
    if (host === undefined) return []
    const legacy = rulesOf(host, 'legacy')
    const nft = rulesOf(host, 'nft')
    const [first] = legacy
    const [other] = nft
    if (first === undefined || other === undefined) return []
    const closes = [...legacy, ...nft].some((rule) => rule.effect.kind === 'verdict' && isByUser(rule, host))
    return [
      {
        said: message('lint/two-variants-loaded', { legacy: legacy.length, nft: nft.length }),
        // Both are in force: what one accepts, the other may drop.
        ...{ fails: closes ? 'closed' : 'neither', who: closes ? 'unknown' : 'nobody', most: 'note' },
        places: [placeOf(first), placeOf(other)],
        help: message('lint-help/two-variants-loaded'),
        evidence: ['legacy', 'nft'],
      } as const,
    ]
  },
}

function rulesOf({ lowered }: View, variant: 'legacy' | 'nft'): readonly LoweredRule[] {
  return lowered.tables
    .filter((table) => table.variant === variant && table.written !== undefined)
    .flatMap(({ chains }) => [...chains.values()].flatMap(({ rules }) => rules))
}
