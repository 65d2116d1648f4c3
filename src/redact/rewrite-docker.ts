import type { Container, DockerNetwork, DockerState } from '#model/docker.ts'
import { isPublicWord } from './public-words.ts'
import type { NameKind, Rewriter } from './rewriter.ts'

// What a distribution or somebody's own build adds is left out.
const publicVersion =
  /^\d+(?:\.\d+){1,3}(?:-(?:ce|ee|(?:rc|beta|alpha)\.?\d*)(?![a-z\d]))*(?:\+dfsg\d{1,2}(?![a-z\d]))?/

/** Rewrites what Docker said. A bridge that is called after an id still is. */
export function rewriteDocker(state: DockerState, rewriter: Rewriter): DockerState {
  return {
    ...state,
    version: publicVersion.exec(state.version)?.[0] ?? '',
    firewallBackend: state.firewallBackend === undefined ? undefined : rewriter.text(state.firewallBackend),
    networks: state.networks.map((network) => rewriteNetwork(network, rewriter)),
    containers: state.containers.map((container) => rewriteContainer(container, rewriter)),
    ...(state.changing && {
      changing: state.changing.map(({ kind, id, name }) => ({
        ...{ kind, id: rewriter.id(id) },
        name: name === '' ? '' : rewriter.name(kind, name),
      })),
    }),
  }
}

function rewriteNetwork(network: DockerNetwork, rewriter: Rewriter): DockerNetwork {
  const members = Object.entries(network.members).map(([key, { name, ipv4, ipv6 }]) => {
    const fake = endpointName(name, rewriter)
    // Some members are listed by their name: those that are no containers.
    const id = /^[0-9a-f]{64}$/.test(key) ? rewriter.id(key) : endpointName(key, rewriter)
    return [id, { name: fake, ipv4: rewriter.text(ipv4), ipv6: rewriter.text(ipv6) }] as const
  })
  return {
    ...network,
    id: rewriter.id(network.id),
    driver: rewriter.text(network.driver),
    created: rewriter.time(network.created),
    name: rewriter.name('network', network.name),
    subnets: network.subnets.map((subnet) => rewriter.text(subnet)),
    options: Object.fromEntries(
      Object.entries(network.options).map(([key, value]) => rewriteOption(key, value, rewriter)),
    ),
    members: Object.fromEntries(members),
  }
}

function endpointName(name: string, rewriter: Rewriter): string {
  if (name.endsWith('-endpoint')) return `${rewriter.name('network', name.slice(0, -9))}-endpoint`
  if (name.startsWith('lb-')) return `lb-${rewriter.name('network', name.slice(3))}`
  return /^(gateway_)?ingress-sbox$/.test(name) ? name : rewriter.name('container', name)
}

// An option that is neither known nor plain (true, 1500) is somebody's own text.
function rewriteOption(key: string, value: string, rewriter: Rewriter): readonly [string, string] {
  if (!isPublicWord(key)) return [rewriter.name('label', key), rewriter.text(value)]
  if (key === 'com.docker.network.bridge.name' || key.endsWith('container_iface_prefix'))
    return [key, rewriter.device(value)]
  if (key.endsWith('trusted_host_interfaces'))
    return [
      key,
      value
        .split(':')
        .map((name) => rewriter.device(name))
        .join(':'),
    ]
  if (key === 'parent') return [key, rewriter.device(value)]
  const plain = /^(true|false|\d*|nat|nat-unprotected|routed|isolated|bridge|private|vepa|passthru|l2|l3|l3s)$/.test(
    value,
  )
  return [key, plain ? value : rewriter.text(value)]
}

function rewriteContainer(container: Container, rewriter: Rewriter): Container {
  return {
    ...container,
    id: rewriter.id(container.id),
    startedAt: rewriter.time(container.startedAt),
    name: rewriter.name('container', container.name),
    networkMode: rewriteMode(container.networkMode, rewriter),
    endpoints: container.endpoints.map((endpoint) => ({
      ...endpoint,
      networkId: rewriter.id(endpoint.networkId),
      networkName: rewriter.name('network', endpoint.networkName),
      ipv4: endpoint.ipv4 === undefined ? undefined : rewriter.text(endpoint.ipv4),
      ipv6: endpoint.ipv6 === undefined ? undefined : rewriter.text(endpoint.ipv6),
    })),
    ports: rewritePorts(container.ports, rewriter),
    exposed: container.exposed.map((port) => rewriter.text(port)),
    links: container.links.map((link) => rewriteLink(link, rewriter)),
    labels: rewriteLabels(container.labels, rewriter),
    ...(container.startError === undefined ? {} : { startError: '' }),
    ...(container.restarting && {
      restarting: { ...container.restarting, ports: rewritePorts(container.restarting.ports, rewriter) },
    }),
  }
}

function rewritePorts(ports: Container['ports'], rewriter: Rewriter): Container['ports'] {
  return ports.map((port) => ({ ...port, hostAddress: rewriter.text(port.hostAddress) }))
}

function rewriteMode(mode: string, rewriter: Rewriter): string {
  if (!mode.startsWith('container:'))
    return /^[0-9a-f]{64}$/.test(mode) ? rewriter.id(mode) : rewriter.name('network', mode)
  const of = mode.slice('container:'.length)
  return `container:${/^[0-9a-f]{64}$/.test(of) ? rewriter.id(of) : rewriter.name('container', of)}`
}

// `/db:/web/alias` or `db:alias`: a container, then what it is called inside the other.
function rewriteLink(link: string, rewriter: Rewriter): string {
  return link.replace(/[^/:]+/g, (name) => rewriter.name('container', name))
}

const labelKinds: Readonly<Record<string, NameKind | 'keep'>> = {
  'com.docker.compose.project': 'project',
  'com.docker.compose.service': 'service',
  'com.docker.compose.container-number': 'keep',
  'com.docker.compose.oneoff': 'keep',
  'com.docker.stack.namespace': 'project',
  'com.docker.swarm.service.name': 'service',
}

// What a label says is the business of whoever wrote it; only those that place a container in its project are kept.
function rewriteLabels(labels: Readonly<Record<string, string>>, rewriter: Rewriter): Readonly<Record<string, string>> {
  const kept = Object.entries(labels).flatMap(([key, value]) => {
    const kind = Object.hasOwn(labelKinds, key) ? labelKinds[key] : undefined
    if (kind === undefined) return []
    return [[key, kind === 'keep' ? rewriter.text(value) : rewriter.name(kind, value)] as const]
  })
  return Object.fromEntries(kept)
}
