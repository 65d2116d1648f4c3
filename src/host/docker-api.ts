import { append } from '#base/lists.ts'
import { Fault } from '#model/fault.ts'
import { asList, asRecord, asText } from './facts/json.ts'
import type { Endpoint, Host } from './host.ts'
import { endpointText } from './docker-endpoint.ts'

/** What an engine says, as it says it: answers of /version, /info, /networks/ID and /containers/ID/json. */
export interface DockerAnswers {
  readonly version: unknown
  readonly info: unknown
  readonly networks: readonly unknown[]
  readonly containers: readonly unknown[]
}

/**
 * Asks an engine for everything that decides which rules it writes. Only GET is ever sent. What is removed while we ask is
 * left out. Faults: docker-unreachable, docker-answer, timeout, too-much-output.
 */
export async function readDockerAnswers(host: Host, endpoint: Endpoint): Promise<DockerAnswers> {
  const ask = async (path: string) => answerTo(await host.get(endpoint, path), path, endpoint)
  const version = await ask('/version')
  const info = await ask('/info')
  const networks = idsIn(await ask('/networks'))
  const containers = idsIn(await ask('/containers/json?all=1'))
  return {
    version,
    info,
    networks: await each(networks, (id) => ask(`/networks/${id}`)),
    containers: await each(containers, (id) => ask(`/containers/${id}/json`)),
  }
}

function answerTo(
  { status, body }: { readonly status: number; readonly body: string },
  path: string,
  endpoint: Endpoint,
): unknown {
  if (status === 404) return undefined
  const where = endpointText(endpoint)
  if (status !== 200)
    throw new Fault('host/docker-answer', { path, endpoint: where, status, said: body.slice(0, 200).trim() })
  try {
    return JSON.parse(body)
  } catch (error) {
    throw new Fault('host/docker-answer', { path, endpoint: where, status, said: String(error) }, { cause: error })
  }
}

// Only what looks like an id becomes part of a path. Networks of a swarm have 25 characters of base 36.
function idsIn(list: unknown): readonly string[] {
  const ids = (asList(list) ?? []).map((entry) => asText(asRecord(entry).Id) ?? '')
  return ids.filter((id) => /^[0-9a-z]{12,64}$/.test(id))
}

// A few at a time: hosts with a thousand containers should not wait for a thousand round trips.
async function each(ids: readonly string[], ask: (id: string) => Promise<unknown>): Promise<readonly unknown[]> {
  const answers: unknown[] = []
  for (let at = 0; at < ids.length; at += 8) append(answers, await Promise.all(ids.slice(at, at + 8).map(ask)))
  return answers.filter((answer) => answer !== undefined)
}
