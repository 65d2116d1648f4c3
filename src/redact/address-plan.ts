import { readPrefix, widthOf } from '#base/prefix.ts'

/** A block of addresses, as numbers of any width: `from` and `to` both included. */
export interface Block {
  readonly from: bigint
  readonly to: bigint
  readonly length: number
}

/** A kind of address that stays its kind: fakes for what lies in `block` come from `pools`, tried in order. */
export interface AddressClass {
  readonly block: Block
  readonly pools: readonly Block[]
}

/** Which addresses of a family get fakes, and where those come from. */
export interface AddressPlan {
  readonly width: 32 | 128
  /** Prefixes shorter than this tell nothing about a host and stay as they are, but not what lies in them. */
  readonly shortest: number
  /** What lies here stays as it is. */
  readonly kept: readonly Block[]
  /** The narrower before the wider; each block itself stays. */
  readonly classes: readonly AddressClass[]
  /** Where fakes for everything else come from, tried in order. */
  readonly pools: readonly Block[]
}

/** The block that a prefix covers. */
export function block(text: string): Block {
  const prefix = readPrefix(text)
  if (prefix === undefined) throw new Error(`no prefix: ${text}`)
  return blockOf(BigInt(prefix.address), prefix.length, widthOf(prefix.address))
}

/** The block of an address and prefix length. */
export function blockOf(address: bigint, length: number, width: 32 | 128): Block {
  const rest = (1n << BigInt(width - length)) - 1n
  const from = address & ~rest
  return { from, to: from | rest, length }
}

/** Whether the outer block holds all of the inner one. */
export function holdsBlock(outer: Block, inner: Block): boolean {
  return outer.from <= inner.from && inner.to <= outer.to
}

const private10 = block('10.0.0.0/8')

/**
 * IPv4: documentation ranges first (RFC 5737), then benchmarking (RFC 2544) and reserved space for what is too big or too
 * much for them. The others are used only where a ruleset itself names those, as lists of bogons do, or names half the
 * internet: first blocks that are not to be met there. Private stays private. 172.17.0.0/16 is docker0's on every host.
 */
export const ipv4Plan: AddressPlan = {
  width: 32,
  shortest: 8,
  kept: [
    '0.0.0.0/8',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.17.0.0/16',
    '100.115.92.0/23',
    '224.0.0.0/4',
    '255.0.0.0/8',
  ].map(block),
  classes: [
    { block: private10, pools: [private10] },
    { block: block('172.16.0.0/12'), pools: [block('172.16.0.0/12'), private10] },
    { block: block('192.168.0.0/16'), pools: [block('192.168.0.0/16'), private10] },
    { block: block('100.64.0.0/10'), pools: [block('100.64.0.0/10')] },
  ],
  pools: [
    '203.0.113.0/24',
    '198.51.100.0/24',
    '192.0.2.0/24',
    '198.18.0.0/15',
    '240.0.0.0/4',
    ...[11, 21, 22, 26, 28, 29, 30, 33].map((first) => `${first}.0.0.0/8`),
    '0.0.0.0/1',
    '128.0.0.0/1',
  ].map(block),
}

/**
 * IPv6: documentation ranges (RFC 3849, RFC 9637), then space that the IETF holds in reserve. Link-local and unique local
 * addresses stay what they are, but not their hosts: those are often made of a MAC. Tailscale's range is everybody's.
 */
export const ipv6Plan: AddressPlan = {
  width: 128,
  shortest: 13,
  kept: ['::/127', 'ff00::/8'].map(block),
  classes: [
    { block: block('fe80::/64'), pools: [block('fe80::/64')] },
    { block: block('fe80::/10'), pools: ['fe80::/64', 'fe80::/10'].map(block) },
    { block: block('fd7a:115c:a1e0::/48'), pools: [block('fd7a:115c:a1e0::/48')] },
    { block: block('fc00::/7'), pools: ['fd00::/8', 'fc00::/7'].map(block) },
  ],
  pools: ['2001:db8::/32', '3fff::/20', '4000::/3'].map(block),
}

/** Where the last 32 bits are an IPv4 address: mapped ones, and NAT64's well-known prefix (RFC 6052). */
export const embedding: readonly Block[] = ['::ffff:0:0/96', '64:ff9b::/96'].map(block)
