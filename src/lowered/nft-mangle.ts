import { fieldIn } from '#model/condition.ts'
import type { Effect } from '#model/effect.ts'
import type { Json } from '#model/nft.ts'
import type { Branch } from './nft-branch.ts'
import { memberOf } from './nft-key.ts'
import type { Sets } from './nft-sets.ts'
import { dscp, plainNumber } from './nft-symbols.ts'
import { mapBranches } from './nft-verdict-map.ts'

const all = 0xffffffff
const tracked = fieldIn('ctdir', [{ from: 0, to: 1 }])

/** What a statement that sets a field does; undefined: we do not know the field. */
export function mangleEffects(about: Json, sets: Sets, text: string): readonly Branch[] | undefined {
  const key = memberOf(about, 'key') ?? null
  const value = memberOf(about, 'value') ?? null
  const map = memberOf(value, 'map')
  if (map === undefined) {
    const effect = effectOf(key, value, text)
    return effect === undefined ? undefined : [{ condition: readsConnection(value) ? tracked : undefined, effect }]
  }
  const branches = mapBranches(map, sets)
  const effects = branches?.map(({ condition, to }) => ({ condition, effect: effectOf(key, to, text) }))
  return effects?.every((one): one is typeof one & { effect: Effect } => one.effect !== undefined) ? effects : undefined
}

// A packet without a connection ends the rule where something of the connection is read.
function readsConnection(value: Json): boolean {
  if (Array.isArray(value)) return (value as readonly Json[]).some(readsConnection)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([name, member]) => name === 'ct' || readsConnection(member))
}

function effectOf(key: Json, value: Json, how: string): Effect | undefined {
  const meta = memberOf(memberOf(key, 'meta') ?? null, 'key')
  const ct = memberOf(memberOf(key, 'ct') ?? null, 'key')
  if (meta === 'mark') return markEffect('mark', value)
  if (ct === 'mark') return markEffect('connmark', value)
  if (meta === 'nftrace') return { kind: 'continue', does: 'trace' }
  if (meta === 'priority') return { kind: 'rewrite', field: 'class', to: undefined, how }
  if (ct === 'label' || ct === 'event' || meta === 'secmark' || ct === 'secmark')
    return { kind: 'rewrite', field: 'other', to: undefined, how }
  const payload = memberOf(key, 'payload')
  if (payload !== undefined) return payloadEffect(memberOf(payload, 'protocol'), memberOf(payload, 'field'), value, how)
  const option = memberOf(memberOf(key, 'tcp option') ?? null, 'name')
  // A size is written as it is, also where it was smaller; that of the route is not known.
  return option === 'maxseg' ? { kind: 'rewrite', field: 'tcpmss', to: plainNumber(value), how } : undefined
}

function payloadEffect(
  protocol: Json | undefined,
  field: Json | undefined,
  value: Json,
  how: string,
): Effect | undefined {
  if (protocol !== 'ip' && protocol !== 'ip6') return undefined
  if (field === 'ttl' || field === 'hoplimit') return { kind: 'rewrite', field: 'ttl', to: plainNumber(value), how }
  const code = field === 'dscp' ? dscp(value) : undefined
  if (code === undefined) return undefined
  return { kind: 'rewrite', field: 'tos', to: undefined, how, change: { mask: 0xfc, value: Number(code) << 2 } }
}

type MarkField = 'mark' | 'connmark'

function markEffect(field: MarkField, value: Json): Effect | undefined {
  const number = plainNumber(value)
  if (number !== undefined) return { kind: 'mark', field, change: { mask: all, value: number } }
  const term = termOf(field, value)
  if (term === undefined) return undefined
  const { of, and, xor } = term
  if (of === field) return { kind: 'mark', field, change: { mask: ~and >>> 0, value: xor } }
  if (xor !== 0) return undefined
  return {
    kind: 'mark',
    field,
    change: { mask: all, value: and },
    copy: field === 'mark' ? 'from-connmark' : 'to-connmark',
  }
}

/** (mark & and) ^ xor, of the packet's mark or the connection's. */
interface Term {
  readonly of: MarkField
  readonly and: number
  readonly xor: number
}

function termOf(field: MarkField, value: Json): Term | undefined {
  if (memberOf(memberOf(value, 'meta') ?? null, 'key') === 'mark') return { of: 'mark', and: all, xor: 0 }
  if (memberOf(memberOf(value, 'ct') ?? null, 'key') === 'mark') return { of: 'connmark', and: all, xor: 0 }
  for (const operator of ['&', '|', '^'] as const) {
    const operands = memberOf(value, operator)
    if (!Array.isArray(operands)) continue
    const [left = null, ...rest] = operands as readonly Json[]
    return rest.reduce<Term | undefined>(
      (term, right) => applied(term, operator, plainNumber(right)),
      termOf(field, left),
    )
  }
  return undefined
}

function applied(term: Term | undefined, operator: '&' | '|' | '^', number: number | undefined): Term | undefined {
  if (term === undefined || number === undefined) return undefined
  const { of, and, xor } = term
  if (operator === '&') return { of, and: (and & number) >>> 0, xor: (xor & number) >>> 0 }
  if (operator === '^') return { of, and, xor: (xor ^ number) >>> 0 }
  // Bits that are set whatever they were: cleared first.
  return { of, and: (and & ~number) >>> 0, xor: (xor | number) >>> 0 }
}
