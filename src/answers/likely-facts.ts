import type { AddressNumber } from '#base/address.ts'
import { remembered } from '#base/remember.ts'
import { networkOf } from '#base/network.ts'
import { readPrefix } from '#base/prefix.ts'
import { bridgeName } from '#model/docker.ts'
import type { Facts, Route } from '#model/facts.ts'
import type { Family } from '#model/family.ts'
import { findChain } from '#model/ruleset.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { ownersOf } from './owners-answer.ts'

/** What this host is taken to be called where its addresses were not read: documentation addresses. */
export const likelyHost: Readonly<Record<Family, AddressNumber>> = {
  ipv4: 0xc0000201,
  ipv6: 0x20010db8000000000000000000000001n,
}

/**
 * The facts of a snapshot; where neither interfaces nor routes were read, with the networks that Docker tells of, by its own word
 * or by the rules it wrote, and an address for this host.
 */
export const withLikely = remembered((snapshot: Snapshot): Facts => {
  const { facts, rulesets, docker } = snapshot
  if (facts.interfaces !== undefined || facts.routes !== undefined) return facts
  const owners = ownersOf(snapshot)
  const networks = new Map<string, readonly Route[]>()
  const add = (subnet: string, device: string) => networks.set(`${device} ${subnet}`, routesOf(subnet, device))
  for (const network of docker?.networks ?? [])
    if (network.driver === 'bridge') for (const subnet of network.subnets) add(subnet, bridgeName(network))
  for (const ruleset of rulesets)
    for (const rule of findChain(ruleset, 'nat', 'POSTROUTING')?.rules ?? []) {
      const { owner, args } = owners.ofRule(rule)
      if (owner === 'docker' && args.subnet && args.bridge) add(String(args.subnet), String(args.bridge))
    }
  const hosts = (['ipv4', 'ipv6'] as const).map((family) => local(family, likelyHost[family], undefined))
  return { ...facts, likely: [...[...networks.values()].flat(), ...hosts] }
})

/** A network behind a bridge, whose first address is the bridge's own. */
function routesOf(subnet: string, device: string): readonly Route[] {
  const prefix = readPrefix(subnet)
  if (prefix === undefined) return []
  const { address, length } = prefix
  const family = typeof address === 'bigint' ? 'ipv6' : 'ipv4'
  const network = networkOf(address, length)
  const first = typeof network === 'bigint' ? network + 1n : network + 1
  return [
    { ...local(family, network, device), table: 'main', type: 'unicast', destination: { address: network, length } },
    local(family, first, device),
  ]
}

function local(family: Family, address: AddressNumber, device: string | undefined): Route {
  const destination = { address, length: family === 'ipv4' ? 32 : 128 }
  return { family, table: 'local', type: 'local', destination, via: undefined, device, source: undefined, metric: 0 }
}
