import { asRecord, asText, parseJson } from '#host/facts/json.ts'
import type { DockerEvent } from '#model/watch.ts'

const actions: Readonly<Record<DockerEvent['type'], ReadonlySet<string>>> = {
  container: new Set(['create', 'start', 'restart', 'pause', 'unpause', 'kill', 'stop', 'die', 'destroy', 'rename']),
  network: new Set(['create', 'connect', 'disconnect', 'destroy', 'remove']),
  daemon: new Set(['reload']),
}

/** What the engine is asked for. */
export const eventsPath = `/events?filters=${encodeURIComponent(JSON.stringify({ type: Object.keys(actions) }))}`

/** An event of the engine that may have to do with rules; undefined for all others. Source: GET /events of the engine's API. */
export function readDockerEvent(line: string): DockerEvent | undefined {
  const { Type: type, Action: action, Actor: actor } = asRecord(parseJson(line))
  if (type !== 'container' && type !== 'network' && type !== 'daemon') return undefined
  if (typeof action !== 'string' || !actions[type].has(action)) return undefined
  const { ID: id, Attributes: attributes } = asRecord(actor)
  const { name, container } = asRecord(attributes)
  return { type, action, id: asText(id) ?? '', name: asText(name) ?? '', container: asText(container) }
}
