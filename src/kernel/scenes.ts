import type { AddressNumber } from '#base/address.ts'
import type { Packet } from '#model/packet.ts'
import { packet } from '#model/packet.ts'
import type { Places } from './places.ts'
import type { RulePath } from './rule-paths.ts'
import { both, type Suggestion, suggest } from './suggest.ts'

/** A packet that may be sent, and whether it is only worth sending for what comes back. */
export interface Scene {
  readonly packet: Packet
  readonly follows: boolean
}

/** A rule that turns destinations: packets that it takes, and where they come to. */
export interface Turn {
  readonly wishes: readonly Suggestion[]
  readonly dst: AddressNumber | undefined
  readonly dport: number | undefined
}

const mostWishes = 24

/** What a packet should be like to go a way, conditions taken together: alternatives, the likeliest first. */
export function wishesOf(path: Pick<RulePath, 'conditions'>, places: Places): readonly Suggestion[] {
  let wishes: readonly Suggestion[] = [{ fields: {} }]
  for (const condition of path.conditions) {
    const more = suggest(condition, places)
    if (more.length === 0) continue
    // The likeliest of each first: a wish's first continuation comes before any wish's second.
    const next = more.flatMap((one) => wishes.map((wish) => both(wish, one)))
    wishes = next.slice(0, mostWishes)
  }
  return wishes
}

/** Packets that may go a way to a rule: from every side, with NAT undone where a rule turns packets to what is wished. */
export function* scenesFor(path: RulePath, places: Places, turns: readonly Turn[]): Generator<Scene> {
  for (const wish of wishesOf(path, places)) {
    yield* scenesWith(wish, path.hook, places)
    if (path.hook === 'PREROUTING' || path.hook === 'OUTPUT') continue
    for (const turned of undone(wish, turns)) yield* scenesWith(turned, 'PREROUTING', places)
  }
}

// A rule behind DNAT wishes for what the packet has become: the sender must wish for what it was.
function* undone(wish: Suggestion, turns: readonly Turn[]): Generator<Suggestion> {
  const { dst, dport, ...rest } = wish.fields
  for (const turn of turns) {
    const fits = (dst === undefined || turn.dst === dst) && (dport === undefined || (turn.dport ?? dport) === dport)
    if (!fits) continue
    for (const before of turn.wishes.slice(0, 4)) {
      const kept = turn.dport === undefined && dport !== undefined ? { ...rest, dport } : rest
      yield both({ ...wish, fields: kept }, { ...before, ...(wish.in === undefined ? {} : { in: wish.in }) })
    }
  }
}

function* scenesWith(wish: Suggestion, hook: RulePath['hook'], places: Places): Generator<Scene> {
  const follows = wish.follows === true
  if (hook !== 'OUTPUT') for (const one of arriving(wish, hook, places)) yield { packet: one, follows }
  // What the host answers or gets as an answer: the other direction begins at the other end.
  if (hook === 'OUTPUT' || hook === 'POSTROUTING' || follows)
    for (const one of leaving(wish, places)) yield { packet: one, follows }
  if (follows) for (const one of arriving(turnedRound(wish), 'PREROUTING', places)) yield { packet: one, follows }
}

/** The wish for the packet to which one of these is the answer. */
function turnedRound({ fields, in: arrives, out }: Suggestion): Suggestion {
  const { src, dst, sport, dport, tcpflags: _, ...rest } = fields
  const said = { src: dst, dst: src, sport: dport, dport: sport }
  const known = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
  return {
    fields: { ...rest, ...known },
    ...(out === undefined ? {} : { in: out }),
    ...(arrives === undefined ? {} : { out: arrives }),
  }
}

function* arriving({ fields, in: device, out }: Suggestion, hook: RulePath['hook'], places: Places): Generator<Packet> {
  const devices = device === undefined ? devicesFor(fields.src, places) : [device]
  for (const each of devices) {
    if (!places.devices.includes(each)) continue
    const sources = fields.src === undefined ? places.behind(each).slice(0, 2) : [fields.src]
    for (const src of sources) {
      const goals = fields.dst === undefined ? goalsFor(hook, out, each, src, places) : [fields.dst]
      for (const dst of goals) yield whole({ ...fields, in: each, src, dst }, places)
    }
  }
}

function devicesFor(src: AddressNumber | undefined, places: Places): readonly string[] {
  if (src === undefined) return places.devices
  const [likely] = [places.toward(src) ?? places.devices[0] ?? '']
  return [likely, ...places.devices.filter((device) => device !== likely)].slice(0, 4)
}

function goalsFor(
  hook: RulePath['hook'],
  out: string | undefined,
  device: string,
  src: AddressNumber,
  { own, behind, devices, outer }: Places,
): readonly AddressNumber[] {
  const others = (out === undefined ? [outer ?? '', ...devices] : [out]).flatMap((one) => behind(one).slice(0, 2))
  const passing = [...new Set(others)].filter((dst) => dst !== src)
  if (hook === 'INPUT') return own.slice(0, 2)
  if (hook === 'PREROUTING') return [...own.slice(0, 2), ...passing.slice(0, 4)]
  return [...passing.filter((dst) => !behind(device).includes(dst)), ...passing].slice(0, 6)
}

function* leaving({ fields, out, in: device }: Suggestion, { own, others, behind }: Places): Generator<Packet> {
  if (device !== undefined && device !== 'lo') return
  const goals =
    fields.dst === undefined
      ? [...(out === undefined ? others : behind(out)).slice(0, 3), ...own.slice(0, 1)]
      : [fields.dst]
  const protocol = fields.protocol === 6 ? 6 : 17
  for (const dst of goals) {
    const { src, ...rest } = fields
    // A socket can only have an address of its own host.
    const source = src !== undefined && own.includes(src) ? { src } : {}
    yield packet({ ...rest, ...source, dst, local: true, in: '', protocol, dport: rest.dport ?? 9 })
  }
}

function whole(said: Partial<Packet> & Pick<Packet, 'dst'>, { family }: Places): Packet {
  const hasTcp = said.tcpflags !== undefined || said.tcpmss !== undefined
  const hasIcmp = said.icmptype !== undefined
  const icmp = family === 'ipv4' ? 1 : 58
  const protocol = said.protocol ?? (hasTcp ? 6 : hasIcmp ? icmp : said.dport === undefined ? icmp : 6)
  const tcp = protocol === 6 ? { tcpflags: said.tcpflags ?? 2 } : {}
  const ping =
    protocol === icmp ? { icmptype: said.icmptype ?? (family === 'ipv4' ? 8 : 128), icmpcode: said.icmpcode ?? 0 } : {}
  return packet({ ...said, protocol, ...tcp, ...ping })
}
