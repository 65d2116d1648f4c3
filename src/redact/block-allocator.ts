import type { Block } from './address-plan.ts'
import { blockOf } from './address-plan.ts'

/** What a block must be like. Blocks are asked for from the biggest to the smallest. */
export interface BlockRequest {
  readonly length: number
  /** Where it may come from, tried in order. */
  readonly pools: readonly Block[]
  /** What it must not touch; the same list for all blocks that must avoid the same. */
  readonly avoid: readonly Block[]
  /** Whether it must hold no original address. */
  readonly apart: boolean
}

/** Hands out aligned blocks of pools, each once; undefined where there is none left that is as wished. */
export type BlockAllocator = (wish: BlockRequest) => Block | undefined

/** An allocator that keeps off the blocks of `never` always, and off `originals` where it is asked to. */
export function blockAllocator(never: readonly Block[], originals: readonly Block[], width: 32 | 128): BlockAllocator {
  const strict = new Spans([...never, ...originals])
  const used = new Spans(never)
  const cursors = new Map<string, bigint>()
  const full = new Map<readonly Block[], Set<string>>()
  return ({ length, pools, avoid, apart }) => {
    const taken = apart ? [strict, used] : [used]
    const dead = full.get(avoid) ?? new Set()
    full.set(avoid, dead)
    for (const pool of pools) {
      const key = `${pool.from}/${pool.length} ${apart}`
      if (length < pool.length || dead.has(`${key} ${length}`)) continue
      const find = (from: bigint) => freeBlock({ pool, length, width, avoid, taken }, from)
      // Sizes only shrink, so little room lies before the cursor; it is looked at again before giving up.
      const found = find(cursors.get(key) ?? pool.from) ?? find(pool.from)
      if (found === undefined) dead.add(`${key} ${length}`)
      else {
        cursors.set(key, found.to + 1n)
        used.add(found)
        return found
      }
    }
    return undefined
  }
}

interface Search {
  readonly pool: Block
  readonly length: number
  readonly width: 32 | 128
  readonly avoid: readonly Block[]
  readonly taken: readonly Spans[]
}

function freeBlock({ pool, length, width, avoid, taken }: Search, from: bigint): Block | undefined {
  const size = 1n << BigInt(width - length)
  for (let at = from; at <= pool.to; ) {
    const candidate = blockOf((at + size - 1n) & ~(size - 1n), length, width)
    if (candidate.to > pool.to) return undefined
    const behind =
      avoid.find((one) => one.from <= candidate.to && candidate.from <= one.to)?.to ??
      taken.map((spans) => spans.endOfOverlap(candidate)).find((end) => end !== undefined)
    if (behind !== undefined) at = (behind > candidate.to ? behind : candidate.to) + 1n
    else if (size === 1n && looksLikeNetwork(candidate.from, width)) at = candidate.from + 1n
    else return candidate
  }
  return undefined
}

// A host whose address ends like that of a network, or like a broadcast address, reads badly.
function looksLikeNetwork(address: bigint, width: 32 | 128): boolean {
  return width === 32 ? [0n, 255n].includes(address & 255n) : (address & 0xffffn) === 0n
}

// Disjoint spans in order. Blocks lie inside or apart from each other, so an outer one simply swallows inner ones.
class Spans {
  private readonly list: Block[] = []

  constructor(blocks: readonly Block[]) {
    for (const one of [...blocks].sort(byPlace)) {
      const last = this.list.at(-1)
      if (last === undefined || one.from > last.to) this.list.push(one)
    }
  }

  add(one: Block): void {
    const last = this.list.at(-1)
    if (last === undefined || one.from > last.to) this.list.push(one)
    else this.list.splice(this.firstEndingAt(one.from), 0, one)
  }

  endOfOverlap(one: Block): bigint | undefined {
    const near = this.list[this.firstEndingAt(one.from)]
    return near !== undefined && near.from <= one.to ? near.to : undefined
  }

  private firstEndingAt(address: bigint): number {
    let low = 0
    let high = this.list.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.list[middle]?.to ?? 0n) < address) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** By first address, the outer block first. */
export function byPlace(a: Block, b: Block): number {
  return a.from < b.from ? -1 : a.from > b.from ? 1 : a.length - b.length
}
