import type { Hook } from '#model/packet.ts'

/** Where conntrack looks at a packet. Source: include/uapi/linux/netfilter_ipv4.h. */
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
