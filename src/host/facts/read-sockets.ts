import type { AddressNumber } from '#base/address.ts'
import { readAddress } from '#base/prefix.ts'
import type { ListeningSocket } from '#model/facts.ts'
import type { Family } from '#model/family.ts'

/** Reads what `ss -lntup` printed, with or without its header. A socket open to both families (`*:80`) is told as two. */
export function readSockets(text: string): readonly ListeningSocket[] {
  return text.split('\n').flatMap(readLine)
}

function readLine(line: string): readonly ListeningSocket[] {
  const [protocol, state, , , local = '', , ...rest] = line.trim().split(/\s+/)
  if ((protocol !== 'tcp' && protocol !== 'udp') || (state !== 'LISTEN' && state !== 'UNCONN')) return []
  const [, host = '', digits = ''] = /^(.*):(\d{1,5})$/.exec(local) ?? []
  const port = Number(digits)
  const place = placeOf(host)
  if (digits === '' || port > 65535 || place === undefined) return []
  const process = /^users:\(\("(.*?)",pid=/.exec(rest.join(' '))?.[1]
  const { address, device } = place
  return place.families.map((family) => ({ protocol, family, address, device, port, process }))
}

interface Place {
  readonly families: readonly Family[]
  readonly address: AddressNumber | undefined
  readonly device: string | undefined
}

// `0.0.0.0`, `*`, `[::]`, `127.0.0.53%lo`, `[fe80::1]%eth0`, `[::ffff:192.0.2.1]`.
function placeOf(host: string): Place | undefined {
  const [, bracketed, plain, device] = /^(?:\[([^\]%]*)\]|([^[\]%]*))(?:%(.+))?$/.exec(host) ?? []
  if (plain === '*') return { families: ['ipv4', 'ipv6'], address: undefined, device }
  const address = readAddress(bracketed ?? plain ?? '')
  if (address === undefined) return undefined
  if (typeof address === 'number') return { families: ['ipv4'], address: address === 0 ? undefined : address, device }
  // An IPv6 socket bound to a mapped address takes IPv4 packets only.
  if (address >> 32n === 0xffffn) return { families: ['ipv4'], address: Number(address & 0xffffffffn), device }
  return { families: ['ipv6'], address: address === 0n ? undefined : address, device }
}
