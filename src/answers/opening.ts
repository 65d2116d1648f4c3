import { protocolName } from '#extensions/kinds/protocols.ts'
import { writeAddress } from '#base/prefix.ts'
import type { Hook } from '#model/packet.ts'
import type { Trace, Way } from '#model/trace.ts'

/** Who may send: only the address that was named, or whoever comes by the same interface. */
export type SenderScope = 'address' | 'interface'

/** The options of a rule that takes this packet where its way ended, and of other packets only those for the same service. */
export function openingFor(trace: Trace, hook: Hook, senders: SenderScope, isReply: boolean): string {
  const { packet } = trace
  const { final, connection } = trace.ways[0] as Way
  const tracked = packet.tracked?.connection ?? connection
  // The port that the client asked for, where DNAT gave the connection another.
  const published = tracked?.dnat === true && hasPorts(packet.protocol) ? tracked.original.dport : undefined
  const isTurned = published !== undefined && (isReply || final.dst !== packet.dst)
  const name = protocolName(packet.protocol)
  const parts: string[] = []
  const device = (option: string, value: string | undefined, hooks: readonly Hook[]) => {
    if (hooks.includes(hook) && value !== undefined && value !== '') parts.push(`${option} ${value}`)
  }
  device('-i', final.in, ['PREROUTING', 'INPUT', 'FORWARD'])
  device('-o', final.out, ['FORWARD', 'OUTPUT', 'POSTROUTING'])
  if (final.src !== undefined && (isReply ? !isTurned : senders === 'address'))
    parts.push(`-s ${writeAddress(final.src)}`)
  if (!isTurned && !isReply && final.dst !== undefined) parts.push(`-d ${writeAddress(final.dst)}`)
  parts.push(`-p ${name}`)
  if (isTurned) {
    // Of what has this port after DNAT, only what belongs to the published one.
    const direction = isReply ? 'REPLY' : 'ORIGINAL'
    parts.push(`-m conntrack --ctstate DNAT --ctorigdstport ${published} --ctdir ${direction}`)
  } else if (isReply) {
    if (typeof final.sport === 'number' && hasPorts(packet.protocol)) parts.push(`-m ${name} --sport ${final.sport}`)
    parts.push('-m conntrack --ctstate ESTABLISHED')
  } else if (typeof final.dport === 'number' && hasPorts(packet.protocol))
    parts.push(`-m ${name} --dport ${final.dport}`)
  else if (packet.protocol === 1 && packet.icmptype !== undefined) parts.push(`-m icmp --icmp-type ${packet.icmptype}`)
  else if (packet.protocol === 58 && packet.icmptype !== undefined)
    parts.push(`-m icmp6 --icmpv6-type ${packet.icmptype}`)
  return parts.join(' ')
}

function hasPorts(protocol: number): boolean {
  return [6, 17, 33, 132].includes(protocol)
}
