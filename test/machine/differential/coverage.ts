import type { Trace } from '#model/trace.ts'
import type { Trial } from './differential.ts'
import type { Count } from './lab.ts'

/** How often something was asked: rules of which the kernel counted packets, rules of which it counted none, and the packets. */
interface Tally {
  readonly matched: number
  readonly idle: number
  readonly packets: number
}

/** What a differential has really tried: each option of each extension by what the kernel counted, and each end of a packet. */
export class Coverage {
  readonly #options = new Map<string, Tally>()
  readonly #ends = new Map<string, number>()

  /** Counts a batch in. */
  add(trial: Trial, kernel: ReadonlyMap<string, Count>, traces: readonly Trace[]): void {
    for (const index of trial.texts.keys()) {
      const isLegacy = (trial.variant === 'legacy') === (index === 0)
      const prefix = isLegacy && trial.both ? `${trial.family}@legacy` : trial.family
      for (const [id, line] of rulesIn(trial.texts[index] ?? '', prefix)) {
        const packets = kernel.get(id)?.packets ?? 0
        for (const key of new Set(keysOf(line))) this.#count(key, packets)
      }
    }
    for (const trace of traces) this.#end(trace)
  }

  #count(key: string, packets: number): void {
    const { matched, idle, packets: before } = this.#options.get(key) ?? { matched: 0, idle: 0, packets: 0 }
    const isMatch = packets > 0 ? 1 : 0
    this.#options.set(key, { matched: matched + isMatch, idle: idle + 1 - isMatch, packets: before + packets })
  }

  #end({ verdict, ways, packet }: Trace): void {
    const [way] = ways
    const end = way?.end
    const more = end?.kind === 'dead' ? ` ${end.why}` : end?.kind === 'out' && end.bridged ? ' by its bridge' : ''
    const nat = `${way?.connection?.snat ? ' SNAT' : ''}${way?.connection?.dnat ? ' DNAT' : ''}`
    const begins = packet.local ? 'of the host' : 'of the network'
    const key = `${begins}: ${verdict} ${end?.kind}${more}${nat}`
    this.#ends.set(key, (this.#ends.get(key) ?? 0) + 1)
  }

  /** What rules asked for and no packet was ever. */
  get idle(): readonly string[] {
    return [...this.#options].flatMap(([key, { matched }]) => (matched === 0 ? [key] : []))
  }

  /** The table, one line each. */
  print(): string {
    const width = Math.max(0, ...[...this.#options.keys(), ...this.#ends.keys()].map((key) => key.length))
    const number = (value: number) => String(value).padStart(9)
    const options = [...this.#options].sort(([a], [b]) => (a < b ? -1 : 1))
    const ends = [...this.#ends].sort(([a], [b]) => (a < b ? -1 : 1))
    return [
      `${'option'.padEnd(width)}  matched     idle   packets`,
      ...options.map(
        ([key, { matched, idle, packets }]) =>
          `${key.padEnd(width)}${number(matched)}${number(idle)} ${number(packets)}`,
      ),
      '',
      `${'end'.padEnd(width)}  packets`,
      ...ends.map(([key, packets]) => `${key.padEnd(width)}${number(packets)}`),
    ].join('\n')
  }
}

function* rulesIn(text: string, prefix: string): Iterable<readonly [id: string, line: string]> {
  let table = ''
  const positions = new Map<string, number>()
  for (const line of text.split('\n')) {
    if (line.startsWith('*')) table = line.slice(1)
    if (!line.startsWith('-A ')) continue
    const chain = line.split(' ', 2)[1] ?? ''
    const place = `${prefix}/${table}/${chain}`
    const position = (positions.get(place) ?? 0) + 1
    positions.set(place, position)
    yield [`${place}#${position}`, line]
  }
}

// Options of which each value is a thing of its own.
const byValue = new Set([
  '--ctstate',
  '--state',
  '--src-type',
  '--dst-type',
  '--match-set',
  '--reject-with',
  '--icmp-type',
  '--icmpv6-type',
  '--ctstatus',
  '--ctdir',
  '--pkt-type',
  '--header',
  '-p',
  '--pol',
])

function keysOf(line: string): readonly string[] {
  const words = line.split(' ')
  const keys: string[] = []
  let extension = ''
  let not = ''
  for (let at = 2; at < words.length; at++) {
    const word = words[at] ?? ''
    const next = words[at + 1] ?? ''
    if (word === '!') not = '! '
    else if (word === '-m') extension = `${next} `
    else if (word === '-j' || word === '-g') {
      extension = `${/^[UDS]\d$/.test(next) ? 'a chain' : next} `
      keys.push(`${word} ${extension}`.trim())
    } else if (word.startsWith('-')) {
      const own = word.startsWith('--') ? extension : ''
      keys.push(`${own}${not}${word}`)
      if (byValue.has(word)) for (const value of next.split(',')) keys.push(`${own}${not}${word} ${value}`)
      not = ''
    }
  }
  return keys
}
