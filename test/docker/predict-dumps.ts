import type { DaemonOptions, ForwardingBefore, MeshPort } from '#model/daemon.ts'
import type { DockerState } from '#model/docker.ts'
import { readDaemonOptions } from '#docker/engines/daemon-options.ts'
import { readEngineVersion } from '#docker/engines/engine-version.ts'
import type { Prediction } from '#docker/predict.ts'
import { predict } from '#docker/predict.ts'
import { readInspect } from '#docker/read-inspect.ts'
import type { Dump } from './engine-dumps.ts'
import { dockerDocuments, fileOf } from './engine-dumps.ts'

/** What a capture says of the daemon, from its own `commands.txt` or that of the scenario above it. */
export interface Told {
  readonly state: DockerState
  readonly daemon: DaemonOptions
  readonly before: ForwardingBefore
  readonly mesh: readonly MeshPort[]
  readonly commands: string
}

/** Reads Docker's state and the daemon's options of a capture; undefined where Docker did not answer. */
export function told(dump: Dump): Told | undefined {
  const { state } = readInspect(dockerDocuments(dump))
  const version = readEngineVersion(state.version)
  if (version === undefined) return undefined
  const commands = fileOf(dump, 'commands.txt') || fileOf({ folder: `${dump.folder}/..` }, 'commands.txt')
  const words = /^# daemon: dockerd ?(.*)$/m.exec(commands)?.[1]?.split(/\s+/).filter(Boolean) ?? []
  const environment = /^# (?:daemon )?env: (.*)$/m.exec(commands)?.[1]?.split(/\s+/).filter(Boolean) ?? []
  const json: unknown = JSON.parse(/^# daemon\.json: (.*)$/m.exec(commands)?.[1] ?? 'null')
  const forwarded = /ip_forward before start = (\d)/.exec(commands)?.[1] === '1'
  const daemon = readDaemonOptions(version, [...words, ...environment], json)
  return { state, daemon, before: { ipv4: forwarded, ipv6: forwarded }, mesh: meshOf(dump), commands }
}

function meshOf(dump: Dump): readonly MeshPort[] {
  interface Service {
    readonly Endpoint?: { readonly Ports?: readonly { Protocol: string; PublishedPort: number; PublishMode: string }[] }
  }
  try {
    const services = JSON.parse(fileOf(dump, 'docker-service-inspect.json')) as readonly Service[]
    return services
      .flatMap(({ Endpoint }) => Endpoint?.Ports ?? [])
      .filter(({ PublishMode }) => PublishMode === 'ingress')
      .map(({ Protocol, PublishedPort }) => ({ protocol: Protocol, port: PublishedPort }))
  } catch {
    return []
  }
}

/** The prediction for a capture. */
export function predictDump(one: Told): readonly Prediction[] {
  return predict(one) ?? []
}

/** Whether the daemon ran undisturbed: no restart, no iptables command of the user's, the routing mesh programmed. */
export function isUndisturbed(dump: Dump, { commands, mesh }: Told): boolean {
  if (/restart|kill|stop|upgrade|reload|(^|\$ )(iptables|ip6tables|firewall-cmd|ipset|nft) /im.test(commands))
    return false
  // After a service or the whole swarm is gone, what the routing mesh left behind is told by no state.
  if (/15-swarm\/(4-service-removed|5-left)$/.test(dump.name)) return false
  return mesh.length === 0 || dump.engine.endsWith('-ipvsstub')
}
