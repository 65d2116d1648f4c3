import type { Variant } from '#model/family.ts'
import type { BasePlace, ChainKind } from '#model/lowered.ts'
import type { Hook } from '#model/packet.ts'
import type { Policy } from '#model/ruleset.ts'

interface TablePlace {
  readonly kind: ChainKind
  readonly priorities: Readonly<Partial<Record<string, number>>>
}

const common: Readonly<Record<string, TablePlace>> = {
  raw: { kind: 'filter', priorities: { PREROUTING: -300, OUTPUT: -300 } },
  mangle: {
    kind: 'filter',
    priorities: { PREROUTING: -150, INPUT: -150, FORWARD: -150, OUTPUT: -150, POSTROUTING: -150 },
  },
  nat: { kind: 'nat', priorities: { PREROUTING: -100, INPUT: 100, OUTPUT: -100, POSTROUTING: 100 } },
  filter: { kind: 'filter', priorities: { INPUT: 0, FORWARD: 0, OUTPUT: 0 } },
}

// Source: TRACE on both variants; include/uapi/linux/netfilter_ipv4.h.
const tablePlaces: Readonly<Record<Variant, Readonly<Record<string, TablePlace>>>> = {
  nft: { ...common, security: { kind: 'filter', priorities: { INPUT: 150, FORWARD: 150, OUTPUT: 150 } } },
  legacy: { ...common, security: { kind: 'filter', priorities: { INPUT: 50, FORWARD: 50, OUTPUT: 50 } } },
}

/** Where a chain of iptables hangs; undefined: it is none of the chains that the kernel calls. */
export function iptablesPlace(
  variant: Variant | undefined,
  table: string,
  chain: string,
  policy: Policy | undefined,
): BasePlace | undefined {
  const places = tablePlaces[variant ?? 'nft']
  // A table or chain may have any name, `constructor` too.
  const place = Object.hasOwn(places, table) ? places[table] : undefined
  if (place === undefined || !Object.hasOwn(place.priorities, chain)) return undefined
  const kind = table === 'mangle' && chain === 'OUTPUT' ? 'route' : place.kind
  return { hook: chain as Hook, priority: place.priorities[chain] ?? 0, kind, policy: policy ?? 'ACCEPT' }
}

/** The hooks that call chains of a table of iptables. */
export function iptablesHooks(table: string): readonly Hook[] {
  return Object.hasOwn(common, table) || table === 'security'
    ? (Object.keys(tablePlaces.nft[table]?.priorities ?? {}) as Hook[])
    : []
}

/** Whether the kernel calls a chain of iptables itself. */
export function isBaseChain(table: string, chain: string): boolean {
  return iptablesPlace('nft', table, chain, undefined) !== undefined
}
