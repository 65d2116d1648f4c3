import type { AddressNumber } from '#base/address.ts'
import { liesIn, networkOf } from '#base/network.ts'
import type { Interface, InterfaceAddress } from '#model/facts.ts'
import type { Family } from '#model/family.ts'
import type { World } from './world.ts'

/** The source address that the host gives to packets that leave by a device; `hop` is the next router, or the destination. */
export function sourceToward(
  world: World,
  device: string,
  family: Family,
  hop: AddressNumber,
  dst: AddressNumber = hop,
): AddressNumber | undefined {
  return typeof dst === 'bigint' ? source6(world, device, dst) : source4(world, device, family, hop)
}

// The first address of the device on the hop's network, or its first, or the first of any device; never a loopback address.
// Source: inet_select_addr() in net/ipv4/devinet.c.
function source4(world: World, device: string, family: Family, hop: AddressNumber): AddressNumber | undefined {
  const own = outward(world.interfaces.get(device), family)
  const near = own.find(({ address, length }) => networkOf(address, length) === networkOf(hop, length))
  if (near !== undefined || own[0] !== undefined) return (near ?? own[0])?.address
  const others = world.facts.interfaces?.flatMap((each) => outward(each, family)) ?? []
  return others[0]?.address
}

function outward(link: Interface | undefined, family: Family): readonly InterfaceAddress[] {
  return link?.addresses.filter((each) => each.family === family && Number(each.address) >>> 24 !== 127) ?? []
}

interface Candidate {
  readonly address: bigint
  readonly here: boolean
}

// RFC 6724, section 5, as far as addresses alone tell. Source: ipv6_dev_get_saddr() in net/ipv6/addrconf.c.
function source6(world: World, device: string, dst: bigint): bigint | undefined {
  const near = scopeOf(dst) === linkScope && dst !== 1n
  const candidates: Candidate[] = []
  for (const { name, addresses } of world.facts.interfaces ?? []) {
    if (near && name !== device) continue
    for (const { address } of addresses) {
      if (typeof address === 'bigint') candidates.push({ address, here: name === device })
    }
  }
  let best = candidates[0]
  for (const candidate of candidates.slice(1))
    if (best !== undefined && isBetter(candidate, best, dst)) best = candidate
  return best?.address
}

function isBetter(one: Candidate, other: Candidate, dst: bigint): boolean {
  if ((one.address === dst) !== (other.address === dst)) return one.address === dst
  const [scope, otherScope, wanted] = [scopeOf(one.address), scopeOf(other.address), scopeOf(dst)]
  if (scope !== otherScope) return scope < otherScope ? scope >= wanted : otherScope < wanted
  if (one.here !== other.here) return one.here
  const label = labelOf(dst)
  const labelled = [labelOf(one.address) === label, labelOf(other.address) === label]
  if (labelled[0] !== labelled[1]) return labelled[0] === true
  return commonLength(one.address, dst) > commonLength(other.address, dst)
}

const linkScope = 2

function scopeOf(address: bigint): number {
  if (address >> 120n === 0xffn) return Number((address >> 112n) & 15n)
  return address === 1n || address >> 118n === 0x3fan ? linkScope : address >> 118n === 0x3fbn ? 5 : 14
}

// Source: RFC 6724, section 2.1, with the numbers of the kernel.
const labels: readonly (readonly [address: bigint, length: number, label: number])[] = [
  [1n, 128, 0],
  [0xffffn << 32n, 96, 4],
  [0n, 96, 3],
  [0x20010000n << 96n, 32, 6],
  [0x20010010n << 96n, 28, 7],
  [0x2002n << 112n, 16, 2],
  [0xfcn << 120n, 7, 5],
]

function labelOf(address: bigint): number {
  return labels.find(([base, length]) => liesIn(address, { address: base, length }))?.[2] ?? 1
}

function commonLength(a: bigint, b: bigint): number {
  const difference = a ^ b
  return difference === 0n ? 128 : 128 - difference.toString(2).length
}
