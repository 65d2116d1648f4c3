import { readPrefix } from '#base/prefix.ts'
import type { DockerNetwork, DockerState } from '#model/docker.ts'
import { builtInSources, freeSubnet, prefixOf, type SubnetSource } from './address-pool.ts'
import { fieldsOf, listOf } from './fields.ts'

/** How a daemon was started: its arguments, and its daemon.json. */
export interface DaemonSettings {
  readonly words: readonly string[]
  readonly json: unknown
}

const prefix = 'com.docker.network'

/** An engine that runs nothing yet: its default bridge, as its options make it. */
export function bareHost(version: string, daemon: DaemonSettings = { words: [], json: undefined }): DockerState {
  const option = (name: string) => daemonOption(daemon, name)
  const subnet = option('bip') ?? freeSubnet(subnetSources(daemon), 'ipv4', []) ?? '172.17.0.0/16'
  const six = option('ipv6') === 'true' ? option('fixed-cidr-v6') : undefined
  const binding = option('ip')
  const options = {
    [`${prefix}.bridge.default_bridge`]: 'true',
    [`${prefix}.bridge.name`]: option('bridge') ?? 'docker0',
    ...(option('icc') === 'false' ? { [`${prefix}.bridge.enable_icc`]: 'false' } : {}),
    ...(option('ip-masq') === 'false' ? { [`${prefix}.bridge.enable_ip_masquerade`]: 'false' } : {}),
    ...(binding === undefined || binding === '0.0.0.0' ? {} : { [`${prefix}.bridge.host_binding_ipv4`]: binding }),
  }
  const bridge: DockerNetwork = {
    id: 'bridge',
    name: 'bridge',
    driver: 'bridge',
    created: '0',
    internal: false,
    ingress: false,
    ipv4: true,
    ipv6: six !== undefined,
    subnets: [subnet, ...(six === undefined ? [] : [six])],
    options,
    members: {},
  }
  const networks = option('bridge') === 'none' ? [] : [bridge]
  return { version, firewallBackend: undefined, swarmActive: false, networks, containers: [] }
}

/** Where the range of addresses of the default bridge is told by an option. */
export function bridgeRange(daemon: DaemonSettings): string | undefined {
  return daemonOption(daemon, 'fixed-cidr')
}

/** Where networks without a subnet get theirs: `default-address-pools`, or what the engine has built in. */
export function subnetSources({ words, json }: DaemonSettings): readonly SubnetSource[] {
  const told = listOf(fieldsOf(json)?.['default-address-pools']).map((one) => fieldsOf(one) ?? {})
  const argued = optionTexts(words, 'default-address-pool').map((text) =>
    Object.fromEntries(text.split(',').map((pair) => pair.split('=', 2))),
  )
  const sources = [...told, ...argued].flatMap(({ base, size }): readonly SubnetSource[] => {
    const read = prefixOf(String(base))
    return read === undefined || !/^\d{1,3}$/.test(String(size)) ? [] : [{ base: read, size: Number(size) }]
  })
  return sources.length > 0 ? sources : builtInSources
}

function daemonOption({ words, json }: DaemonSettings, name: string): string | undefined {
  const given = optionTexts(words, name).at(-1) ?? fieldsOf(json)?.[name]
  return given === undefined || given === '' ? undefined : String(given)
}

// `--name=value`, `--name value`, and `--name` alone.
function optionTexts(words: readonly string[], name: string): readonly string[] {
  return words.flatMap((word, index) => {
    if (word.startsWith(`--${name}=`)) return [word.slice(name.length + 3)]
    if (word !== `--${name}`) return []
    const next = words[index + 1]
    return [next === undefined || next.startsWith('-') ? 'true' : next]
  })
}

/** Whether a text is a subnet with a length. */
export function isSubnet(text: string): boolean {
  return text.includes('/') && readPrefix(text) !== undefined
}
