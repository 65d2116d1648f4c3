import type { ChangeGroup } from '#model/difference.ts'
import { type Message, message } from '#model/diagnostic.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { DockerEvent, Generation, WatchEvent, WatchKind, WatchWeight } from '#model/watch.ts'
import type { Accusation } from './accusations.ts'
import { actorsAt } from './actors.ts'
import { changedPlaces, counted } from './counted.ts'
import type { Seen } from './seen.ts'

/** Two looks at a host, and what was heard between them. */
export interface Between {
  readonly before: Seen
  readonly after: Seen
  readonly generations: readonly Generation[]
  readonly docker: readonly DockerEvent[]
  readonly confirmed: readonly Accusation[]
  readonly cleared: readonly Accusation[]
  /** Something is accused that is not certain yet. */
  readonly isOpen: boolean
  /** The kernel tells of changes of nftables. */
  readonly hearsChanges: boolean
}

/** An event at the time of the second look. */
export function eventAt(
  { after }: Pick<Between, 'after'>,
  kind: WatchKind,
  weight: WatchWeight,
  what: Message,
  more: Partial<Pick<WatchEvent, 'parts' | 'by'>> = {},
): WatchEvent {
  return { kind, weight, at: after.at, what, parts: more.parts ?? [], by: more.by ?? [] }
}

/** Rules of one owner that changed. */
export function ruleEvent(between: Between, groups: readonly ChangeGroup[], owner: string): WatchEvent {
  const { added, removed, moved, other } = counted(groups)
  const places = changedPlaces(groups)
  const [first] = places
  const place = first === undefined ? '' : `${first.family}/${first.table}/${first.chain}`
  const what = message('watch/rules-changed', { owner, added, removed, moved, other, place, places: places.length })
  const by = actorsAt(between.generations, places, removed > added)
  return eventAt(between, 'rules-changed', 'notice', what, { by, parts: unknownActor(between, groups, by.length) })
}

/** Why nobody can be named. */
export function unknownActor(between: Between, groups: readonly ChangeGroup[], known: number): readonly Message[] {
  if (known > 0) return []
  if (isLegacy(groups, between.after.snapshot)) return [message('watch/by-legacy')]
  return between.hearsChanges ? [] : [message('watch/by-unheard')]
}

/** Whether it is iptables-legacy whose rules changed: it tells nobody. */
function isLegacy(groups: readonly ChangeGroup[], { rulesets }: Snapshot): boolean {
  const families = new Set<string>(
    groups.flatMap(({ rules, chains }) => [...rules, ...chains].map((one) => one.family)),
  )
  const there = rulesets.filter(({ family, tables }) => families.has(family) && tables.length > 0)
  if (groups.some(({ rules }) => rules.some(({ id }) => id.includes('@legacy/')))) return true
  return there.length > 0 && there.every(({ variant }) => variant === 'legacy')
}
