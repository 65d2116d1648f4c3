import type { Facts } from '#model/facts.ts'

interface UdpPacket {
  readonly src: number
  readonly sport: number
  readonly dst: number
  readonly dport: number
}

export function traceRules(rules?: number): string
export function tracePackets(count: number): readonly UdpPacket[]
export function pcap(packets: readonly UdpPacket[], mac: string): Buffer
export const traceFacts: Facts
