import { type AddressNumber, writeIpv4, writeIpv6 } from '#base/address.ts'
import { remembered } from '#base/remember.ts'
import { isRefusal, type Refusal, refusal } from '#model/answer.ts'
import { defaultDialect, type Family } from '#model/family.ts'
import type { Packet } from '#model/packet.ts'
import { packet } from '#model/packet.ts'
import { readRuleId } from '#model/rule-id.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Owners, Ownership } from '#model/owner.ts'
import type { Step, Trace } from '#model/trace.ts'
import type { TraceView } from '#model/trace-view.ts'
import { lowerSnapshot } from '#lowered/lower.ts'
import { replyTo } from '#netfilter/follow-up.ts'
import type { Program } from '#netfilter/program.ts'
import { buildProgram } from '#netfilter/program.ts'
import { arrivalDevice } from '#netfilter/uplinks.ts'
import { judge, trace } from '#netfilter/trace.ts'
import { readProtocol } from '#extensions/kinds/protocols.ts'
import { printRule } from '#syntax/print/print-rule.ts'
import { readEnd } from './endpoint.ts'
import { withLikely } from './likely-facts.ts'

/** A packet as the command line says it; every field may be missing but `to`. */
export interface TraceRequest {
  readonly from: string | undefined
  readonly to: string
  readonly in: string | undefined
  readonly out: string | undefined
  readonly protocol: string | undefined
  readonly family: Family | undefined
  /** Further fields of the packet, as read. */
  readonly fields: Partial<Packet>
}

/** The rules and facts of a snapshot, prepared for many packets. */
export function prepare(snapshot: Snapshot): Program {
  return buildProgram(lowerSnapshot(snapshot), withLikely(snapshot))
}

/** The packet that a wish means on this host, with usual values for what it does not say. */
export function packetOf(wish: TraceRequest, snapshot: Snapshot): Packet | Refusal {
  const family = wish.family ?? familyOf(wish)
  const to = readEnd(wish.to, snapshot, family, wish.from)
  if (isRefusal(to)) return to
  const from = readEnd(wish.from ?? 'internet', snapshot, family, wish.to)
  if (isRefusal(from)) return from
  // Who is on a network of the host's knows it by its address there.
  const dst = to.host && from.own !== undefined ? from.own : to.address
  if (dst === undefined) return refusal('trace/no-destination', { to: wish.to })
  const name = wish.protocol ?? to.protocol ?? (to.port === undefined ? 'icmp' : 'tcp')
  const protocol = readProtocol(name === 'icmp' && family === 'ipv6' ? 'icmpv6' : name)
  if (protocol === undefined || protocol === 0) return refusal('trace/bad-protocol', { name })
  const local = from.host || (wish.in === undefined && isOwn(from.address, snapshot.facts))
  const ping = protocol === 1 ? { icmptype: 8, icmpcode: 0 } : protocol === 58 ? { icmptype: 128, icmpcode: 0 } : {}
  return packet({
    family,
    local,
    in: local ? '' : (wish.in ?? from.device ?? arrival(from.address, dst, snapshot, family)),
    out: wish.out,
    src: local && wish.from === 'host' ? undefined : from.address,
    dst,
    protocol,
    sport: from.port ?? (hasPorts(protocol) ? 51138 : undefined),
    dport: to.port,
    ...ping,
    length: 60,
    ttl: 64,
    tos: 0,
    ...wish.fields,
  })
}

/** Whether an address is one of this host's, as far as its interfaces were read: who has it sends from here. */
function isOwn(address: number | bigint | undefined, facts: Snapshot['facts']): boolean {
  if (typeof address === 'number' && address >>> 24 === 127) return true
  return address !== undefined && ownAddresses(facts).has(address)
}

const ownAddresses = remembered(
  ({ interfaces }: Snapshot['facts']): ReadonlySet<AddressNumber> =>
    new Set((interfaces ?? []).flatMap(({ addresses }) => addresses.map(({ address }) => address))),
)

function familyOf({ from, to }: TraceRequest): Family {
  return /[0-9a-f]*:[0-9a-f]*:/i.test(`${from ?? ''} ${to}`.replace(/container:[^ ]*/g, '')) ? 'ipv6' : 'ipv4'
}

function hasPorts(protocol: number): boolean {
  return [6, 17, 33, 132, 136].includes(protocol)
}

// Where neither interfaces nor routes were read, Docker's own networks are known by its rules.
function arrival(src: AddressNumber | undefined, dst: AddressNumber, snapshot: Snapshot, family: Family) {
  if (src === undefined) return undefined
  return arrivalDevice(src, dst, withLikely(snapshot), family)
}

/** A packet's way through the rules of a snapshot, step by step. */
export function answerTrace(wanted: Packet, program: Program): Trace {
  return trace(wanted, program)
}

/** The way of the first answer to a packet; undefined where nobody answers. */
export function answerReply(first: Trace, program: Program): Trace | undefined {
  const reply = replyTo(first)
  return reply === undefined ? undefined : trace(reply, program)
}

/** What becomes of a packet, with the rules that took it but no steps. */
export function answerVerdict(wanted: Packet, program: Program): Trace {
  return judge(wanted, program, 'rules')
}

// Most rules on a way are only counted, so their texts and owners are found out when they are shown.
class ShownRule {
  readonly #rule: MetRule
  readonly #id: string
  readonly #family: Family
  readonly #owners: Owners

  constructor(rule: MetRule, id: string, family: Family, owners: Owners) {
    this.#rule = rule
    this.#id = id
    this.#family = family
    this.#owners = owners
  }

  get text(): string {
    const { written, origin, start, end } = this.#rule
    if (written === undefined) return origin.text.slice(start, end)
    return printRule(written, this.#family, defaultDialect).trimStart()
  }

  get ownership(): Ownership {
    const { written } = this.#rule
    if (written !== undefined) return this.#owners.ofRule(written)
    return this.#owners.ofNative(readRuleId(this.#id)?.table ?? '', this.#id)
  }
}

type MetRule = Extract<Step, { kind: 'rule' }>['rule']

/** A trace with what its pages want to know of the rules on its ways. */
export function viewTrace(shown: Trace, snapshot: Snapshot, owners: Owners): TraceView {
  const rules = new Map<string, ShownRule>()
  for (const { steps } of shown.ways) {
    for (const step of steps) {
      if (step.kind === 'rule' && !rules.has(step.id))
        rules.set(step.id, new ShownRule(step.rule, step.id, shown.packet.family, owners))
    }
  }
  return { trace: shown, rules, ending: endingOf(shown, snapshot) }
}

/** Who is at the end of the way: the container that has the address there. */
function endingOf({ ways }: Trace, { docker }: Snapshot): string | undefined {
  const final = ways[0]?.final
  if (final?.dst === undefined) return undefined
  const address = typeof final.dst === 'bigint' ? writeIpv6(final.dst) : writeIpv4(final.dst)
  const found = docker?.containers.find(
    ({ endpoints, running }) => running && endpoints.some(({ ipv4, ipv6 }) => ipv4 === address || ipv6 === address),
  )
  return found?.name
}
