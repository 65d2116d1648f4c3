import { readIpv4 } from '#base/address.ts'
import { groupBy } from '#base/lists.ts'
import { readAddress, readPrefix } from '#base/prefix.ts'
import type { Interface, InterfaceAddress, Route } from '#model/facts.ts'

/** Reads what `ifconfig` printed, of net-tools 1.60 and of 2.x, and of busybox. */
export function readIfconfig(text: string): readonly Interface[] {
  const blocks = text
    .split(/^(?=\S{1,60}(?:: flags=| +Link encap:))/m)
    .filter((block) => /flags=|Link encap:/.test(block))
  const links = blocks.map((block) => ({
    name: /^[^\s:]+/.exec(block)?.[0] ?? '',
    up: /flags=\d+<[^>]*\bUP\b|^\s*UP /m.test(block),
    kind: undefined,
    bridge: undefined,
    mac: /(?:ether|HWaddr) ((?:[\da-fA-F]{2}:){5}[\da-fA-F]{2})/.exec(block)?.[1]?.toLowerCase(),
    addresses: [...block.matchAll(/\binet6? (?:addr: ?)?(\S+)(.*)/g)].flatMap(([, address, rest]) =>
      addressOf(address ?? '', rest ?? ''),
    ),
  }))
  // `eth0:1` is a second address of eth0.
  return [...groupBy(links, ({ name }) => name).values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ ...first, addresses: [...first.addresses, ...others.flatMap(({ addresses }) => addresses)] }],
  )
}

function addressOf(text: string, rest: string): readonly InterfaceAddress[] {
  const mask = /(?:netmask |Mask:)(\S+)/.exec(rest)?.[1]
  const length = mask === undefined ? /prefixlen (\d+)/.exec(rest)?.[1] : lengthOf(mask)
  const prefix = readPrefix(text.includes('/') || length === undefined ? text : `${text}/${length}`)
  return prefix === undefined ? [] : [{ family: typeof prefix.address === 'number' ? 'ipv4' : 'ipv6', ...prefix }]
}

// `255.255.0.0`, or `0xffff0000` as older versions print.
function lengthOf(mask: string): number | undefined {
  const bits = mask.startsWith('0x') ? Number(mask) : readIpv4(mask)
  return bits === undefined || Number.isNaN(bits) ? undefined : bits.toString(2).replace(/0/g, '').length
}

/** Reads what `route -n` and `netstat -rn` printed of IPv4; names instead of numbers are passed over. */
export function readRouteTable(text: string): readonly Route[] {
  return text.split('\n').flatMap((line): readonly Route[] => {
    const [to = '', gateway = '', mask = '', flags = '', ...rest] = line.trim().split(/\s+/)
    const address = to === 'default' ? 0 : readIpv4(to)
    const length = lengthOf(mask)
    if (address === undefined || length === undefined || !flags.includes('U')) return []
    const via = flags.includes('G') ? readAddress(gateway) : undefined
    const metric = Number(rest[0] ?? 0) || 0
    const destination = { address, length }
    const last = rest.at(-1)
    const device = last === '*' || last === '-' ? undefined : last
    const type = flags.includes('!') || device === undefined ? 'unreachable' : 'unicast'
    return [{ family: 'ipv4', table: 'main', type, destination, via, device, source: undefined, metric }]
  })
}
