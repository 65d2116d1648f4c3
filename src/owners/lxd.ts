import type { Claims, Place, Recogniser } from '#model/owner.ts'
import type { Part } from '#model/parts.ts'
import { ownership } from '#model/parts.ts'
import { comments } from './marks.ts'

const mark = /^generated for (LXD|Incus) ([a-z-]+) (.*)$/i

/** LXD and Incus: no chains of their own, but a comment on each rule (`generated for Incus network incusbr0`). */
export const lxd: Recogniser = () => {
  const claims: Claims = {
    ofChain: () => undefined,
    ofRule(rule, place) {
      for (const comment of comments(rule)) {
        const found = mark.exec(comment)
        if (found === null) continue
        const [, program = '', kind = '', of = ''] = found
        return ownership('lxd', partOf(place, kind), {
          role: 'rule',
          chain: place.chain.name,
          program,
          kind,
          network: of,
        })
      }
      return undefined
    },
  }
  return claims
}

function partOf({ table, chain }: Place, kind: string): Part<'lxd'> {
  if (/^(container|instance|network-forward|network-load-balancer)/.test(kind)) return 'proxy'
  if (table === 'mangle') return 'checksum'
  if (table === 'nat') return chain.name === 'POSTROUTING' ? 'masquerade' : 'proxy'
  if (chain.name === 'FORWARD') return 'forward'
  return chain.name === 'INPUT' || chain.name === 'OUTPUT' ? 'services' : 'other'
}
