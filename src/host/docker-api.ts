import { append } from '#base/lists.ts'
import { Fault } from '#model/fault.ts'
import { asList, asRecord, asText, parseJson } from './facts/json.ts'
import type { Answer, Endpoint, Host } from './host.ts'
import { endpointText } from './docker-endpoint.ts'

/** What an engine says, as it says it: answers of /version, /info, /networks/ID and /containers/ID/json. */
export interface DockerAnswers {
  readonly version: unknown
  readonly info: unknown
  readonly networks: readonly unknown[]
  readonly containers: readonly unknown[]
  /** What is there and could not be read: `container 0123456789ab`. */
  readonly unread: readonly string[]
}

/**
 * Asks an engine for everything that decides which rules it writes. Only GET is ever sent. What is removed while we ask is
 * left out; what stays and cannot be read is named. Faults: docker-unreachable, docker-answer (a list that is none, too), timeout,
 * too-much-output.
 */
export async function readDockerAnswers(host: Host, endpoint: Endpoint): Promise<DockerAnswers> {
  const get = withinTime(host, endpoint)
  const ask = async (path: string) => answerTo(await get(path), path, endpoint)
  const version = await ask('/version')
  if (asText(asRecord(version).Version) === undefined) throw refused(endpoint, '/version', 200, 'no version in it')
  const info = await ask('/info')
  const lists = { get, endpoint }
  const networks = await details({ ...lists, list: '/networks', field: 'IPAM', pathOf: (id) => `/networks/${id}` })
  const containers = await details({
    ...lists,
    list: '/containers/json?all=1',
    field: 'NetworkSettings',
    pathOf: (id) => `/containers/${id}/json`,
  })
  return {
    version,
    info,
    networks: networks.documents,
    containers: containers.documents,
    unread: [
      ...(asText(asRecord(info).ServerVersion) === undefined ? ['/info'] : []),
      ...networks.unread.map((id) => `network ${id.slice(0, 12)}`),
      ...containers.unread.map((id) => `container ${id.slice(0, 12)}`),
    ],
  }
}

interface Details {
  readonly documents: readonly unknown[]
  readonly unread: readonly string[]
}

type Get = (path: string) => Promise<Answer>

// An engine that answers each question just in time is asked thousands of them.
const mostMs = 120_000

function withinTime(host: Host, endpoint: Endpoint): Get {
  const started = host.now().getTime()
  return (path) => {
    if (host.now().getTime() - started < mostMs) return host.get(endpoint, path)
    const command = `GET ${path} (${endpointText(endpoint)})`
    throw new Fault('host/timeout', { command, seconds: mostMs / 1000 })
  }
}

interface Listed {
  readonly get: Get
  readonly endpoint: Endpoint
  readonly list: string
  readonly pathOf: (id: string) => string
  /** What each document of this kind has, and no other. */
  readonly field: string
}

async function details({ get, endpoint, list, pathOf, field }: Listed): Promise<Details> {
  const listed = async () => idsIn(answerTo(await get(list), list, endpoint), list, endpoint)
  const { ids, odd } = await listed()
  const answers = await each(ids, async (id) => {
    const { status, body } = await get(pathOf(id))
    const document = status === 200 ? asRecord(parseJson(body)) : {}
    // Another document than the one that was asked for leaves this one unread.
    return document.Id === id && document[field] !== undefined ? document : undefined
  })
  const failed = ids.filter((_, index) => answers[index] === undefined)
  // What was removed meanwhile is not listed any more.
  const still = new Set(failed.length === 0 ? [] : (await listed()).ids)
  return {
    documents: answers.filter((answer) => answer !== undefined),
    unread: [...failed.filter((id) => still.has(id)), ...odd],
  }
}

function answerTo({ status, body }: Answer, path: string, endpoint: Endpoint): unknown {
  if (status === 404 && path === '/info') return undefined
  if (status !== 200) throw refused(endpoint, path, status, body.slice(0, 200).trim())
  try {
    return JSON.parse(body)
  } catch (error) {
    throw refused(endpoint, path, status, String(error))
  }
}

function refused(endpoint: Endpoint, path: string, status: number, said: string): Fault {
  return new Fault('host/docker-answer', { path, endpoint: endpointText(endpoint), status, said })
}

// Only what looks like an id becomes part of a path. Networks of a swarm have 25 characters of base 36.
function idsIn(
  answer: unknown,
  path: string,
  endpoint: Endpoint,
): { readonly ids: readonly string[]; readonly odd: readonly string[] } {
  const list = asList(answer)
  if (list === undefined) throw refused(endpoint, path, 200, 'not a list')
  const ids = list.map((entry) => asText(asRecord(entry).Id) ?? '')
  const isId = (id: string) => /^[0-9a-z]{12,64}$/.test(id)
  return { ids: [...new Set(ids.filter(isId))], odd: ids.filter((id) => !isId(id)) }
}

// A few at a time: hosts with a thousand containers should not wait for a thousand round trips.
async function each(ids: readonly string[], ask: (id: string) => Promise<unknown>): Promise<readonly unknown[]> {
  const answers: unknown[] = []
  for (let at = 0; at < ids.length; at += 8) append(answers, await Promise.all(ids.slice(at, at + 8).map(ask)))
  return answers
}
