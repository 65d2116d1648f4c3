import { groupBy } from '#base/lists.ts'
import type { ConntrackEntry } from '#model/conntrack-entry.ts'
import type { Policy } from '#model/policy.ts'
import type { PlannedCell, PlanRemark, StayingOpen } from '#model/policy-plan.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { allows } from '#policy/allows.ts'
import { policyTable } from '#policy/nft-backend.ts'
import { metBy } from './connection-end.ts'
import { firstPacket } from './conntrack-answer.ts'
import type { AskedZone } from './exposure-zones.ts'
import { senderOf } from './plan-checks.ts'
import { prepare } from './trace-answer.ts'

/** Where the rules of others, or what no rule judges, and the text of a policy differ: zones outside, at ports of the host. */
export function planRemarks(
  policy: Policy,
  zones: readonly AskedZone[],
  cells: readonly PlannedCell[],
  now: number,
): readonly PlanRemark[] {
  const own = `${policyTable.family}/${policyTable.name}/`
  return cells.flatMap((cell): readonly PlanRemark[] => {
    const zone = zones.find(({ zone: { name, kind } }) => name === cell.zone && kind !== 'network' && kind !== 'host')
    const [family] = cell.families
    const client = zone === undefined || family === undefined ? undefined : zone.clients[family]?.[0]
    if (client === undefined || cell.kind === 'direct') return []
    const isAllowed = allows(policy, senderOf(client), cell.protocol, cell.port, now) !== undefined
    const isClosed = cell.after === 'closed' && cell.by !== undefined && !cell.by.startsWith(own)
    if (isAllowed && isClosed) return [{ kind: 'closed', cell }]
    return !isAllowed && cell.after === 'open' ? [{ kind: 'open', cell }] : []
  })
}

const most = 5000

/** The connections of a host that come through now, and would not if they were opened again; undefined: they were not read. */
export function stayingOpen(before: Snapshot, after: Snapshot): readonly StayingOpen[] | undefined {
  const { connections } = before.facts
  if (connections === undefined) return undefined
  const groups = [...groupBy(connections, keyOf).values()].slice(0, most)
  const [old, fresh] = [prepare(before), prepare(after)]
  return groups.flatMap((group): readonly StayingOpen[] => {
    const entry = group[0] as ConntrackEntry
    const packet = firstPacket(entry, before)
    if (packet === undefined || packet.local === true) return []
    if (metBy(packet, fresh, after).kind !== 'stopped' || metBy(packet, old, before).kind === 'stopped') return []
    const { family, protocol, original } = entry
    const ends = { source: original.src, destination: original.dst, port: original.dport }
    return [{ family, protocol, ...ends, count: group.length }]
  })
}

function keyOf({ family, protocol, original: { src, dst, dport } }: ConntrackEntry): string {
  return [family, protocol, src, dst, dport].join(' ')
}
