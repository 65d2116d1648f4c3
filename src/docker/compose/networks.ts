import { append } from '#base/lists.ts'
import { readPrefix } from '#base/prefix.ts'
import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { DockerNetwork } from '#model/docker.ts'
import {
  addressPool,
  type AddressPool,
  freeSubnet,
  type PoolConfig,
  prefixOf,
  type SubnetSource,
  takeAddress,
} from './address-pool.ts'
import { isSubnet } from './bare-host.ts'
import { ComposeRefusal, type Fields, fieldsOf, isTrue, listOf, namesOf, textOf, textRecord } from './fields.ts'

/** A network of the project, with the addresses that are free in it. */
export interface PlannedNetwork {
  readonly key: string
  readonly network: DockerNetwork
  readonly pools: readonly AddressPool[]
  /** Its driver and subnet are not known: it is external, and the host was not read. */
  readonly unknown: boolean
}

/** What networks are planned with. */
export interface NetworkSetting {
  readonly project: string
  readonly there: readonly DockerNetwork[]
  readonly sources: readonly SubnetSource[]
  /** Whether the engine has IPv6 addresses for networks that name none: 27 and later. */
  readonly hasIpv6Sources: boolean
  readonly bridgeRange: string | undefined
  readonly notes: Message[]
}

const bridgeNameOption = 'com.docker.network.bridge.name'

/** The networks that the services join, as the engine would make them beside those that are there; one that is there is used as it is. */
export function plannedNetworks(
  declared: Fields,
  services: Fields,
  setting: NetworkSetting,
): readonly PlannedNetwork[] {
  const { there, project, notes } = setting
  const keys = networkKeys(declared, services)
  const fields = (key: string) => fieldsOf(declared[key]) ?? {}
  const named = keys.flatMap((key) => poolConfigs(fields(key)).map(({ subnet }) => subnet))
  const used = [...there.flatMap(({ subnets }) => subnets), ...named]
  const bridges = new Set(there.map(({ options }) => options[bridgeNameOption]))
  let chosen = 0
  const planned = keys.map((key, index): PlannedNetwork => {
    const name = nameOf(project, key, fields(key))
    const known = there.find((network) => network.name === name)
    if (known !== undefined) return joined(key, known, setting)
    const external = isExternal(fields(key))
    if (external) notes.push(message('compose/external', { network: name }))
    const plan = newNetwork(name, fields(key), index, used, bridges, setting)
    append(used, plan.network.subnets)
    if (plan.chosen) chosen++
    return { key, network: plan.network, pools: plan.pools, unknown: external }
  })
  // An engine that made networks before goes on after the last one, and Compose creates several in any order.
  if (chosen > 1 || (chosen > 0 && there.length > 1)) notes.push(message('compose/subnets-assumed', { count: chosen }))
  return planned
}

/** A network that is there, its members' addresses taken. */
export function joined(key: string, network: DockerNetwork, { bridgeRange }: NetworkSetting): PlannedNetwork {
  const isDefault = network.options['com.docker.network.bridge.default_bridge'] === 'true'
  const pools = network.subnets.flatMap((subnet) => {
    const range = isDefault && !subnet.includes(':') ? bridgeRange : undefined
    // A subnet with host bits is the bridge's own address, as `--bip` gives it.
    const isAddress = readPrefix(subnet)?.address !== prefixOf(subnet)?.address
    return addressPool({ subnet, range, gateway: isAddress ? subnet : undefined }) ?? []
  })
  for (const { ipv4, ipv6 } of Object.values(network.members)) {
    for (const pool of pools) if (!takeAddress(pool, ipv4)) takeAddress(pool, ipv6)
  }
  return { key, network, pools, unknown: false }
}

/** Networks that a service joins, and the default one where a service names none. Refuses names that are not declared. */
function networkKeys(declared: Fields, services: Fields): readonly string[] {
  const wanted = new Set<string>()
  for (const [service, value] of Object.entries(services)) {
    for (const name of serviceNetworks(fieldsOf(value) ?? {})) {
      if (name !== 'default' && !Object.hasOwn(declared, name))
        throw new ComposeRefusal(message('compose/undefined', { service, name }))
      wanted.add(name)
    }
  }
  const keys = Object.keys(declared).filter((key) => wanted.has(key))
  return wanted.has('default') && !keys.includes('default') ? [...keys, 'default'] : keys
}

/** The keys of the networks that a service joins. */
export function serviceNetworks(service: Fields): readonly string[] {
  if (service.network_mode !== undefined && service.network_mode !== null) return []
  const names = namesOf(service.networks)
  return names.length === 0 ? ['default'] : names
}

const isExternal = ({ external }: Fields) => isTrue(external) || fieldsOf(external) !== undefined

function nameOf(project: string, key: string, fields: Fields): string {
  const old = textOf(fieldsOf(fields.external)?.name)
  return textOf(fields.name) ?? old ?? (isExternal(fields) ? key : `${project}_${key}`)
}

interface NewNetwork {
  readonly network: DockerNetwork
  readonly pools: readonly AddressPool[]
  /** Whether the engine chooses its subnet. */
  readonly chosen: boolean
}

function newNetwork(
  name: string,
  fields: Fields,
  index: number,
  used: readonly string[],
  bridges: Set<string | undefined>,
  { sources, hasIpv6Sources, notes }: NetworkSetting,
): NewNetwork {
  const ipv4 = fields.enable_ipv4 === undefined || isTrue(fields.enable_ipv4)
  const ipv6 = isTrue(fields.enable_ipv6)
  const configs = [...poolConfigs(fields)]
  const has = (family: '.' | ':') => configs.some(({ subnet }) => subnet.includes(family) && isSubnet(subnet))
  for (const { subnet } of configs)
    if (!isSubnet(subnet)) notes.push(message('compose/subnet', { network: name, subnet }))
  const chosen = ipv4 && !has('.')
  const four = chosen ? freeSubnet(sources, 'ipv4', used) : undefined
  if (four !== undefined) configs.unshift({ subnet: four })
  if (ipv6 && !has(':')) {
    const six = freeSubnet(sources, 'ipv6', used)
    const made = six ?? (hasIpv6Sources ? `fd00:0:0:${(index + 1).toString(16)}::/64` : undefined)
    if (made !== undefined) configs.push({ subnet: made })
    if (six === undefined)
      notes.push(message(hasIpv6Sources ? 'compose/ipv6-subnet-assumed' : 'compose/no-ipv6-subnet', { network: name }))
  }
  const options = textRecord(fields.driver_opts)
  const network: DockerNetwork = {
    id: name,
    name,
    driver: textOf(fields.driver) ?? 'bridge',
    created: `9999-${String(index + 1).padStart(4, '0')}`,
    internal: isTrue(fields.internal),
    ingress: false,
    ipv4,
    ipv6,
    subnets: configs.map(({ subnet }) => subnet).filter(isSubnet),
    options: {
      ...options,
      [bridgeNameOption]: options[bridgeNameOption] ?? freeName(`br-${name}`.slice(0, 15), bridges),
    },
    members: {},
  }
  return { network, pools: configs.flatMap((config) => addressPool(config) ?? []), chosen }
}

// Names of interfaces have 15 characters: two networks may begin alike.
function freeName(name: string, taken: Set<string | undefined>): string {
  let free = name
  for (let count = 2; taken.has(free); count++) free = `${name.slice(0, 14 - String(count).length)}~${count}`
  taken.add(free)
  return free
}

function poolConfigs(fields: Fields): readonly PoolConfig[] {
  return listOf(fieldsOf(fields.ipam)?.config).flatMap((one) => {
    const { subnet, ip_range: range, gateway, aux_addresses: reserved } = fieldsOf(one) ?? {}
    const text = textOf(subnet)
    if (text === undefined) return []
    return [
      { subnet: text, range: textOf(range), gateway: textOf(gateway), reserved: Object.values(textRecord(reserved)) },
    ]
  })
}
