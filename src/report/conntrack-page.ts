import { writeAddress } from '#base/prefix.ts'
import type { Say } from '#i18n/catalogue.ts'
import type { ConntrackEntry, EntryAnswer, EntryTuple } from '#model/conntrack-entry.ts'
import { answerSchemaVersion } from './json.ts'
import type { Message } from '#model/diagnostic.ts'
import type { MessageId } from '#model/messages.ts'
import type { Block, Page } from './page.ts'
import { gap, indented, line, styled, wholeText } from './page.ts'

const protocols: Readonly<Record<number, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6', 132: 'sctp' }

/** The states of TCP by the messages that say what they mean. */
const states: Readonly<Record<string, MessageId>> = {
  SYN_SENT: 'conntrack/state-syn-sent',
  SYN_RECV: 'conntrack/state-syn-recv',
  ESTABLISHED: 'conntrack/state-established',
  FIN_WAIT: 'conntrack/state-fin-wait',
  CLOSE_WAIT: 'conntrack/state-close-wait',
  LAST_ACK: 'conntrack/state-last-ack',
  TIME_WAIT: 'conntrack/state-time-wait',
  CLOSE: 'conntrack/state-close',
  SYN_SENT2: 'conntrack/state-syn-sent2',
}

const flags: Readonly<Record<string, MessageId>> = {
  '[UNREPLIED]': 'conntrack/flag-unreplied',
  '[ASSURED]': 'conntrack/flag-assured',
}

/** The page of connections that exist: what each is, who made its translation, and where new ones lead; then the words once. */
export function conntrackPage(say: Say, answers: readonly EntryAnswer[]): Page {
  const moved = answers.filter(({ now }) => now?.kind === 'elsewhere' || now?.kind === 'stopped')
  const head = say({ id: 'conntrack/head', args: { count: answers.length, moved: moved.length } })
  return [
    line(styled(moved.length > 0 ? 'warning' : 'strong', head)),
    ...answers.flatMap((one) => entryBlocks(say, one)),
    ...words(say, answers),
  ]
}

function entryBlocks(say: Say, answer: EntryAnswer): readonly Block[] {
  const { entry, now } = answer
  const { original, reply, timeout, state } = entry
  const name = protocols[entry.protocol] ?? `protocol ${entry.protocol}`
  const shown = [...(state === undefined ? [] : [state]), ...entry.flags.map((flag) => `[${flag}]`)].join(' ')
  const ends = { from: endText(entry, original, 'src', answer.client), to: endText(entry, original, 'dst', undefined) }
  const blocks: Block[] = [
    gap,
    indented(0, [wholeText('strong', `${name} ${ends.from} -> ${ends.to}`), `  ${shown}`], 2),
  ]
  const say2 = (id: 'dnat' | 'snat' | 'no-nat' | 'timeout', args: Record<string, string | number>) =>
    blocks.push(indented(2, [say({ id: `conntrack/${id}`, args })], 2))
  const server = endText(entry, reply, 'src', answer.server)
  if (answer.dnat) say2('dnat', { to: server, by: answer.dnatBy ?? '', asked: now === undefined ? 0 : 1 })
  if (answer.snat)
    say2('snat', {
      to: endText(entry, reply, 'dst', undefined),
      by: answer.snatBy ?? '',
      asked: now === undefined ? 0 : 1,
    })
  if (!answer.dnat && !answer.snat) say2('no-nat', {})
  if (timeout !== undefined) say2('timeout', { seconds: timeout })
  if (now !== undefined) {
    const args = { to: now.to, by: now.by, place: ends.to, server, delete: deleteText(entry, name) }
    blocks.push(
      indented(
        2,
        [styled(now.kind === 'same' ? 'muted' : 'warning', say({ id: `conntrack/now-${now.kind}`, args }))],
        2,
      ),
    )
  }
  return blocks
}

function endText(
  { protocol }: ConntrackEntry,
  tuple: EntryTuple,
  end: 'src' | 'dst',
  name: string | undefined,
): string {
  const address = writeAddress(tuple[end])
  const port = end === 'src' ? tuple.sport : tuple.dport
  const ported = port !== undefined && protocol !== 1 && protocol !== 58
  const text = ported ? `${address.includes(':') ? `[${address}]` : address}:${port}` : address
  return name === undefined ? text : `${text} (${name})`
}

function deleteText({ original, protocol, family }: ConntrackEntry, name: string): string {
  const ports =
    protocol === 6 || protocol === 17 ? ` --orig-port-src ${original.sport} --orig-port-dst ${original.dport}` : ''
  const inet = family === 'ipv6' ? ' -f ipv6' : ''
  return `conntrack -D${inet} -p ${name} -s ${writeAddress(original.src)} -d ${writeAddress(original.dst)}${ports}`
}

/** Each state and flag that occurs, once. */
function words(say: Say, answers: readonly EntryAnswer[]): readonly Block[] {
  const used = new Set(answers.flatMap(({ entry }) => [entry.state ?? '', ...entry.flags.map((flag) => `[${flag}]`)]))
  const found = Object.entries({ ...states, ...flags }).filter(([name]) => used.has(name))
  const lines = found.map(([name, id]) =>
    indented(0, [styled('strong', name), `  ${say({ id, args: {} } as Message)}`], 2),
  )
  return lines.length === 0 ? [] : [gap, ...lines]
}

/** The answer of `explain --json` for connections. */
export function conntrackJson(answers: readonly EntryAnswer[]) {
  const end = ({ src, dst, sport, dport }: EntryTuple) => ({
    ...{ src: writeAddress(src), dst: writeAddress(dst) },
    ...{ sport: sport ?? null, dport: dport ?? null },
  })
  return {
    kind: 'connections',
    schemaVersion: answerSchemaVersion,
    connections: answers.map(({ entry, server, client, dnat, snat, dnatBy, snatBy, now }) => ({
      ...{ family: entry.family, protocol: entry.protocol, state: entry.state ?? null, timeout: entry.timeout ?? null },
      ...{ flags: entry.flags, mark: entry.mark, original: end(entry.original), reply: end(entry.reply) },
      ...{ client: client ?? null, server: server ?? null, dnat, snat, dnatBy: dnatBy ?? null, snatBy: snatBy ?? null },
      now: now ?? null,
    })),
  }
}
