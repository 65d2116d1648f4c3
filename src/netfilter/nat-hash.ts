import type { AddressNumber } from '#base/address.ts'
import type { Tuple } from '#model/packet.ts'
import type { NumberRange } from '#model/value.ts'

/**
 * The address of a range that nat gives to a client: the same one each time, chosen by a hash of the source (and of the
 * destination, unless --persistent). Source: find_best_ips_proto() in net/netfilter/nf_nat_core.c; words as little-endian
 * machines read them.
 */
export function chooseAddress(
  { from, to }: NumberRange,
  { src, dst }: Tuple,
  persistent: boolean,
  destination: boolean,
): AddressNumber | undefined {
  if (from === to) return from
  if (src === undefined || dst === undefined) return undefined
  const low = words(from)
  const high = words(to)
  const target = words(dst)
  const seed = persistent ? 0 : swap(target.at(-1) ?? 0)
  let hash = jhash2(pad(words(src).map(swap)), seed)
  let whole = false
  const chosen = low.map((word, index) => {
    const top = high[index] ?? 0
    const [least, count] = whole ? [0, 0xffffffff] : [word, (top - word + 1) >>> 0]
    const found = (least + scale(hash, count)) >>> 0
    if (found !== top) whole = true
    // Where the destination is what changes, the kernel has it changed already when it looks at it again.
    if (!persistent) hash = (hash ^ swap((destination ? found : target[index]) ?? 0)) >>> 0
    return found
  })
  return typeof from === 'number' ? chosen[0] : chosen.reduce((sum, word) => (sum << 32n) | BigInt(word), 0n)
}

function words(address: AddressNumber): number[] {
  if (typeof address === 'number') return [address]
  return [96n, 64n, 32n, 0n].map((shift) => Number((address >> shift) & 0xffffffffn))
}

// The kernel hashes a union that has room for an IPv6 address.
function pad(source: readonly number[]): number[] {
  return [0, 1, 2, 3].map((index) => source[index] ?? 0)
}

function swap(word: number): number {
  return ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0
}

function scale(value: number, count: number): number {
  return Number((BigInt(value) * BigInt(count)) >> 32n)
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}

// Bob Jenkins' hash of four words. Source: include/linux/jhash.h.
function jhash2([k0 = 0, k1 = 0, k2 = 0, k3 = 0]: readonly number[], seed: number): number {
  const start = (0xdeadbeef + (4 << 2) + seed) | 0
  let [a, b, c] = [(start + k0) | 0, (start + k1) | 0, (start + k2) | 0]
  a = (a - c) ^ rotate(c, 4)
  c = (c + b) | 0
  b = (b - a) ^ rotate(a, 6)
  a = (a + c) | 0
  c = (c - b) ^ rotate(b, 8)
  b = (b + a) | 0
  a = (a - c) ^ rotate(c, 16)
  c = (c + b) | 0
  b = (b - a) ^ rotate(a, 19)
  a = (a + c) | 0
  c = (c - b) ^ rotate(b, 4)
  b = (b + a) | 0
  a = (a + k3) | 0
  c = ((c ^ b) - rotate(b, 14)) | 0
  a = ((a ^ c) - rotate(c, 11)) | 0
  b = ((b ^ a) - rotate(a, 25)) | 0
  c = ((c ^ b) - rotate(b, 16)) | 0
  a = ((a ^ c) - rotate(c, 4)) | 0
  b = ((b ^ a) - rotate(a, 14)) | 0
  c = ((c ^ b) - rotate(b, 24)) | 0
  return c >>> 0
}
