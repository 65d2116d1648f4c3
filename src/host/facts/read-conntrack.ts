import { readAddress } from '#base/prefix.ts'
import type { ConntrackEntry, EntryTuple } from '#model/conntrack-entry.ts'

// `[NEW]` and a time stamp stand before the lines of `conntrack -E`, the address family before those of /proc and of `-o extended`.
const head =
  /^\s*(?:\[[\d.]+\]\s*)?(?:\[(?:NEW|UPDATE|DESTROY)\]\s*)?(?:(?:ipv4|ipv6)\s+\d+\s+)?([a-z][a-z0-9-]*)\s+(\d{1,3})\s+(?:(\d+)\s+)?(?:([A-Z][A-Z0-9_]*)\s+)?(?=src=)/

/** Whether a line is one of `conntrack -L`, `conntrack -E` or /proc/net/nf_conntrack. */
export function isConntrackLine(line: string): boolean {
  return head.test(line)
}

/** The connections in a text, by its lines; lines of other things are left aside. */
export function readConntrack(text: string): readonly ConntrackEntry[] {
  return text.split('\n').flatMap((line) => entryOf(line) ?? [])
}

function entryOf(line: string): ConntrackEntry | undefined {
  const found = head.exec(line)
  if (found === null) return undefined
  const [start = '', , protocol = '', timeout, state] = found
  const words = line.slice(start.length).trim().split(/\s+/)
  const flags = words.flatMap((word) => /^\[([A-Z_]+)\]$/.exec(word)?.[1] ?? [])
  const values = words.flatMap((word) => {
    const at = word.indexOf('=')
    return at < 0 ? [] : [[word.slice(0, at), word.slice(at + 1)] as const]
  })
  const second = values.findIndex(([key], index) => key === 'src' && index > 0)
  if (second < 0) return undefined
  const [original, reply] = [tupleOf(values.slice(0, second)), tupleOf(values.slice(second))]
  if (original === undefined || reply === undefined) return undefined
  return {
    family: typeof original.src === 'number' ? 'ipv4' : 'ipv6',
    protocol: Number(protocol),
    timeout: timeout === undefined ? undefined : Number(timeout),
    ...{ state, original, reply, flags },
    mark: Number(values.find(([key]) => key === 'mark')?.[1] ?? 0),
  }
}

function tupleOf(values: readonly (readonly [string, string])[]): EntryTuple | undefined {
  const of = (key: string) => values.find(([name]) => name === key)?.[1]
  const [src, dst] = [readAddress(of('src') ?? ''), readAddress(of('dst') ?? '')]
  if (src === undefined || dst === undefined || typeof src !== typeof dst) return undefined
  const port = (text: string | undefined) => (text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : undefined)
  return { src, dst, sport: port(of('sport') ?? of('id')), dport: port(of('dport')) }
}
