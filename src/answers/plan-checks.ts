import { type Prefix, readAddress, widthOf, writeAddress } from '#base/prefix.ts'
import { isRefusal } from '#model/answer.ts'
import type { Family } from '#model/family.ts'
import type { Packet } from '#model/packet.ts'
import type { Expectation, Policy, Service, Who } from '#model/policy.ts'
import type { CheckedState, PlanCheck, PlannedCell } from '#model/policy-plan.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Program } from '#netfilter/program.ts'
import { allows, type Sender } from '#policy/allows.ts'
import { judgeConversation } from './conversation-answer.ts'
import { type AskedZone, networkZone, writeEnd, type ZoneClient, zoneAt } from './exposure-zones.ts'
import { packetOf, prepare } from './trace-answer.ts'

/** What must still work on a host: the login from which a policy is loaded, and the servers of names that the host asks. */
export interface HostNeeds {
  /** `CLIENT PORT SERVER PORT`, as sshd says it; undefined: not a login over ssh. */
  readonly session?: string | undefined
  readonly nameservers?: readonly string[]
}

/** A host before and after, with the policy between them. `now`: seconds since 1970. */
export interface Checking extends HostNeeds {
  readonly before: Snapshot
  readonly after: Snapshot
  readonly policy: Policy
  readonly zones: readonly AskedZone[]
  readonly cells: readonly PlannedCell[]
  readonly now: number
}

const families: readonly Family[] = ['ipv4', 'ipv6']

/** Everything that a plan has to prove, by connections followed through all rules of the host. */
export function planChecks(checking: Checking): readonly PlanCheck[] {
  const both = new BothSides(checking)
  return [
    ...sessionChecks(checking, both),
    ...nameChecks(checking, both),
    ...publishedChecks(checking, both),
    ...checking.policy.expectations.flatMap((one) => expectations(one, checking, both)),
  ]
}

type Wish = Readonly<{ from: string; to: string; in: string | undefined; protocol: string; family: Family }>

interface Followed {
  readonly packet: Packet
  readonly before: CheckedState
  readonly after: CheckedState
  readonly by: string | undefined
}

/** Follows connections through the rules as they are and with those of the policy. */
class BothSides {
  readonly #sides: readonly { readonly snapshot: Snapshot; readonly program: Program }[]

  constructor({ before, after }: Checking) {
    this.#sides = [before, after].map((snapshot) => ({ snapshot, program: prepare(snapshot) }))
  }

  /** undefined: there is no such packet on this host. */
  follow(wish: Wish): Followed | undefined {
    const [old, fresh] = this.#sides
    const packet = old && packetOf({ ...wish, out: undefined, fields: {} }, old.snapshot)
    if (packet === undefined || fresh === undefined || old === undefined || isRefusal(packet)) return undefined
    const { state: before } = stateOf(packet, old.program, old.snapshot)
    const { state: after, by } = stateOf(packet, fresh.program, fresh.snapshot)
    return { packet, before, after, by }
  }
}

function stateOf(
  packet: Packet,
  program: Program,
  snapshot: Snapshot,
): { state: CheckedState; by: string | undefined } {
  const { first, conversation } = judgeConversation(packet, program, snapshot)
  const { verdict, by } = conversation ?? first
  switch (verdict) {
    case 'ACCEPT':
      return { state: 'open', by }
    case 'REFUSED':
      return { state: 'refused', by }
    case 'UNKNOWN': {
      const { perhaps } = conversation?.trace ?? first
      const isLimit = perhaps.length > 0 && perhaps.every(({ cause }) => cause === 'history')
      return { state: isLimit ? 'limited' : 'unknown', by }
    }
    default:
      return { state: 'closed', by }
  }
}

// The session is proof that it works now: whatever else is said of it, it must be open afterwards.
function sessionChecks({ session }: Checking, both: BothSides): readonly PlanCheck[] {
  const [client = '', , server = '', port = ''] = session?.split(' ') ?? []
  const [from, to] = [readAddress(client), readAddress(server)]
  if (from === undefined || to === undefined || !/^\d+$/.test(port)) return []
  const device = /%(.+)$/.exec(client)?.[1]
  const family = typeof to === 'bigint' ? 'ipv6' : 'ipv4'
  const wish = { from: writeEnd(from), to: `${writeEnd(to)}:${port}`, in: device, protocol: 'tcp', family } as const
  const text = `${writeAddress(from)} -> ${wish.to}/tcp`
  const isFine = ({ after }: Followed) => after === 'open' || after === 'limited'
  const check = checked({ kind: 'session', text, place: undefined }, both.follow(wish), isFine)
  return [check.result === 'unasked' ? { ...check, result: 'fails' } : check]
}

function nameChecks({ nameservers }: Checking, both: BothSides): readonly PlanCheck[] {
  return (nameservers ?? []).flatMap((server) => {
    const address = readAddress(server)
    if (address === undefined) return []
    const family = typeof address === 'bigint' ? 'ipv6' : 'ipv4'
    return (['udp', 'tcp'] as const).flatMap((protocol) => {
      const to = `${writeEnd(address)}:53`
      const about = { kind: 'dns', text: `host -> ${to}/${protocol}`, place: undefined } as const
      const found = both.follow({ from: 'host', to, in: undefined, protocol, family })
      return found === undefined ? [] : [checked(about, found, stillWorks)]
    })
  })
}

/** What worked works; what did not is not the policy's doing. */
function stillWorks({ before, after }: Pick<Followed, 'before' | 'after'>): boolean {
  return before !== 'open' || after === 'open' || after === 'limited'
}

/** Ports that the policy opens to a zone outside, and that it can reach now. */
function publishedChecks({ policy, zones, cells, now }: Checking, both: BothSides): readonly PlanCheck[] {
  const outside = zones.filter(({ zone }) => zone.kind !== 'network' && zone.kind !== 'host')
  const open = cells.filter(({ kind, before }) => kind === 'published' && before === 'open')
  return open.flatMap(({ zone: name, protocol, port, address, families: own }) => {
    const clients = outside.find(({ zone }) => zone.name === name)?.clients
    return own.flatMap((family) =>
      (clients?.[family] ?? []).flatMap((client): readonly PlanCheck[] => {
        const allowed = allows(policy, senderOf(client), protocol, port, now)
        const place = address === '' ? client.own : readAddress(address)
        if (allowed === undefined || place === undefined) return []
        if (allowed !== 'trusted' && allowed.every(({ to }) => to.kind !== 'any')) return []
        const wish = { from: client.from, to: `${writeEnd(place)}:${port}`, in: client.in, protocol, family }
        const about = { kind: 'published', text: `${name} -> ${wish.to}/${protocol}`, place: undefined } as const
        const found = both.follow(wish)
        return found === undefined ? [] : [checked(about, found, stillWorks)]
      }),
    )
  })
}

/** A client of a zone outside, as a policy sees it. */
export function senderOf({ from, in: device }: ZoneClient): Sender {
  return { address: readAddress(from.replace(/[[\]]/g, '')) ?? 0, device, network: undefined }
}

function expectations(one: Expectation, checking: Checking, both: BothSides): readonly PlanCheck[] {
  const about = { kind: 'expect', text: one.text, place: one.place } as const
  const wishes = askedBy(one, checking)
  const found = wishes.flatMap((wish) => both.follow(wish) ?? [])
  const isFine = ({ after }: Followed) =>
    one.reaches ? after === 'open' || after === 'limited' || after === 'refused' : after === 'closed'
  return families.flatMap((family) => {
    const own = found.filter(({ packet }) => packet.family === family)
    const worst = own.find((each) => !isFine(each)) ?? own[0]
    if (worst === undefined) return family === 'ipv4' && found.length === 0 ? [checked(about, undefined, isFine)] : []
    return [checked(about, worst, isFine)]
  })
}

const mostPorts = 64

function askedBy({ from, service, to }: Expectation, checking: Checking): readonly Wish[] {
  return askingZones(from, checking).flatMap(({ clients }) =>
    families.flatMap((family) =>
      (clients[family] ?? []).flatMap((client) => {
        const end = to === undefined ? client.own : destination(to, family)
        if (end === undefined) return []
        return portsOf(service).map((port): Wish => {
          const { protocol } = service
          const place = port === undefined ? writeEnd(end) : `${writeEnd(end)}:${port}`
          return { from: client.from, to: place, in: client.in, protocol, family }
        })
      }),
    ),
  )
}

function destination({ address, length }: Prefix, family: Family): ZoneClient['own'] {
  if ((typeof address === 'bigint') !== (family === 'ipv6')) return undefined
  if (length === widthOf(address)) return address
  return typeof address === 'bigint' ? address + 1n : address + 1
}

function portsOf(service: Service): readonly (number | undefined)[] {
  if (service.kind === 'protocol') return [undefined]
  const ends = service.ports.flatMap(([first, last]) => (first === last ? [first] : [first, last]))
  return ends.slice(0, mostPorts)
}

const mostPrefixes = 64

function askingZones(who: Who, { policy, zones, before }: Checking): readonly AskedZone[] {
  const named = (name: string) => zones.filter(({ zone }) => zone.name === name && zone.kind !== 'network')
  const at = (prefixes: readonly Prefix[]) => [
    zoneAt('addresses', [{ devices: [], prefixes: prefixes.slice(0, mostPrefixes) }], before),
  ]
  switch (who.kind) {
    case 'internet':
      return named('internet')
    case 'zone':
      return named(who.name)
    case 'containers':
      return zones.filter(({ zone }) => zone.kind === 'network')
    case 'network':
      return (before.docker?.networks ?? [])
        .filter(({ name, driver }) => name === who.name && driver === 'bridge')
        .map((network) => networkZone(network, before))
    case 'set':
      return at(policy.sets.find(({ name }) => name === who.name)?.prefixes ?? [])
    case 'addresses':
      return at(who.prefixes)
  }
}

function checked(
  about: Pick<PlanCheck, 'kind' | 'text' | 'place'>,
  found: Followed | undefined,
  isFine: (found: Followed) => boolean,
): PlanCheck {
  if (found === undefined)
    return { ...about, result: 'unasked', packet: undefined, before: 'unknown', after: 'unknown', by: undefined }
  return { ...about, ...found, result: isFine(found) ? 'holds' : 'fails' }
}
