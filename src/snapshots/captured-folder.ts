import { readInterfaces } from '#host/facts/read-interfaces.ts'
import { readIpSets } from '#host/facts/read-ipsets.ts'
import { readRoutes } from '#host/facts/read-routes.ts'
import { readRoutingRules } from '#host/facts/read-routing-rules.ts'
import { readSockets } from '#host/facts/read-sockets.ts'
import { readSysctls } from '#host/facts/read-sysctls.ts'
import type { Host } from '#host/host.ts'
import { message, type Message } from '#model/diagnostic.ts'
import type { DockerState } from '#model/docker.ts'
import type { Facts } from '#model/facts.ts'
import type { Family, Variant } from '#model/family.ts'
import { Fault } from '#model/fault.ts'
import { type RulesText, type SnapshotFile, snapshotSchemaVersion } from '#model/snapshot-file.ts'
import { daemonOfFolder } from './daemon-of-folder.ts'
import { factsToJson } from './facts-json.ts'

const dumps: readonly (readonly [file: string, family: Family, variant: Variant | undefined])[] = [
  ['iptables-save.txt', 'ipv4', undefined],
  ['iptables-legacy-save.txt', 'ipv4', 'legacy'],
  ['ip6tables-save.txt', 'ipv6', undefined],
  ['ip6tables-legacy-save.txt', 'ipv6', 'legacy'],
]
const dockerFiles = ['docker-version.json', 'docker-info.json', 'docker-network-inspect.json', 'docker-inspect.json']

/**
 * Reads a folder into which somebody saved what a host's tools said, one file a tool, each optional: `iptables-save.txt`,
 * `ip-addr.json`, `docker-inspect.json` and so on. Faults: unreadable where there is no file of such a name.
 */
export async function readCapturedFolder(host: Host, folder: string): Promise<SnapshotFile> {
  const names = new Set(await host.list(folder))
  const text = async (name: string) =>
    names.has(name) ? ((await host.read(`${folder}/${name}`, { onlyFiles: true })) ?? '') : undefined
  const rules: RulesText[] = []
  for (const [name, family, variant] of dumps) {
    const found = await text(name)
    if (found !== undefined) rules.push({ family, variant, command: name, text: found })
  }
  const nft = await nftIn(await text('nft-list-ruleset.json'))
  const documents = await Promise.all(dockerFiles.map(text))
  if (rules.length === 0 && nft.nft === undefined && documents.every((one) => one === undefined))
    throw new Fault('host/unreadable', { path: folder, said: 'none of its files has a name that is known here' })
  const docker = await dockerIn(documents)
  return {
    kind: 'seawall-snapshot',
    schemaVersion: snapshotSchemaVersion,
    redacted: false,
    rules,
    nft: nft.nft,
    facts: factsToJson(await factsIn(text)),
    docker: docker.state,
    ...(docker.state === undefined ? {} : { daemon: await daemonOfFolder(host, folder) }),
    persistence: [],
    notes: [...nft.notes, ...docker.notes],
  }
}

async function factsIn(text: (name: string) => Promise<string | undefined>): Promise<Facts> {
  const [links, routes, sysctls, sockets, sets] = await Promise.all([
    text('ip-addr.json').then(async (json) => json ?? (await text('ip-addr.txt'))),
    text('ip-route.txt'),
    text('sysctl.txt'),
    text('ss-listen.txt'),
    text('ipset-save.txt'),
  ])
  return {
    interfaces: links === undefined ? undefined : readInterfaces(links),
    routes: routes === undefined ? undefined : readRoutes(routes),
    routingRules: routes === undefined ? undefined : nonEmpty(readRoutingRules(routes, 'ipv4')),
    sysctls: sysctls === undefined ? undefined : readSysctls(sysctls),
    ipsets: sets === undefined ? undefined : readIpSets(sets),
    sockets: sockets === undefined ? undefined : readSockets(sockets),
  }
}

// Every host has routing rules: a file without any did not ask for them.
function nonEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list
}

async function nftIn(text: string | undefined): Promise<{ readonly nft: unknown; readonly notes: readonly Message[] }> {
  if (text === undefined) return { nft: undefined, notes: [] }
  try {
    return { nft: JSON.parse(text), notes: [] }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    return { nft: undefined, notes: [message('host/unreadable-answer', { command: 'nft-list-ruleset.json', said })] }
  }
}

async function dockerIn(
  texts: readonly (string | undefined)[],
): Promise<{ readonly state: DockerState | undefined; readonly notes: readonly Message[] }> {
  const parsed = new Map<string, unknown>()
  const notes: Message[] = []
  texts.forEach((text, index) => {
    if (text === undefined) return
    try {
      parsed.set(dockerFiles[index] ?? '', JSON.parse(text))
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error)
      notes.push(message('host/unreadable-answer', { command: dockerFiles[index] ?? '', said }))
    }
  })
  const documents = [...parsed.values()]
  if (documents.length === 0) return { state: undefined, notes }
  const { readInspect } = await import('#docker/read-inspect.ts')
  const { state, problems } = readInspect(documents)
  const isList = (file: string) => Array.isArray(parsed.get(file))
  const unread = [
    ...(isList('docker-network-inspect.json') ? [] : ['networks']),
    ...(isList('docker-inspect.json') ? [] : ['containers']),
    ...(state.unread ?? []),
  ]
  return { state: unread.length > 0 ? { ...state, unread } : state, notes: [...notes, ...problems] }
}
