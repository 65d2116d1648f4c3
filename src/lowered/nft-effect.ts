import type { Effect } from '#model/effect.ts'
import type { Json } from '#model/nft.ts'
import { type Branch, verdictOf } from './nft-branch.ts'
import { memberOf } from './nft-key.ts'
import { natEffects } from './nft-nat.ts'
import type { Sets } from './nft-sets.ts'
import { mangleEffects } from './nft-mangle.ts'
import { verdictBranches } from './nft-verdict-map.ts'

/** What a statement does; undefined: we do not know such a statement. */
export function branchesOf(statement: Json, sets: Sets, text: string): readonly Branch[] | undefined {
  const [name] = typeof statement === 'object' && statement !== null ? Object.keys(statement) : []
  if (name === undefined) return undefined
  const about = memberOf(statement, name) ?? null
  const simple = verdictOf(statement) ?? continues(name)
  if (simple !== undefined) return [{ condition: undefined, effect: simple }]
  switch (name) {
    case 'reject':
      return always({ kind: 'verdict', verdict: 'DROP', error: rejection(about) })
    case 'queue': {
      const flags = [memberOf(about, 'flags') ?? null].flat()
      return always({ kind: 'queue', bypass: flags.includes('bypass') })
    }
    case 'notrack':
      return always({ kind: 'untrack' })
    case 'vmap':
      return verdictBranches(about, sets, text)
    case 'mangle':
      return mangleEffects(about, sets, text)
    case 'dnat':
    case 'snat':
    case 'masquerade':
    case 'redirect':
      return natEffects(name, about, sets)
    default:
      return undefined
  }
}

function always(effect: Effect): readonly Branch[] {
  return [{ condition: undefined, effect }]
}

// Statements that change nothing of what rules ask.
const quiet: Readonly<Record<string, string>> = {
  counter: 'count',
  log: 'log',
  set: 'set',
  map: 'set',
  dup: 'copy',
  last: 'count',
  flow: 'offload',
  'ct helper': 'helper',
  'ct timeout': 'timeout',
  'ct expectation': 'helper',
  secmark: 'secmark',
}

function continues(name: string): Effect | undefined {
  return Object.hasOwn(quiet, name) ? { kind: 'continue', does: quiet[name] as string } : undefined
}

function rejection(about: Json): string {
  const type = memberOf(about, 'type')
  if (type === 'tcp reset') return 'tcp-reset'
  const error = memberOf(about, 'expr')
  const reason = typeof error === 'string' ? error : 'port-unreachable'
  return typeof type === 'string' && type !== 'icmpx'
    ? `${type.replace('icmpv6', 'icmp6')}-${reason}`
    : `icmp-${reason}`
}
