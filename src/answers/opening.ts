import type { AddressNumber } from '#base/address.ts'
import { writeAddress } from '#base/prefix.ts'
import { protocolName } from '#extensions/kinds/protocols.ts'
import type { Json } from '#model/nft.ts'
import type { Hook } from '#model/packet.ts'
import type { Trace, Way } from '#model/trace.ts'

/** Who may send: only the address that was named, or whoever comes by the same interface. */
export type SenderScope = 'address' | 'interface'

/** What a rule asks that takes this packet where its way ended, and of other packets only those for the same service. */
export interface Opening {
  readonly in: string | undefined
  readonly out: string | undefined
  readonly src: AddressNumber | undefined
  readonly dst: AddressNumber | undefined
  readonly protocol: number
  readonly sport: number | undefined
  readonly dport: number | undefined
  /** The type of an ICMP message. */
  readonly icmptype: number | undefined
  /** Which packets of a connection: those of one to a published port in one direction, or answers. */
  readonly tracked:
    | { readonly kind: 'published'; readonly port: number; readonly direction: 'ORIGINAL' | 'REPLY' }
    | { readonly kind: 'established' }
    | undefined
}

/** What to ask at a hook for the packet of a trace. */
export function openingFor(trace: Trace, hook: Hook, senders: SenderScope, isReply: boolean): Opening {
  const { packet } = trace
  const { final, connection } = trace.ways[0] as Way
  const conntrack = packet.tracked?.connection ?? connection
  const ports = hasPorts(packet.protocol)
  // The port that the client asked for, where DNAT gave the connection another.
  const published = conntrack?.dnat === true && ports ? conntrack.original.dport : undefined
  const isTurned = typeof published === 'number' && (isReply || final.dst !== packet.dst)
  const device = (value: string | undefined, hooks: readonly Hook[]) =>
    hooks.includes(hook) && value !== '' ? value : undefined
  const plain = !isTurned && !isReply
  return {
    in: device(final.in, ['PREROUTING', 'INPUT', 'FORWARD']),
    out: device(final.out, ['FORWARD', 'OUTPUT', 'POSTROUTING']),
    src: (isReply ? !isTurned : senders === 'address') ? final.src : undefined,
    dst: plain ? final.dst : undefined,
    protocol: packet.protocol,
    sport: isReply && !isTurned && ports ? (final.sport ?? undefined) : undefined,
    dport: plain && ports ? (final.dport ?? undefined) : undefined,
    icmptype: plain && !ports ? packet.icmptype : undefined,
    // Of what has this port after DNAT, only what belongs to the published one.
    tracked: isTurned
      ? { kind: 'published', port: published, direction: isReply ? 'REPLY' : 'ORIGINAL' }
      : isReply
        ? { kind: 'established' }
        : undefined,
  }
}

/** The opening as options of iptables. */
export function iptablesOptions(opening: Opening): string {
  const { in: input, out, src, dst, protocol, sport, dport, icmptype, tracked } = opening
  const name = protocolName(protocol)
  const option = (text: string, value: string | number | undefined) => (value === undefined ? [] : [`${text} ${value}`])
  return [
    ...option('-i', input),
    ...option('-o', out),
    ...option('-s', src === undefined ? undefined : writeAddress(src)),
    ...option('-d', dst === undefined ? undefined : writeAddress(dst)),
    `-p ${name}`,
    ...option(`-m ${name} --sport`, sport),
    ...option(`-m ${name} --dport`, dport),
    ...(protocol === 1 ? option('-m icmp --icmp-type', icmptype) : []),
    ...(protocol === 58 ? option('-m icmp6 --icmpv6-type', icmptype) : []),
    ...(tracked?.kind === 'published'
      ? [`-m conntrack --ctstate DNAT --ctorigdstport ${tracked.port} --ctdir ${tracked.direction}`]
      : []),
    ...(tracked?.kind === 'established' ? ['-m conntrack --ctstate ESTABLISHED'] : []),
  ].join(' ')
}

/** The opening as statements of nftables, in the JSON of nft. */
export function nftStatements(opening: Opening): readonly Json[] {
  const { in: input, out, src, dst, protocol, sport, dport, icmptype, tracked } = opening
  const name = protocolName(protocol)
  const match = (left: Json, right: Json | undefined, op = '==') =>
    right === undefined ? [] : [{ match: { op, left, right } }]
  const address = (field: string, value: AddressNumber | undefined) =>
    value === undefined
      ? []
      : match({ payload: { protocol: typeof value === 'bigint' ? 'ip6' : 'ip', field } }, writeAddress(value))
  const port = (field: string, value: number | undefined) => match({ payload: { protocol: name, field } }, value)
  const icmp = protocol === 58 ? 'icmpv6' : 'icmp'
  const needsProtocol = sport === undefined && dport === undefined && icmptype === undefined
  return [
    ...match({ meta: { key: 'iifname' } }, input),
    ...match({ meta: { key: 'oifname' } }, out),
    ...address('saddr', src),
    ...address('daddr', dst),
    ...(needsProtocol ? match({ meta: { key: 'l4proto' } }, name) : []),
    ...port('sport', sport),
    ...port('dport', dport),
    ...match({ payload: { protocol: icmp, field: 'type' } }, icmptype),
    ...(tracked?.kind === 'published'
      ? [
          ...match({ ct: { key: 'status' } }, 'dnat', 'in'),
          ...match({ ct: { key: 'direction' } }, tracked.direction.toLowerCase()),
          ...match({ ct: { key: 'proto-dst', dir: 'original' } }, tracked.port),
        ]
      : []),
    ...(tracked?.kind === 'established' ? match({ ct: { key: 'state' } }, 'established', 'in') : []),
  ]
}

function hasPorts(protocol: number): boolean {
  return [6, 17, 33, 132].includes(protocol)
}
