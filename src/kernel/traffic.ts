import { readAddress } from '#base/prefix.ts'
import type { Family } from '#model/family.ts'
import type { Tuple } from '#model/packet.ts'

/** What a network namespace has seen, as its files under /proc/net tell. */
export interface Traffic {
  /** Packets that left by each interface. */
  readonly sent: ReadonlyMap<string, number>
  /** Packets that came to the host's sockets. */
  readonly delivered: number
  /** Packets that began at the host. */
  readonly own: number
}

/** The files that `readTraffic` reads, in its order. */
export const trafficFiles = ['/proc/net/dev', '/proc/net/snmp', '/proc/net/snmp6'] as const

/** Reads the three files behind one another, as `cat` prints them. */
export function readTraffic(text: string, family: Family): Traffic {
  const sent = new Map<string, number>()
  for (const line of text.split('\n')) {
    const [, name, numbers] = /^\s*(\S+):\s+((?:\d+\s+){15}\d+)\s*$/.exec(line) ?? []
    if (name !== undefined && numbers !== undefined) sent.set(name, Number(numbers.trim().split(/\s+/)[9]))
  }
  const read = family === 'ipv4' ? snmp(text) : snmp6(text)
  // Before Linux 6.9 what is only passed on counts as sent by the host too; then there is no count of what was transmitted.
  const passedOn =
    read('OutTransmits') === undefined ? (read(family === 'ipv4' ? 'ForwDatagrams' : 'OutForwDatagrams') ?? 0) : 0
  return { sent, delivered: read('InDelivers') ?? 0, own: (read('OutRequests') ?? 0) - passedOn }
}

function snmp(text: string): (name: string) => number | undefined {
  const [head = '', values = ''] = text.split('\n').filter((line) => line.startsWith('Ip: '))
  const names = head.split(' ')
  const numbers = values.split(' ')
  return (name) => {
    const at = names.indexOf(name)
    return at < 0 ? undefined : Number(numbers[at])
  }
}

function snmp6(text: string): (name: string) => number | undefined {
  return (name) => {
    const value = new RegExp(`^Ip6${name}\\s+(\\d+)`, 'm').exec(text)?.[1]
    return value === undefined ? undefined : Number(value)
  }
}

/** A connection that conntrack keeps: the tuple of its first packet, and that of its answers. */
export interface Kept {
  readonly original: Tuple
  readonly reply: Tuple
}

/** Reads connections as /proc/net/nf_conntrack and `conntrack -L` print them. */
export function readConnections(text: string): readonly Kept[] {
  return text.split('\n').flatMap((line) => {
    const fields = [...line.matchAll(/\b(src|dst|sport|dport|type|code|id|srckey|dstkey)=(\S+)/g)]
    const second = fields.findLastIndex(([, name]) => name === 'src')
    const protocol = Number(/^(?:ipv[46]\s+\d+\s+)?\S+\s+(\d+)\s/.exec(line)?.[1])
    if (second <= 0 || !Number.isInteger(protocol)) return []
    return [{ original: tupleOf(fields.slice(0, second), protocol), reply: tupleOf(fields.slice(second), protocol) }]
  })
}

function tupleOf(fields: readonly RegExpExecArray[], protocol: number): Tuple {
  const values = new Map(fields.map(([, name, value]) => [name, value ?? '']))
  const number = (name: string) => Number(values.get(name) ?? 0)
  const isIcmp = values.has('type')
  return {
    src: readAddress(values.get('src') ?? ''),
    dst: readAddress(values.get('dst') ?? ''),
    protocol,
    sport: isIcmp ? number('id') : number('sport'),
    dport: isIcmp ? 256 * number('type') + number('code') : number('dport'),
  }
}
