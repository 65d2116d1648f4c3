import type { DockerChange } from '#model/docker.ts'
import { Fault } from '#model/fault.ts'
import { asRecord, asText, parseJson } from './facts/json.ts'
import type { Endpoint, Host } from './host.ts'

// What may change rules or addresses; `exec_start`, `health_status` and the like do not.
const actions: Readonly<Record<string, ReadonlySet<string>>> = {
  container: new Set(['start', 'restart', 'stop', 'die', 'destroy', 'rename', 'pause', 'unpause']),
  network: new Set(['create', 'connect', 'disconnect', 'destroy', 'remove']),
}

/**
 * Which containers and networks an engine started, stopped or connected since a moment, each once. Undefined: the engine did not
 * tell. The engine keeps its last 256 events and answers at once where the end of the time is past.
 */
export async function readDockerChanges(
  host: Host,
  endpoint: Endpoint,
  since: Date,
): Promise<readonly DockerChange[] | undefined> {
  const until = host.now()
  const filters = encodeURIComponent('{"type":["container","network"]}')
  const path = `/events?since=${stampOf(since)}&until=${stampOf(until)}&filters=${filters}`
  try {
    const { status, body } = await host.get(endpoint, path)
    return status === 200 ? changesIn(body) : undefined
  } catch (error) {
    if (error instanceof Fault) return undefined
    throw error
  }
}

function stampOf(time: Date): string {
  return (time.getTime() / 1000).toFixed(3)
}

/** One JSON document a line. */
function changesIn(body: string): readonly DockerChange[] {
  const changes = new Map<string, DockerChange>()
  for (const line of body.split('\n')) {
    const event = asRecord(parseJson(line))
    const kind = event.Type === 'network' ? 'network' : 'container'
    const action = asText(event.Action) ?? ''
    if (event.Type !== kind || actions[kind]?.has(action) !== true) continue
    const actor = asRecord(event.Actor)
    const attributes = asRecord(actor.Attributes)
    // A network goes on as it was for everybody else when one container comes or goes.
    const container = asText(attributes.container)
    const isMember = kind === 'network' && container !== undefined && container !== ''
    const id = (isMember ? container : asText(actor.ID)) ?? ''
    const name = (isMember ? undefined : asText(attributes.name)) ?? changes.get(id)?.name ?? ''
    changes.set(id, { kind: isMember ? 'container' : kind, id, name })
  }
  return [...changes.values()]
}
