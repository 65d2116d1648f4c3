import type { MessageId } from '#model/messages.ts'
import type { Message } from '#model/diagnostic.ts'
import type { Packet } from '#model/packet.ts'
import { leastLength } from './frames.ts'
import type { Links } from './links.ts'

/** The packet with every field that was not said: a kernel sees one that has them all. */
export function definite(packet: Packet): Packet {
  const { protocol, family } = packet
  const isIcmp = protocol === (family === 'ipv4' ? 1 : 58)
  const whole: Packet = {
    ...packet,
    sport: packet.sport ?? (packet.local ? undefined : 0),
    dport: packet.dport ?? 0,
    tcpmss: packet.tcpmss ?? null,
    icmptype: isIcmp ? (packet.icmptype ?? (family === 'ipv4' ? 8 : 128)) : packet.icmptype,
    icmpcode: isIcmp ? (packet.icmpcode ?? 0) : packet.icmpcode,
    ttl: packet.ttl ?? 64,
    tos: packet.tos ?? 0,
    spi: packet.spi ?? 0,
    uid: packet.local ? (packet.uid ?? 0) : packet.uid,
    gid: packet.local ? (packet.gid ?? 0) : packet.gid,
  }
  return { ...whole, length: Math.max(whole.length ?? 0, leastLength(whole)) }
}

type Refusal<K> = K extends `kernel/unsent-${infer Reason}` ? Reason : never
type Refuse = (reason: Refusal<MessageId>, value?: string) => Message

/** Why such a packet cannot be sent to a rebuilt host; undefined where it can. `users`: whether it may come from any user. */
export function whyNotSent(packet: Packet, links: Links, users: boolean): Message | undefined {
  const refuse: Refuse = (reason, value = '') => ({ id: `kernel/unsent-${reason}`, args: { value } })
  if (packet.mark !== 0) return refuse('mark')
  if (packet.headers !== 0) return refuse('headers')
  // What follows a packet that was sent belongs to its connection; of others the kernel thinks as it likes.
  if (packet.tracked !== undefined && packet.tracked.connection === undefined) return refuse('state')
  if (packet.local) return whyNotSentFrom(packet, users, refuse)
  if (packet.src === undefined) return refuse('source')
  if (packet.in === undefined || packet.in === '') return refuse('interface')
  if (!links.macs.has(packet.in)) return refuse('no-interface', packet.in)
  if (packet.out !== undefined && packet.out !== '' && !isPort(packet.out, links)) return refuse('route', packet.out)
  return undefined
}

function isPort(name: string, { cables }: Links): boolean {
  return cables.some((cable) => cable.name === name && cable.bridge !== undefined)
}

// Sockets make whole packets of their own, and only a few things about those can be chosen.
function whyNotSentFrom(
  { protocol, tcpflags, uid, gid, fragment, tos, dst }: Packet,
  users: boolean,
  refuse: Refuse,
): Message | undefined {
  if (protocol !== 6 && protocol !== 17) return refuse('local-protocol', String(protocol))
  if (protocol === 6 && tcpflags !== 2) return refuse('local-flags')
  if (fragment === 1 || tos !== 0) return refuse('local-field')
  // The host hears what it sends to all: that is two packets.
  if (dst === 0xffffffff) return refuse('local-broadcast')
  if (gid !== 0 || (uid !== 0 && !users)) return refuse('local-user')
  return undefined
}
