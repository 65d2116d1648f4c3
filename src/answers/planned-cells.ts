import { groupBy } from '#base/lists.ts'
import type { Door, ExposureCell } from '#model/exposure.ts'
import type { PlannedCell } from '#model/policy-plan.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { judgedDoors } from './exposure-answer.ts'
import { plainDoors } from './exposure-doors.ts'
import type { AskedZone } from './exposure-zones.ts'
import { ownersOf } from './owners-answer.ts'

/** What every zone meets at every port of a host, before and after. */
export function plannedCells(before: Snapshot, after: Snapshot, zones: readonly AskedZone[]): readonly PlannedCell[] {
  const doors = plainDoors(before, ownersOf(before))
  const [old, fresh] = [before, after].map((side) => judgedDoors(side, doors, zones)) as [
    readonly Door[],
    readonly Door[],
  ]
  const freshByKey = new Map(fresh.map((door) => [keyOf(door), door]))
  const single = old.flatMap((door) => {
    const other = freshByKey.get(keyOf(door))
    return zones.flatMap(({ zone }, index) => cellOf(zone.name, door, door.cells[index], other?.cells[index]))
  })
  return bothFamilies(single)
}

function keyOf({ kind, families, protocol, address, port, network }: Door): string {
  return [kind, families[0], protocol, address, port, network].join(' ')
}

function cellOf(
  zone: string,
  { kind, families, protocol, address, port, target, network }: Door,
  before: ExposureCell | undefined,
  after: ExposureCell | undefined,
): readonly PlannedCell[] {
  if (before === undefined || after === undefined) return []
  const place = { kind, families, protocol, address, port, target, network, zone }
  return [{ ...place, before: before.state, after: after.state, by: after.by }]
}

/** One cell for both families where a zone fares alike by them. */
function bothFamilies(cells: readonly PlannedCell[]): readonly PlannedCell[] {
  const groups = groupBy(cells, ({ zone, kind, protocol, address, port, before, after }) =>
    [zone, kind, protocol, address, port, before, after].join(' '),
  )
  return [...groups.values()].map(([first, ...others]) => ({
    ...(first as PlannedCell),
    families: [...(first as PlannedCell).families, ...others.flatMap(({ families }) => families)],
  }))
}
