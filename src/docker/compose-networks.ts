import { append } from '#base/lists.ts'
import { readIpv4, writeIpv4 } from '#base/address.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { DockerNetwork } from '#model/docker.ts'
import { fieldsOf, textRecord, type Fields } from './compose-fields.ts'

/** A network of the file with the addresses that are taken in it. */
export interface PlannedNetwork {
  readonly key: string
  readonly network: DockerNetwork
  readonly taken: Set<number>
}

/** The file's networks as the engine would make them beside those that are there; one that is there already is used as it is. */
export function plannedNetworks(
  project: string,
  declared: Fields,
  services: Fields,
  there: readonly DockerNetwork[],
  perhaps: Message[],
): readonly PlannedNetwork[] {
  const used = [...there.flatMap(({ subnets }) => subnets)]
  return networkKeys(declared, services).map((key, index): PlannedNetwork => {
    const fields = fieldsOf(declared[key]) ?? {}
    const name = nameOf(project, key, fields)
    const known = there.find((network) => network.name === name)
    if (known !== undefined) return { key, network: known, taken: takenIn(known) }
    if (isExternal(fields)) perhaps.push(message('compose/external', { network: name }))
    const network = newNetwork(name, fields, index, used)
    append(used, network.subnets)
    return { key, network, taken: takenIn(network) }
  })
}

/** Networks that a service joins, and the default one where a service names none. */
function networkKeys(declared: Fields, services: Fields): readonly string[] {
  const wanted = Object.values(services).flatMap((service) => {
    const fields = fieldsOf(service) ?? {}
    if (fields.network_mode !== undefined) return []
    const { networks } = fields
    if (networks === undefined) return ['default']
    return Array.isArray(networks) ? networks.map(String) : Object.keys(fieldsOf(networks) ?? {})
  })
  const joined = new Set(wanted)
  return [
    ...Object.keys(declared).filter((key) => joined.has(key)),
    ...(joined.has('default') && declared.default === undefined ? ['default'] : []),
  ]
}

const isExternal = ({ external }: Fields) => external === true || fieldsOf(external) !== undefined

function nameOf(project: string, key: string, fields: Fields): string {
  if (typeof fields.name === 'string') return fields.name
  return isExternal(fields) ? key : `${project}_${key}`
}

function newNetwork(name: string, fields: Fields, index: number, used: readonly string[]): DockerNetwork {
  const configured = subnetsOf(fields)
  const subnets = configured.some((subnet) => !subnet.includes(':')) ? configured : [freePool(used), ...configured]
  const options = textRecord(fields.driver_opts)
  return {
    id: name,
    name,
    driver: typeof fields.driver === 'string' ? fields.driver : 'bridge',
    created: `9999-${String(index + 1).padStart(4, '0')}`,
    internal: fields.internal === true,
    ingress: false,
    ipv4: true,
    ipv6: fields.enable_ipv6 === true,
    subnets,
    options: {
      ...options,
      'com.docker.network.bridge.name': options['com.docker.network.bridge.name'] ?? `br-${name}`.slice(0, 15),
    },
    members: {},
  }
}

function subnetsOf(fields: Fields): readonly string[] {
  const config = fieldsOf(fields.ipam)?.config
  if (!Array.isArray(config)) return []
  return config.flatMap((one) => {
    const subnet = fieldsOf(one)?.subnet
    return typeof subnet === 'string' && (subnet.includes(':') || rangeOf(subnet) !== undefined) ? [subnet] : []
  })
}

/** The engine's default pools: 172.17/16 to 172.31/16 (172.17 is docker0's), then 192.168.0/20 to 192.168.240/20. */
const pools = [
  ...Array.from({ length: 14 }, (_, index) => `172.${index + 18}.0.0/16`),
  ...Array.from({ length: 16 }, (_, index) => `192.168.${index * 16}.0/20`),
]

function freePool(used: readonly string[]): string {
  const ranges = used.flatMap((subnet) => rangeOf(subnet) ?? [])
  const isFree = (pool: string) => {
    const range = rangeOf(pool)
    return range !== undefined && ranges.every(({ first, last }) => range.last < first || last < range.first)
  }
  return pools.find(isFree) ?? '172.18.0.0/16'
}

function rangeOf(subnet: string): { readonly first: number; readonly last: number } | undefined {
  const [text = '', length = ''] = subnet.split('/')
  const address = readIpv4(text)
  if (address === undefined || !/^\d+$/.test(length) || Number(length) > 32) return undefined
  const size = 2 ** (32 - Number(length))
  const first = address - (address % size)
  return { first, last: first + size - 1 }
}

/** The network's own addresses, the gateway's (the first) and its members'. */
function takenIn(network: DockerNetwork): Set<number> {
  const range = network.subnets.map(rangeOf).find((found) => found !== undefined)
  const members = Object.values(network.members).map(({ ipv4 }) => readIpv4(ipv4.split('/')[0] ?? ''))
  const own = range === undefined ? [] : [range.first, range.first + 1, range.last]
  return new Set([...own, ...members].filter((address) => address !== undefined))
}

/** The next free address of a network, which is then taken. */
export function nextAddress({ network, taken }: PlannedNetwork): string | undefined {
  const range = network.subnets.map(rangeOf).find((found) => found !== undefined)
  if (range === undefined) return undefined
  for (let address = range.first; address <= range.last; address++) {
    if (taken.has(address)) continue
    taken.add(address)
    return writeIpv4(address)
  }
  return undefined
}
