import type { ConversationVerdict, Packet, Snapshot, Trace, TraceRequest } from '#pages.ts'
import {
  isRefusal,
  answerConversation,
  answerCures,
  answerPacketCures,
  answerTrace,
  conversationJson,
  conversationPage,
  ownersOf,
  packetFromJson,
  packetOf,
  prepare,
  traceJson,
  tracePage,
  viewConversation,
  viewPacket,
  message,
} from '#pages.ts'
import type { Invocation, Options } from '../command.ts'
import { textOption } from '../command.ts'
import { exit, UsageError } from '../exit.ts'
import { density, holdsNoRules, partlyRead, sayNoRules, showJson, showPage, showTexts } from '../show.ts'
import { readSource } from '../sources.ts'
import { verdictWord } from '../verdict-word.ts'

/** Follows one packet, a file of packets, or a file of expectations. */
export async function run(invocation: Invocation): Promise<number> {
  const { words, options, terminal } = invocation
  const snapshot = await readSource(words[0], options, terminal)
  showTexts(snapshot.texts, options, terminal)
  if (holdsNoRules(snapshot)) return sayNoRules(snapshot, options, terminal)
  const packets = textOption(options, 'packets')
  const cases = textOption(options, 'cases')
  if (packets !== undefined || cases !== undefined) {
    const batch = await import('../packet-batch.ts')
    return packets === undefined
      ? batch.runCases(snapshot, cases ?? '', invocation)
      : batch.runPackets(snapshot, packets, invocation)
  }
  const wanted = packetOf(wishOf(options), snapshot)
  if (isRefusal(wanted)) throw new UsageError(wanted.message)
  const { verdict, decided, differs } = await show(snapshot, wanted, invocation)
  if (differs) return exit.findings
  const expected = textOption(options, 'expect')
  if (expected !== undefined) return verdict === verdictWord(expected) ? exit.fine : exit.findings
  const isOpen = decided.perhaps.some(({ cause }) => cause === 'unread')
  return isOpen || partlyRead(snapshot.texts) ? exit.partlyRead : exit.fine
}

interface Shown {
  readonly verdict: ConversationVerdict
  /** The packet that decided. */
  readonly decided: Trace
  /** Whether a real kernel was asked and did something else. */
  readonly differs: boolean
}

async function show(snapshot: Snapshot, wanted: Packet, { options, terminal }: Invocation): Promise<Shown> {
  const program = prepare(snapshot)
  const owners = ownersOf(snapshot)
  const first = answerTrace(wanted, program)
  const conversation = options.oneWay ? undefined : answerConversation(first, program, snapshot)
  const seen = conversation && viewConversation(conversation, program, snapshot, owners)
  const plain = seen?.first ?? viewPacket(first, program, snapshot, owners)
  const { near } = plain
  const shown = { verdict: conversation?.verdict ?? first.verdict, decided: conversation?.trace ?? first }
  const by = isZone(textOption(options, 'from')) ? 'interface' : 'address'
  const curesFor = options.oneWay ? answerPacketCures : answerCures
  const view = { ...plain.view, cures: shown.verdict === 'ACCEPT' ? undefined : curesFor(first, snapshot, by) }
  const ask = async () => (await import('../ask-kernel.ts')).askKernel(snapshot, wanted, first, options, terminal)
  const answer = seen?.answer
  if (options.json) {
    const kernel = options.kernel ? await ask() : undefined
    const whole = {
      ...traceJson(terminal.say, view, near),
      ...(seen === undefined ? {} : { conversation: conversationJson(terminal.say, seen) }),
      ...(options.reply
        ? { reply: answer === undefined ? null : traceJson(terminal.say, answer.view, answer.near) }
        : {}),
    }
    showJson({ ...whole, ...kernel?.json }, terminal)
    return { ...shown, differs: kernel?.differs === true }
  }
  const much = density(options)
  if (seen === undefined) showPage(tracePage(terminal.say, view, near, much), terminal)
  else
    showPage(conversationPage(terminal.say, { ...seen, first: { view, near } }, much, options.reply === true), terminal)
  if (options.reply && answer === undefined) terminal.out(`\n${terminal.say(message('trace/no-reply'))}\n`)
  if (!options.kernel) return { ...shown, differs: false }
  const kernel = await ask()
  terminal.out('\n')
  kernel.show(view.rules)
  return { ...shown, differs: kernel.differs }
}

function isZone(from: string | undefined): boolean {
  return from === undefined || from === 'internet' || from === 'lan' || from === 'host'
}

function wishOf(options: Options): TraceRequest {
  const to = textOption(options, 'to')
  if (to === undefined) throw new UsageError(message('usage/needs-to'), message('usage/to-example'))
  const family = textOption(options, 'family')
  return {
    from: textOption(options, 'from'),
    to,
    in: textOption(options, 'in'),
    out: textOption(options, 'out'),
    protocol: textOption(options, 'proto'),
    family: family === 'ipv4' || family === 'ipv6' ? family : undefined,
    fields: readFields([options.set ?? []].flat() as readonly string[]),
  }
}

/** `ttl=1` and the like, read as the packets of a batch are. */
function readFields(settings: readonly string[]): Partial<Packet> {
  const given: Record<string, unknown> = { dst: '0.0.0.0' }
  for (const setting of settings) {
    const equals = setting.indexOf('=')
    const value = setting.slice(equals + 1)
    if (equals <= 0) throw new UsageError(message('usage/bad-set', { value: setting }))
    given[setting.slice(0, equals)] = /^(0x[0-9a-f]+|\d+)$/i.test(value)
      ? Number(value)
      : value === 'true'
        ? true
        : value
  }
  const read = packetFromJson(given)
  if (isRefusal(read)) throw new UsageError(read.message)
  const names = settings
    .map((setting) => setting.slice(0, setting.indexOf('=')))
    .map((name) => (name === 'state' ? 'tracked' : name))
  return Object.fromEntries(Object.entries(read).filter(([name]) => names.includes(name))) as Partial<Packet>
}
