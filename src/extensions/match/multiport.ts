import type { Intervals } from '#base/intervals.ts'
import { union } from '#base/intervals.ts'
import type { Condition } from '#model/condition.ts'
import { any, fieldIn } from '#model/condition.ts'
import type { NumberRange } from '#model/value.ts'
import type { Kind, OptionSpec, ReadContext } from '../extension.ts'
import { match, Wrong } from '../extension.ts'
import { badValue } from '../kinds/kinds.ts'
import { readPortOf } from '../kinds/ports.ts'

// Services of UDP-Lite and DCCP have no names of their own.
const protocols: Readonly<Record<number, 'tcp' | 'udp' | 'sctp'>> = {
  6: 'tcp',
  17: 'udp',
  132: 'sctp',
  136: 'sctp',
  33: 'sctp',
}

/** Up to 15 ports in the order of writing; a range takes the room of two. */
const portList: Kind<readonly NumberRange[]> = {
  label: 'kind/ports',
  words: 1,
  read(word, context) {
    const ranges: NumberRange[] = []
    let slots = 0
    for (const item of word.split(',')) {
      const range = readItem(item, context)
      if (range === undefined) return badValue(word, 'kind/ports')
      if (typeof range !== 'object') return new Wrong('syntax/needs-port-protocol', { value: word })
      ranges.push(range)
      slots += item.includes(':') ? 2 : 1
    }
    return slots > 15 ? new Wrong('syntax/too-many-ports', { max: 15 }) : ranges
  },
  write: (ranges) => ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}:${to}`)).join(','),
}

function readItem(item: string, { protocol, protocolNegated }: ReadContext): NumberRange | 'protocol' | undefined {
  const services = protocolNegated ? undefined : protocols[protocol]
  if (services === undefined) return 'protocol'
  const colon = item.indexOf(':')
  const from = readPortOf(colon < 0 ? item : item.slice(0, colon), services)
  const to = colon < 0 ? from : readPortOf(item.slice(colon + 1), services)
  if (from === undefined || to === undefined || (colon >= 0 && from >= to)) return undefined
  return { from, to }
}

function ports(
  aliases: readonly string[],
  excludes: readonly string[],
  means: (set: Intervals) => Condition,
): OptionSpec<readonly NumberRange[]> {
  return {
    kind: portList,
    aliases,
    excludes,
    not: true,
    means: (ranges) => means(union(ranges)),
  }
}

/** Several ports at once. */
export const multiport = match({
  name: 'multiport',
  options: {
    '--sports': ports(['--source-ports'], ['--dports', '--ports'], (set) => fieldIn('sport', set)),
    '--dports': ports(['--destination-ports'], ['--ports'], (set) => fieldIn('dport', set)),
    '--ports': ports([], [], (set) => any(fieldIn('sport', set), fieldIn('dport', set))),
  },
  oneOf: ['--sports', '--dports', '--ports'],
})
