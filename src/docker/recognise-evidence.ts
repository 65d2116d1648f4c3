import type { DockerState } from '#model/docker.ts'
import { bridgeName } from '#model/docker.ts'
import type { Ruleset } from '#model/ruleset.ts'
import type { AddressMask } from '#model/value.ts'
import { isUnknown } from '#model/value.ts'
import type { Taken } from '#syntax/shape.ts'
import type { Candidate } from './recognise-candidates.ts'
import { dockerChains } from './recognise-shapes.ts'

/** What the rules and Docker's own word tell of Docker on this host. */
export interface Evidence {
  /** Whether an interface is a bridge of Docker's. */
  isBridge(name: string): boolean
  /** Whether an address is a container's, or lies in a network of Docker's. */
  isInside(address: string, number: AddressMask | undefined): boolean
  /** Addresses to which raw drops direct access. */
  readonly guarded: ReadonlySet<string>
  /** Host ports by `PROTOCOL ADDRESS PORT` of the container. */
  readonly published: ReadonlyMap<string, ReadonlySet<number>>
  /** What a redirection leads to, by `PROTOCOL ADDRESS PORT` of the host. */
  readonly behind: ReadonlyMap<string, Taken>
  /** Docker's chains stand on this host. */
  readonly host: boolean
  /** The rulesets that a container's network namespace holds. */
  readonly sandboxes: ReadonlySet<Ruleset>
}

const customary = /^(docker0|docker_gwbridge|br-[0-9a-f]{12})$/
const defaultPools: readonly AddressMask[] = [{ family: 'ipv4', address: 0xac100000, mask: 0xfff00000 }]

/** Gathers the evidence; `state` is what the engine itself says, where it was asked. */
export function gatherEvidence(
  candidates: readonly Candidate[],
  rulesets: readonly Ruleset[],
  state: DockerState | undefined,
): Evidence {
  const bridges = new Set(stateBridges(state))
  const addresses = new Set(stateAddresses(state))
  const published = new Map<string, Set<number>>()
  const behind = new Map<string, Taken>()
  for (const { pattern, taken } of candidates) {
    if (pattern.proof !== 'sure') continue
    for (const name of [taken.bridge, taken.otherBridge]) if (typeof name === 'string') bridges.add(name)
    const { containerAddress, containerPort, protocol, hostPort } = taken
    if (typeof containerAddress === 'string') addresses.add(containerAddress)
    if (pattern.part === 'port-dnat' && typeof hostPort === 'number') {
      add(published, `${protocol} ${containerAddress} ${containerPort}`, hostPort)
      if (containerAddress !== undefined && containerPort !== undefined)
        behind.set(hostKey(taken), { containerAddress, containerPort })
    }
  }
  for (const name of returnedAndMasqueraded(candidates)) bridges.add(name)
  const isBridge = (name: string) => customary.test(name) || bridges.has(name)
  const onBridges = candidates.filter(({ taken }) => typeof taken.bridge === 'string' && isBridge(taken.bridge))
  const host = onBridges.some(({ place }) => place.table === 'raw') || rulesets.some(hasDockerChain)
  const subnets = onBridges
    .filter(({ pattern }) => pattern.part.startsWith('network-'))
    .flatMap(({ rule }) => known(rule.source?.value))
  const pools = host ? subnets : [...subnets, ...defaultPools]
  return {
    isBridge,
    isInside: (address, number) =>
      addresses.has(address) || (number !== undefined && pools.some((pool) => within(number, pool))),
    guarded: new Set(
      onBridges
        .filter(({ pattern }) => pattern.part === 'direct-access-drop')
        .map(({ taken }) => String(taken.containerAddress)),
    ),
    published,
    behind,
    host,
    sandboxes: new Set(rulesets.filter((ruleset) => isSandbox(ruleset, candidates))),
  }
}

/** A published port on the host's side, as `behind` knows it. */
export function hostKey({ protocol, hostAddress, hostPort }: Taken): string {
  return `${protocol} ${hostAddress ?? ''} ${hostPort}`
}

/** Whether the addresses of `inner` all lie in `outer`. */
export function within(inner: AddressMask, outer: AddressMask): boolean {
  if (inner.family !== outer.family) return false
  const mask = BigInt(outer.mask)
  return (BigInt(inner.mask) & mask) === mask && (BigInt(inner.address) & mask) === (BigInt(outer.address) & mask)
}

/** A network that Docker takes from its default pools. */
export function inDefaultPools(number: AddressMask): boolean {
  return defaultPools.some((pool) => within(number, pool))
}

function add(map: Map<string, Set<number>>, key: string, value: number): void {
  const values = map.get(key)
  if (values === undefined) map.set(key, new Set([value]))
  else values.add(value)
}

function known(value: unknown): readonly AddressMask[] {
  const address = value as AddressMask | { readonly unknown: string } | undefined
  return address === undefined || isUnknown(address) ? [] : [address]
}

function stateBridges(state: DockerState | undefined): readonly string[] {
  return (state?.networks ?? []).filter(({ driver }) => driver === 'bridge').map(bridgeName)
}

function stateAddresses(state: DockerState | undefined): readonly string[] {
  const endpoints = (state?.containers ?? []).flatMap((container) => container.endpoints)
  return endpoints.flatMap(({ ipv4, ipv6 }) =>
    [ipv4, ipv6].filter((address) => address !== undefined && address !== ''),
  ) as string[]
}

/** An interface that nat both returns from DOCKER and masquerades around: Docker does both for each network. */
function returnedAndMasqueraded(candidates: readonly Candidate[]): readonly string[] {
  const bridgesOf = (part: string) =>
    candidates.filter(({ pattern }) => pattern.part === part).map(({ taken }) => taken.bridge)
  const masqueraded = new Set([...bridgesOf('network-masquerade'), ...bridgesOf('network-snat')])
  return bridgesOf('bridge-return').filter((name): name is string => typeof name === 'string' && masqueraded.has(name))
}

/** Whether one of Docker's chains stands in the ruleset. */
export function hasDockerChain(ruleset: Ruleset): boolean {
  return ruleset.tables.some(({ name, chains }) =>
    chains.some((chain) => dockerChains[`${name} ${chain.name}`] !== undefined),
  )
}

function isSandbox(ruleset: Ruleset, candidates: readonly Candidate[]): boolean {
  const nat = ruleset.tables.find(({ name }) => name === 'nat')
  if (nat?.chains.some(({ name }) => name === 'DOCKER_OUTPUT')) return true
  return candidates.some(({ pattern, place }) => pattern.part === 'ingress-snat' && place.ruleset === ruleset)
}
