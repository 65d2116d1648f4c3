/** An address as a number: IPv4 is a number below 2^32, IPv6 a bigint below 2^128. */
export type AddressNumber = number | bigint

/** Reads four decimal parts and nothing else; undefined when the text is anything else. */
export function readIpv4(text: string): number | undefined {
  let address = 0
  let part = 0
  let digits = 0
  let parts = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 46) {
      if (digits === 0 || parts === 3) return undefined
      address = address * 256 + part
      parts++
      part = 0
      digits = 0
      continue
    }
    if (code < 48 || code > 57 || (digits > 0 && part === 0)) return undefined
    part = part * 10 + code - 48
    digits++
    if (part > 255) return undefined
  }
  return parts === 3 && digits > 0 ? address * 256 + part : undefined
}

/** Reads what inet_aton takes: one to four parts, each decimal, octal (leading 0) or hex (0x). */
export function readIpv4Loose(text: string): number | undefined {
  const strict = readIpv4(text)
  if (strict !== undefined) return strict
  const parts = text.split('.').map(readPart)
  const last = parts.pop()
  if (last === undefined || parts.length > 3) return undefined
  let address = 0
  for (const part of parts) {
    if (part === undefined || part > 255) return undefined
    address = address * 256 + part
  }
  const room = 256 ** (4 - parts.length)
  return last < room ? address * room + last : undefined
}

function readPart(text: string): number | undefined {
  if (/^0[xX][0-9a-fA-F]{1,8}$/.test(text)) return Number.parseInt(text, 16)
  if (/^0[0-7]{1,11}$/.test(text)) return Number.parseInt(text, 8)
  return /^(0|[1-9]\d{0,9})$/.test(text) ? Number(text) : undefined
}

/** Reads what iptables takes before it asks for names: one to four parts below 256 in any notation; missing ones are 0 (`10.1` is 10.1.0.0). */
export function readIpv4Network(text: string): number | undefined {
  const strict = readIpv4(text)
  if (strict !== undefined) return strict
  const parts = text.split('.').map((part) => readPart(part.replace(/^[\t-\r ]*\+?(?=\d)/, '')))
  if (parts.length > 4) return undefined
  let address = 0
  for (let index = 0; index < 4; index++) {
    const part = index < parts.length ? parts[index] : 0
    if (part === undefined || part > 255) return undefined
    address = address * 256 + part
  }
  return address
}

/** Four decimal parts. */
export function writeIpv4(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`
}

/** Reads the text forms of RFC 4291, an embedded IPv4 tail included; no zone, no brackets. */
export function readIpv6(text: string): bigint | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = readGroups(halves[0] ?? '', halves.length === 1)
  const tail = halves.length === 2 ? readGroups(halves[1] ?? '', true) : []
  if (head === undefined || tail === undefined) return undefined
  const zeros = 8 - head.length - tail.length
  if (halves.length === 1 ? zeros !== 0 : zeros < 1) return undefined
  let address = 0n
  for (const group of head) address = (address << 16n) | BigInt(group)
  address <<= BigInt(16 * zeros)
  for (const group of tail) address = (address << 16n) | BigInt(group)
  return address
}

function readGroups(text: string, last: boolean): number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  const words = text.split(':')
  for (const [index, word] of words.entries()) {
    if (last && index === words.length - 1 && word.includes('.')) {
      const tail = readIpv4(word)
      if (tail === undefined) return undefined
      groups.push(Math.floor(tail / 65536), tail % 65536)
    } else if (/^[0-9a-fA-F]{1,4}$/.test(word)) groups.push(Number.parseInt(word, 16))
    else return undefined
  }
  return groups.length > 8 ? undefined : groups
}

/** RFC 5952 text, with a dotted tail for IPv4-mapped and IPv4-compatible addresses as glibc prints them. */
export function writeIpv6(address: bigint): string {
  const groups: number[] = []
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(Number((address >> shift) & 0xffffn))
  const run = longestZeroRun(groups)
  const dotted = run.start === 0 && (run.length === 6 || (run.length === 5 && groups[5] === 0xffff))
  const words = groups.map((group) => group.toString(16))
  if (dotted) words.splice(6, 2, writeIpv4(Number(address & 0xffffffffn)))
  if (run.length < 2) return words.join(':')
  return `${words.slice(0, run.start).join(':')}::${words.slice(run.start + run.length).join(':')}`
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  for (let start = 0; start < groups.length; start++) {
    let length = 0
    while (groups[start + length] === 0) length++
    if (length > best.length) best = { start, length }
  }
  return best
}

/** The netmask of an IPv4 prefix length 0..32. */
export function ipv4Mask(length: number): number {
  return length === 0 ? 0 : (0xffffffff << (32 - length)) >>> 0
}

/** The netmask of an IPv6 prefix length 0..128. */
export function ipv6Mask(length: number): bigint {
  return ((1n << BigInt(length)) - 1n) << BigInt(128 - length)
}

/** The prefix length of a contiguous mask, undefined for any other mask. */
export function prefixLength(mask: AddressNumber): number | undefined {
  if (typeof mask === 'number') {
    const length = Math.clz32(~mask)
    return ipv4Mask(length) === mask ? length : undefined
  }
  let length = 0
  while (length < 128 && (mask >> BigInt(127 - length)) & 1n) length++
  return ipv6Mask(length) === mask ? length : undefined
}
