import { message } from '#model/diagnostic.ts'
import type { WatchEvent } from '#model/watch.ts'
import { type Accusation, countRules } from './accusations.ts'
import { openDoors, portText } from './door-changes.ts'
import { isJudged, type Seen } from './seen.ts'
import { standingEvents } from './standing-events.ts'

const mostPorts = 12

/** How a host is when watching begins, and what is wrong with it already. */
export function startEvents(seen: Seen, confirmed: readonly Accusation[]): readonly WatchEvent[] {
  const { at, status, exposure, snapshot } = seen
  const { expected, missing } = countRules(status)
  const engine = snapshot.docker?.version ?? ''
  const what = isJudged(status)
    ? message('watch/started', { engine, count: expected, all: expected + missing })
    : message('watch/started-unjudged')
  const ports =
    exposure === undefined ? [] : [...new Set([...openDoors(exposure).values()].map(({ door }) => portText(door)))]
  const shown = ports.slice(0, mostPorts).join(', ')
  const open =
    exposure === undefined
      ? message('watch/open-unknown')
      : message('watch/open-now', { ports: shown, count: ports.length, more: Math.max(0, ports.length - mostPorts) })
  const parts = isJudged(status) ? [...status.unknown, open] : [status, open]
  const start: WatchEvent = { kind: 'started', weight: 'plain', at, what, parts, by: [] }
  const between = { before: seen, after: seen, generations: [], docker: [], confirmed, cleared: [] }
  return [start, ...standingEvents({ ...between, isOpen: false, hearsChanges: true }, [])]
}
