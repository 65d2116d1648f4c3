import type { AddressNumber } from '#base/address.ts'
import { readAddress } from '#base/prefix.ts'
import type { ListeningSocket } from '#model/facts.ts'
import type { Family } from '#model/family.ts'

/**
 * Reads what `ss -lntup`, `ss -lnt`, `ss -lnu` or `netstat -lntup` printed, with or without their headers; other lines are passed over.
 * A socket open to both families (`*:80`, `:::80` of netstat) is told as two.
 */
export function readSockets(text: string): readonly ListeningSocket[] {
  return text.split('\n').flatMap((line) => {
    const words = line.trim().split(/\s+/)
    const [first = ''] = words
    if (isNetstat(words)) return readNetstatLine(words)
    const named = first === 'tcp' || first === 'udp'
    // Without the column of the protocol only one was asked for, and the state tells which.
    const protocol = named ? first : first === 'LISTEN' ? 'tcp' : 'udp'
    return readLine(protocol, named ? words.slice(1) : words)
  })
}

function isNetstat([protocol = '', ...queues]: readonly string[]): boolean {
  return /^(?:tcp|udp)6?$/.test(protocol) && /^\d+ \d+$/.test(queues.slice(0, 2).join(' '))
}

// Netstat shows no word for an IPv6 socket that takes no IPv4, so one without an address is told as both.
function readNetstatLine([protocol = '', , , local = '', , ...rest]: readonly string[]): readonly ListeningSocket[] {
  const name = protocol.startsWith('tcp') ? 'tcp' : 'udp'
  if (name === 'tcp' && rest[0] !== 'LISTEN') return []
  const process = /\d+\/([^\s:]+)/.exec(rest.join(' '))?.[1]
  return socketAt(name, local.replace(/^:::(?=\d)/, '*:'), process)
}

function readLine(protocol: 'tcp' | 'udp', words: readonly string[]): readonly ListeningSocket[] {
  const [state, , , local = '', , ...rest] = words
  if (state !== 'LISTEN' && state !== 'UNCONN') return []
  return socketAt(protocol, local, /^users:\(\("(.*?)",pid=/.exec(rest.join(' '))?.[1])
}

function socketAt(protocol: 'tcp' | 'udp', local: string, process: string | undefined): readonly ListeningSocket[] {
  const [, host = '', digits = ''] = /^(.*):(\d{1,5})$/.exec(local) ?? []
  const port = Number(digits)
  const place = placeOf(host)
  if (digits === '' || port > 65535 || place === undefined) return []
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
