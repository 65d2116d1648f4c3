import type { Variant } from '#model/family.ts'
import type { Hook } from '#model/packet.ts'

/** What kind of base chain it is: nat chains see first packets only, after a route chain the packet may be routed anew. */
export type BaseKind = 'filter' | 'nat' | 'route'

/** Where the built-in chains of one table hang: hook → priority; lower ones come first. */
export interface TablePlace {
  readonly kind: BaseKind
  readonly priorities: Readonly<Partial<Record<Hook, number>>>
}

type Places = Readonly<Record<string, TablePlace>>

const common: Places = {
  raw: { kind: 'filter', priorities: { PREROUTING: -300, OUTPUT: -300 } },
  mangle: {
    kind: 'filter',
    priorities: { PREROUTING: -150, INPUT: -150, FORWARD: -150, OUTPUT: -150, POSTROUTING: -150 },
  },
  nat: { kind: 'nat', priorities: { PREROUTING: -100, INPUT: 100, OUTPUT: -100, POSTROUTING: 100 } },
  filter: { kind: 'filter', priorities: { INPUT: 0, FORWARD: 0, OUTPUT: 0 } },
}

/** The tables of iptables on the kernel's hooks. Source: TRACE on both variants; include/uapi/linux/netfilter_ipv4.h. */
export const tablePlaces: Readonly<Record<Variant, Places>> = {
  nft: { ...common, security: { kind: 'filter', priorities: { INPUT: 150, FORWARD: 150, OUTPUT: 150 } } },
  legacy: { ...common, security: { kind: 'filter', priorities: { INPUT: 50, FORWARD: 50, OUTPUT: 50 } } },
}

/** Where conntrack looks at a packet. */
export const conntrackPriority = -200

/** Where nat rewrites what the connection says, whether or not its chains are asked: before routing, and at the end. */
export const natPriorities: Readonly<Partial<Record<Hook, number>>> = {
  PREROUTING: -100,
  OUTPUT: -100,
  INPUT: 100,
  POSTROUTING: 100,
}

/** Whether nat changes destinations at the hook; at the others it changes sources. */
export function changesDestination(hook: Hook): boolean {
  return hook === 'PREROUTING' || hook === 'OUTPUT'
}
