import { bridgeName } from '#model/docker.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { isInterface } from './read-zones.ts'

const usual = /^(?:docker0|docker_gwbridge|br-[0-9a-f]{12})$/

/** The bridges of Docker that there are: by its own list, and without one by their names. */
export function dockerBridges({ docker, facts }: Snapshot): readonly string[] {
  const links = (facts.interfaces ?? []).map(({ name }) => name)
  const own = (docker?.networks ?? []).filter(({ driver }) => driver === 'bridge').map(bridgeName)
  const found = docker === undefined ? links.filter((name) => usual.test(name)) : own
  const swarm = links.includes('docker_gwbridge') ? ['docker_gwbridge'] : []
  return [...new Set([...found, ...swarm])].filter(isInterface).toSorted()
}

/** Names that take every bridge of Docker, those that it makes later too. */
export function bridgePatterns(bridges: readonly string[]): readonly string[] {
  const more = bridges.filter((name) => !name.startsWith('br-') && !name.startsWith('docker'))
  return ['br-*', 'docker0', 'docker_gwbridge', ...more]
}

/** Bridges of the host that those names take, and that are not Docker's. */
export function otherBridges({ facts }: Snapshot, bridges: readonly string[]): readonly string[] {
  const links = (facts.interfaces ?? []).map(({ name }) => name)
  return links.filter((name) => name.startsWith('br-') && !bridges.includes(name) && isInterface(name)).toSorted()
}

/** The bridge of a network, by the name of the network; undefined: there is no such bridge network. */
export function bridgeOf(network: string, { docker }: Snapshot): string | undefined {
  const found = docker?.networks.find(({ name, driver }) => name === network && driver === 'bridge')
  const bridge = found && bridgeName(found)
  return bridge !== undefined && isInterface(bridge) ? bridge : undefined
}
