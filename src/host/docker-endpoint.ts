import { Fault } from '#model/fault.ts'
import { asRecord, asText, parseJson } from './facts/json.ts'
import type { Endpoint, Host } from './host.ts'

const defaultSocket = '/var/run/docker.sock'

/**
 * Where Docker listens, looked up as the docker command does: what was asked for, DOCKER_HOST, DOCKER_CONTEXT, the current
 * context, the usual socket, a rootless engine's socket. Faults: docker-address for a form we do not speak (ssh, TLS).
 */
export async function findDocker(host: Host, asked?: string): Promise<Endpoint> {
  const address = asked ?? host.variable('DOCKER_HOST') ?? (await contextAddress(host))
  if (address !== undefined) return readEndpoint(address, host.variable('DOCKER_TLS_VERIFY') !== undefined)
  const runtime = host.variable('XDG_RUNTIME_DIR')
  if (runtime === undefined || (await exists(host, '/var/run', 'docker.sock')))
    return { kind: 'unix', path: defaultSocket }
  const rootless = await exists(host, runtime, 'docker.sock')
  return { kind: 'unix', path: rootless ? `${runtime}/docker.sock` : defaultSocket }
}

/** Reads `unix:///path`, `tcp://host:port`, or a path alone. Faults: docker-address. */
export function readEndpoint(address: string, tls = false): Endpoint {
  if (address.startsWith('/')) return { kind: 'unix', path: address }
  if (address.startsWith('unix://')) return { kind: 'unix', path: address.slice(7) || defaultSocket }
  const [, scheme, bracketed, name, port] =
    /^(tcp|http):\/\/(?:\[([^\]]+)\]|([^:/]+))(?::(\d{1,5}))?\/?$/.exec(address) ?? []
  const machine = bracketed ?? name
  const secure = tls || port === '2376'
  const number = Number(port ?? 2375)
  const isPort = number >= 1 && number <= 65535
  if (scheme === undefined || machine === undefined || secure || !isPort)
    throw new Fault('host/docker-address', { address })
  return { kind: 'tcp', host: machine, port: number }
}

async function contextAddress(host: Host): Promise<string | undefined> {
  const home = host.variable('HOME')
  const folder = host.variable('DOCKER_CONFIG') ?? (home === undefined ? undefined : `${home}/.docker`)
  if (folder === undefined) return undefined
  const config = asRecord(parseJson((await readQuietly(host, `${folder}/config.json`)) ?? ''))
  const wanted = host.variable('DOCKER_CONTEXT') ?? asText(config.currentContext)
  if (wanted === undefined || wanted === 'default') return undefined
  for (const name of await host.list(`${folder}/contexts/meta`).catch((): readonly string[] => [])) {
    const meta = asRecord(parseJson((await readQuietly(host, `${folder}/contexts/meta/${name}/meta.json`)) ?? ''))
    const address = asText(asRecord(asRecord(meta.Endpoints).docker).Host)
    if (meta.Name === wanted && address !== undefined) return address
  }
  throw new Fault('host/docker-address', { address: `context ${wanted}` })
}

// Another user's settings that we may not read are no settings of ours.
async function readQuietly(host: Host, path: string): Promise<string | undefined> {
  return host.read(path, { onlyFiles: true }).catch(() => undefined)
}

async function exists(host: Host, folder: string, name: string): Promise<boolean> {
  const names = await host.list(folder).catch((): readonly string[] => [])
  return names.includes(name)
}

/** An endpoint as DOCKER_HOST would name it. */
export function endpointText(endpoint: Endpoint): string {
  return endpoint.kind === 'unix' ? `unix://${endpoint.path}` : `tcp://${endpoint.host}:${endpoint.port}`
}
