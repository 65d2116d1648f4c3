import type { Json } from '#model/nft.ts'
import { memberIn } from '../json-members.ts'

/** What a match of nft asks, in the words of an iptables line; undefined: iptables has no such words. */
export type AskedWords = Partial<Record<'source' | 'destination' | 'in' | 'out' | 'protocol', readonly string[]>> & {
  readonly match?: readonly string[]
  /** The protocol that the match implies. */
  readonly implies?: string
  /** nft does not show all that the match asks. */
  readonly loses?: true
}

const portProtocols: ReadonlySet<string> = new Set(['tcp', 'udp', 'udplite', 'sctp', 'dccp', 'th'])
const addressFields = { saddr: 'source', daddr: 'destination' } as const
const addressOptions = { source: '-s', destination: '-d' } as const
const icmpTypes: Readonly<Record<string, string>> = {
  'echo-reply': '0',
  'destination-unreachable': '3',
  'source-quench': '4',
  redirect: '5',
  'echo-request': '8',
  'time-exceeded': '11',
  'parameter-problem': '12',
}

/** The words for `{match: {op, left, right}}`. */
export function askedWords(match: Json | undefined): AskedWords | undefined {
  const op = memberIn(match, 'op')
  const left = memberIn(match, 'left')
  const right = memberIn(match, 'right')
  if (right === undefined || (op !== '==' && op !== '!=' && op !== 'in')) return undefined
  const not = op === '!=' ? ['!'] : []
  const payload = memberIn(left, 'payload')
  if (payload !== undefined) return payloadWords(payload, not, right)
  const meta = memberIn(memberIn(left, 'meta'), 'key')
  if (typeof meta === 'string') return metaWords(meta, not, right)
  const ct = memberIn(left, 'ct')
  if (ct !== undefined) return conntrackWords(ct, not, right)
  if (memberIn(left, 'fib') !== undefined) return typeWords(memberIn(left, 'fib'), not, right)
  return maskedWords(left, not, right)
}

function payloadWords(payload: Json, not: readonly string[], right: Json): AskedWords | undefined {
  const protocol = memberIn(payload, 'protocol')
  const field = memberIn(payload, 'field')
  if (typeof protocol !== 'string' || typeof field !== 'string') return undefined
  if ((protocol === 'ip' || protocol === 'ip6') && (field === 'saddr' || field === 'daddr'))
    return addressWords(field, not, right)
  if (protocol === 'ip' && field === 'protocol' && typeof right === 'string') return { protocol: [...not, '-p', right] }
  if (portProtocols.has(protocol) && (field === 'sport' || field === 'dport'))
    return portWords(protocol, field, not, right)
  if (protocol === 'icmp' && field === 'type' && typeof right === 'string' && Object.hasOwn(icmpTypes, right))
    return { match: ['-m', 'icmp', ...not, '--icmp-type', icmpTypes[right] ?? ''], implies: 'icmp' }
  if (protocol === 'ether' && field === 'saddr' && typeof right === 'string')
    return { match: ['-m', 'mac', ...not, '--mac-source', right.toUpperCase()] }
  return undefined
}

function addressWords(field: 'saddr' | 'daddr', not: readonly string[], right: Json): AskedWords | undefined {
  const range = memberIn(right, 'range')
  if (Array.isArray(range)) {
    const option = field === 'saddr' ? '--src-range' : '--dst-range'
    return { match: ['-m', 'iprange', ...not, option, range.join('-')] }
  }
  const prefix = memberIn(right, 'prefix')
  const address = prefix === undefined ? right : `${memberIn(prefix, 'addr')}/${memberIn(prefix, 'len')}`
  if (typeof address !== 'string' || address.startsWith('@')) return undefined
  const place = addressFields[field]
  return { [place]: [...not, addressOptions[place], address] }
}

function portWords(protocol: string, field: string, not: readonly string[], right: Json): AskedWords | undefined {
  const member = memberIn(right, 'set')
  const implies = protocol === 'th' ? {} : { implies: protocol }
  if (Array.isArray(member)) {
    const ports = (member as readonly Json[]).map(portText)
    if (!ports.every((port) => port !== undefined)) return undefined
    return { match: ['-m', 'multiport', ...not, `--${field}s`, ports.join(',')], ...implies }
  }
  const port = portText(right)
  if (port === undefined || protocol === 'th') return undefined
  return { match: ['-m', protocol, ...not, `--${field}`, port], ...implies }
}

function portText(port: Json): string | undefined {
  const range = memberIn(port, 'range')
  if (Array.isArray(range)) return range.join(':')
  return typeof port === 'number' || (typeof port === 'string' && !port.startsWith('@')) ? String(port) : undefined
}

function metaWords(key: string, not: readonly string[], right: Json): AskedWords | undefined {
  if ((key === 'iifname' || key === 'oifname') && typeof right === 'string') {
    const option = key === 'iifname' ? '-i' : '-o'
    return { [key === 'iifname' ? 'in' : 'out']: [...not, option, right.replace(/\*$/, '+')] }
  }
  if (key === 'l4proto' && (typeof right === 'string' || typeof right === 'number'))
    return { protocol: [...not, '-p', String(right)] }
  if (key === 'mark' && typeof right === 'number') return { match: ['-m', 'mark', ...not, '--mark', hex(right)] }
  if (key === 'pkttype' && typeof right === 'string')
    return { match: ['-m', 'pkttype', ...not, '--pkt-type', right === 'host' ? 'unicast' : right] }
  return undefined
}

const conntrackStates: ReadonlySet<string> = new Set(['invalid', 'new', 'established', 'related', 'untracked'])

function conntrackWords(ct: Json, not: readonly string[], right: Json): AskedWords | undefined {
  const key = memberIn(ct, 'key')
  const said = memberIn(right, '|') ?? memberIn(right, 'set') ?? right
  const values = (Array.isArray(said) ? (said as readonly Json[]) : [said]).map(String)
  if (key === 'state' && values.every((value) => conntrackStates.has(value)))
    return { match: ['-m', 'conntrack', ...not, '--ctstate', values.map((value) => value.toUpperCase()).join(',')] }
  // nft prints `--ctstate NEW,DNAT` as `ct status dnat`.
  if (key === 'status') return { loses: true }
  if (key === 'direction' && typeof right === 'string')
    return { match: ['-m', 'conntrack', ...not, '--ctdir', right.toUpperCase()] }
  const port = portText(right)
  const dir = memberIn(ct, 'dir')
  if ((key === 'proto-dst' || key === 'proto-src') && dir === 'original' && port !== undefined)
    return { match: ['-m', 'conntrack', ...not, `--ctorig${key.slice(6)}port`, port] }
  return undefined
}

function typeWords(fib: Json | undefined, not: readonly string[], right: Json): AskedWords | undefined {
  const flags = memberIn(fib, 'flags')
  const words = (Array.isArray(flags) ? (flags as readonly Json[]) : [flags]).map(String)
  if (memberIn(fib, 'result') !== 'type' || typeof right !== 'string') return undefined
  const option = words.includes('saddr') ? '--src-type' : '--dst-type'
  const near = words.includes('iif') ? ['--limit-iface-in'] : words.includes('oif') ? ['--limit-iface-out'] : []
  return { match: ['-m', 'addrtype', ...not, option, right.toUpperCase(), ...near] }
}

// `meta mark & 0xff == 0x1`, `tcp flags & (fin | syn) == syn`.
function maskedWords(left: Json | undefined, not: readonly string[], right: Json): AskedWords | undefined {
  const parts = memberIn(left, '&')
  const [of, mask] = Array.isArray(parts) ? (parts as readonly Json[]) : []
  if (memberIn(memberIn(of, 'meta'), 'key') === 'mark' && typeof mask === 'number' && typeof right === 'number')
    return { match: ['-m', 'mark', ...not, '--mark', `${hex(right)}/${hex(mask)}`] }
  const ct = memberIn(of, 'ct')
  // `ct state ! related,established`: none of them.
  if (ct !== undefined && right === 0 && mask !== undefined)
    return conntrackWords(ct, not.length > 0 ? [] : ['!'], mask)
  const payload = memberIn(of, 'payload')
  if (memberIn(payload, 'protocol') !== 'tcp' || memberIn(payload, 'field') !== 'flags') return undefined
  const flags = [flagNames(mask), flagNames(right)]
  if (flags.some((names) => names === undefined)) return undefined
  return { match: ['-m', 'tcp', ...not, '--tcp-flags', ...flags.map((names) => names ?? '')], implies: 'tcp' }
}

function flagNames(value: Json | undefined): string | undefined {
  if (value === 0) return 'NONE'
  const said = memberIn(value, '|') ?? value
  const names = Array.isArray(said) ? (said as readonly Json[]) : [said]
  return names.every((name) => typeof name === 'string') ? names.join(',').toUpperCase() : undefined
}

/** A number as iptables writes marks. */
export function hex(value: number): string {
  return `0x${value.toString(16)}`
}
