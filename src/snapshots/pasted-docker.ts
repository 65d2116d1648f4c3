import { asContainer, readDockerPs } from '#docker/read-docker-ps.ts'
import type { Container, DockerNetwork, DockerState, Endpoint, PublishedPort } from '#model/docker.ts'
import type { Ruleset } from '#model/ruleset.ts'
import { ruleFeatures } from '#syntax/rule-features.ts'
import type { ToolOutput } from '#syntax/facts/tool-output.ts'
import { dockerState } from './docker-state.ts'
import type { Message } from '#model/diagnostic.ts'

/** What a page shows of Docker. */
export interface PastedDocker {
  readonly state: DockerState
  readonly notes: readonly Message[]
  /** Containers whose address is known from the rule of a published port alone. */
  readonly placed: readonly Container[]
}

/**
 * Docker's state of a page: what `docker inspect` and `docker network inspect` said, the containers of `docker ps`, the version. The list
 * has no addresses: they come from the networks, or from the DNAT rule of a published port where there is one alone.
 */
export async function pastedDocker(
  text: string,
  outputs: readonly ToolOutput[],
  rulesets: readonly Ruleset[],
): Promise<PastedDocker | undefined> {
  const documents = outputs.flatMap(({ tool, json }) => (tool === 'docker inspect' && json !== undefined ? [json] : []))
  const listed = outputs
    .filter(({ tool }) => tool === 'docker ps')
    .flatMap(({ lines }) => readDockerPs(lines.map(({ start, end }) => text.slice(start, end))))
  const version = versionIn(text, outputs)
  if (documents.length === 0 && listed.length === 0 && version === undefined) return undefined
  const { state, notes } = await dockerState({ networks: documents, containers: [] })
  const inspected = new Set(state.containers.map(({ name }) => name))
  const others = listed.filter(({ name }) => !inspected.has(name)).map(asContainer)
  const known = others.map((container) => inNetworks(container, state.networks))
  const placed = known.map((container) => byRules(container, rulesets))
  const containers = [...state.containers, ...placed]
  return {
    // A page shows what somebody has chosen to show.
    state: { ...state, version: version ?? state.version, containers, unread: ['networks', 'containers'] },
    notes,
    placed: placed.filter((container, at) => container !== known[at]),
  }
}

function versionIn(text: string, outputs: readonly ToolOutput[]): string | undefined {
  const about = outputs.filter(({ tool }) => tool === 'docker version')
  const texts = about.map(({ start, end }) => text.slice(start, end))
  const [server] = texts.flatMap(
    (one) =>
      /^\s*(?:Server:[\s\S]*?^\s*Version:|Server Version:)\s+(?<version>\d\S*)/m.exec(one)?.groups?.version ?? [],
  )
  return server
}

function inNetworks(container: Container, networks: readonly DockerNetwork[]): Container {
  const endpoints = networks.flatMap((network): readonly Endpoint[] => {
    const member = Object.entries(network.members).find(
      ([id, { name }]) => name === container.name || (container.id !== '' && id.startsWith(container.id)),
    )?.[1]
    if (member === undefined) return []
    const [ipv4 = '', ipv6 = ''] = [member.ipv4, member.ipv6].map((address) => address.split('/')[0])
    const place = { networkId: network.id, networkName: network.name, gatewayPriority: 0 }
    return [{ ...place, ipv4: ipv4 || undefined, ipv6: ipv6 || undefined }]
  })
  return endpoints.length === 0 ? container : { ...container, endpoints }
}

function byRules(container: Container, rulesets: readonly Ruleset[]): Container {
  if (container.endpoints.length > 0) return container
  const found = { ipv4: new Set<string>(), ipv6: new Set<string>() }
  for (const { family, tables } of rulesets)
    for (const { rules } of tables.find(({ name }) => name === 'nat')?.chains ?? [])
      for (const rule of rules) {
        const features = new Map(ruleFeatures(rule, family).map(({ key, value }) => [key, value]))
        const [, address, port] =
          /^\[?([\da-fA-F.:]*[\da-fA-F])\]?:(\d+)$/.exec(features.get('-j --to-destination') ?? '') ?? []
        const leads = container.ports.some((one) => isPort(one, features, port))
        if (address !== undefined && leads) found[family].add(address)
      }
  const [ipv4, ipv6] = [[...found.ipv4], [...found.ipv6]].map((all) => (all.length === 1 ? all[0] : undefined))
  if (ipv4 === undefined && ipv6 === undefined) return container
  return { ...container, endpoints: [{ networkId: '', networkName: '', ipv4, ipv6, gatewayPriority: 0 }] }
}

function isPort(
  port: PublishedPort,
  features: ReadonlyMap<string, string>,
  containerPort: string | undefined,
): boolean {
  return (
    features.get('-p') === port.protocol &&
    features.get('-p --dport') === String(port.hostPort) &&
    containerPort === String(port.containerPort)
  )
}
