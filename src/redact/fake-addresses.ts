import type { AddressNumber } from '#base/address.ts'
import type { Prefix } from '#base/prefix.ts'
import type { AddressClass, AddressPlan, Block } from './address-plan.ts'
import { blockOf, embedding, holdsBlock, ipv4Plan, ipv6Plan } from './address-plan.ts'
import type { BlockAllocator } from './block-allocator.ts'
import { blockAllocator, byPlace } from './block-allocator.ts'

interface Node {
  readonly block: Block
  /** In order of their addresses. */
  readonly inside: Node[]
}

/** The fake of an address; with a length and no host bits, of the first address of that prefix. */
export type FakeAddress = (address: AddressNumber, length?: number) => AddressNumber

/**
 * Fakes for all addresses of a snapshot at once. Prefixes keep their length, hosts of a prefix stay in it and in their order,
 * prefixes inside others stay inside, so every rule takes the packets it took before. A prefix with host bits is two facts:
 * the host and its prefix. Addresses that were not noted get no fake.
 */
export function fakeAddresses(noted: Iterable<Prefix>): FakeAddress {
  const ipv4: Prefix[] = []
  const ipv6: Prefix[] = []
  for (const prefix of noted) {
    const { address } = prefix
    if (typeof address === 'number') ipv4.push(prefix)
    else if (isEmbedding(address))
      ipv4.push({ address: Number(address & 0xffffffffn), length: Math.max(0, prefix.length - 96) })
    else ipv6.push(prefix)
  }
  const fake4 = plan(ipv4, ipv4Plan)
  const fake6 = plan(ipv6, ipv6Plan)
  return (address, length) => {
    if (typeof address === 'number') return Number(fake4(BigInt(address), length ?? 32))
    if (!isEmbedding(address)) return fake6(address, length ?? 128)
    const tail = address & 0xffffffffn
    return address - tail + fake4(tail, Math.max(0, (length ?? 128) - 96))
  }
}

function isEmbedding(address: bigint): boolean {
  return embedding.some(({ from, to }) => from <= address && address <= to)
}

function plan(noted: readonly Prefix[], rules: AddressPlan): (address: bigint, length: number) => bigint {
  const { width, kept } = rules
  const fixed = fixedBlocks(noted, rules)
  const still = new Set(fixed.map(keyOf))
  const tops = nest(movingBlocks(noted, still, rules))
  const originals = tops.map(({ block }) => block)
  const allocate = blockAllocator(kept, originals, width)
  const regionOf = regions(fixed, rules)
  const fakes = new Map<string, bigint>()
  for (const top of tops.sort((a, b) => a.block.length - b.block.length || byPlace(a.block, b.block))) {
    if (kept.some((one) => holdsBlock(one, top.block))) continue
    pack(top, placeFor(top, regionOf(top.block), allocate).from, fakes)
  }
  return (address, length) => {
    const key = keyOf(blockOf(address, length, width))
    const isPrefix = blockOf(address, length, width).from === address
    return isPrefix && still.has(key) ? address : (fakes.get(isPrefix ? key : `${address}/${width}`) ?? address)
  }
}

function keyOf({ from, length }: Block): string {
  return `${from}/${length}`
}

/**
 * Prefixes that stay as they are: those that tell nothing, whole classes (10.0.0.0/8), and what holds one of these. What lies in them
 * moves within.
 */
function fixedBlocks(noted: readonly Prefix[], { width, shortest, classes }: AddressPlan): readonly Block[] {
  const blocks = new Map(
    noted.map(({ address, length }) => {
      const block = blockOf(BigInt(address), length, width)
      return [keyOf(block), block] as const
    }),
  )
  const isClass = (one: Block) => classes.some(({ block }) => keyOf(block) === keyOf(one))
  const plain = [...blocks.values()].filter((one) => one.length < shortest || isClass(one))
  return [...blocks.values()].filter((one) => plain.some((inner) => holdsBlock(one, inner)))
}

// Every other noted prefix, and the hosts: addresses that are noted alone or with the length of their prefix.
function movingBlocks(noted: readonly Prefix[], still: ReadonlySet<string>, { width }: AddressPlan): readonly Block[] {
  const blocks = new Map<string, Block>()
  for (const { address, length } of noted) {
    const block = blockOf(BigInt(address), length, width)
    const host = blockOf(BigInt(address), width, width)
    if (!still.has(keyOf(block))) blocks.set(keyOf(block), block)
    if (host.from !== block.from) blocks.set(keyOf(host), host)
  }
  return [...blocks.values()].sort(byPlace)
}

function nest(blocks: readonly Block[]): Node[] {
  const tops: Node[] = []
  const open: Node[] = []
  for (const block of blocks) {
    while (open.length > 0 && !holdsBlock(open.at(-1)?.block ?? block, block)) open.pop()
    const node = { block, inside: [] }
    const outer = open.at(-1)
    if (outer === undefined) tops.push(node)
    else outer.inside.push(node)
    open.push(node)
  }
  return tops
}

interface Region {
  readonly pools: readonly Block[]
  readonly avoid: readonly Block[]
}

/** Where the fake of a block may lie: a prefix that stays must still hold what it held, and must not get anything else. */
function regions(fixed: readonly Block[], rules: AddressPlan): (one: Block) => Region {
  const known = new Map<string, Region>()
  return (one) => {
    const around = fixed.filter((block) => holdsBlock(block, one)).sort(byPlace)
    const own = rules.classes.find(({ block }) => holdsBlock(block, one))
    const key = `${around.map(keyOf).join()} ${own && keyOf(own.block)}`
    const region = known.get(key) ?? regionOf(around, own)
    known.set(key, region)
    return region
  }

  function regionOf(around: readonly Block[], own: AddressClass | undefined): Region {
    const inner = around.at(-1)
    const usual = own?.pools ?? rules.pools
    const others = own === undefined ? rules.classes.map(({ block }) => block) : []
    return {
      pools: inner === undefined ? usual : [...usual.filter((pool) => holdsBlock(inner, pool)), inner],
      avoid: [...fixed.filter((block) => !around.includes(block)), ...others],
    }
  }
}

// Where every free place holds an original address, one of those: another one's, where there is a choice.
function placeFor({ block }: Node, region: Region, allocate: BlockAllocator): Block {
  const wish = { length: block.length, ...region }
  return allocate({ ...wish, apart: true }) ?? allocate({ ...wish, apart: false }) ?? block
}

// From the left, in order, each at the first place its size allows: never further right than it was, so all find room.
function pack(node: Node, base: bigint, fakes: Map<string, bigint>): void {
  fakes.set(keyOf(node.block), base)
  let cursor = base
  for (const inner of node.inside) {
    const size = inner.block.to - inner.block.from + 1n
    const isFirst = inner.block.from === node.block.from
    const isLast = size === 1n && inner.block.to === node.block.to
    // The first place is the prefix's own address, the last its broadcast address.
    const least = isFirst || cursor > base ? cursor : base + 1n
    const place = isLast ? base + (node.block.to - node.block.from) : (least + size - 1n) & ~(size - 1n)
    pack(inner, place, fakes)
    cursor = place + size
  }
}
