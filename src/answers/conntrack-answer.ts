import { writeAddress } from '#base/prefix.ts'
import type { ConntrackEntry, EntryAnswer, EntryNow, EntryTuple } from '#model/conntrack-entry.ts'
import type { Packet } from '#model/packet.ts'
import { isRefusal } from '#model/answer.ts'
import type { Met } from '#model/reach-change.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Step } from '#model/trace.ts'
import type { Program } from '#netfilter/program.ts'
import { containerNameAt, metBy } from './connection-end.ts'
import { answerTrace, packetOf, prepare } from './trace-answer.ts'

/** What each connection that exists is about, and where a new one to the same place would lead by the rules of a snapshot. */
export function answerConntrack(entries: readonly ConntrackEntry[], snapshot: Snapshot): readonly EntryAnswer[] {
  const program = snapshot.rulesets.length === 0 && snapshot.native === undefined ? undefined : prepare(snapshot)
  return entries.map((entry) => answerEntry(entry, snapshot, program))
}

function answerEntry(entry: ConntrackEntry, snapshot: Snapshot, program: Program | undefined): EntryAnswer {
  const { original, reply } = entry
  const dnat = reply.src !== original.dst || reply.sport !== portBack(entry)
  const snat = reply.dst !== original.src || (isPorted(entry) && reply.dport !== original.sport)
  const { docker } = snapshot
  const known = {
    ...{ entry, dnat, snat },
    server: containerNameAt(reply.src, docker),
    client: containerNameAt(original.src, docker),
  }
  const wanted = program === undefined ? undefined : firstPacket(entry, snapshot)
  if (program === undefined || wanted === undefined)
    return { ...known, dnatBy: undefined, snatBy: undefined, now: undefined }
  const { ways } = answerTrace(wanted, program)
  const steps = ways[0]?.steps ?? []
  return {
    ...known,
    dnatBy: dnat ? rewriterOf(steps, ['dst', 'dport'], reply.src, reply.sport) : undefined,
    snatBy: snat ? rewriterOf(steps, ['src', 'sport'], reply.dst, undefined) : undefined,
    now: nowOf(metBy(wanted, program, snapshot), known, snapshot),
  }
}

function isPorted({ protocol }: ConntrackEntry): boolean {
  return [6, 17, 33, 132, 136].includes(protocol)
}

/** The source port that answers have without NAT. */
function portBack(entry: ConntrackEntry): number | undefined {
  return isPorted(entry) ? entry.original.dport : entry.reply.sport
}

/** The packet that would begin a connection like this one. */
export function firstPacket(entry: ConntrackEntry, snapshot: Snapshot): Packet | undefined {
  const end = (address: EntryTuple['src'], port: number | undefined) => {
    const text = writeAddress(address)
    const name = text.includes(':') ? `[${text}]` : text
    return port === undefined || !isPorted(entry) ? name : `${name}:${port}`
  }
  const { original, family, protocol } = entry
  const wanted = packetOf(
    {
      ...{ from: end(original.src, original.sport), to: end(original.dst, original.dport), family },
      ...{ in: undefined, out: undefined, protocol: String(protocol), fields: {} },
    },
    snapshot,
  )
  return isRefusal(wanted) ? undefined : wanted
}

/** The rule that gives a new connection the address and port of this one. */
function rewriterOf(
  steps: readonly Step[],
  [field, portField]: readonly ['dst' | 'src', 'dport' | 'sport'],
  address: EntryTuple['src'],
  port: number | undefined,
): string | undefined {
  const rewrites = steps.filter((step) => step.kind === 'rewrite')
  const found = rewrites.find((step) => step.field === field && step.to === address)
  const ported = rewrites.find((step) => step.field === portField)
  if (found === undefined || (port !== undefined && ported !== undefined && ported.to !== port)) return undefined
  return found.by
}

function nowOf(
  met: Met,
  { entry: { reply }, dnat }: Pick<EntryAnswer, 'entry' | 'dnat'>,
  { docker }: Snapshot,
): EntryNow {
  switch (met.kind) {
    case 'unknown':
      return { kind: 'unknown', to: '', by: '' }
    case 'stopped':
      return { kind: 'stopped', to: '', by: met.by }
    case 'host':
      return { kind: dnat ? 'elsewhere' : 'same', to: met.process, by: '' }
    case 'container': {
      const isThere = containerNameAt(reply.src, docker) === met.name && (met.proxy || met.port === reply.sport)
      // A connection without DNAT to a port of this host is one with docker-proxy.
      const same = isThere || (met.proxy && !dnat)
      return { kind: same ? 'same' : 'elsewhere', to: met.name, by: '' }
    }
    case 'nobody':
    case 'address':
      return { kind: met.address === writeAddress(reply.src) ? 'same' : 'elsewhere', to: met.address, by: '' }
  }
}
