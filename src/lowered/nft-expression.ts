import { all, any, type Condition, type Field, fieldBits, fieldIn, negateIf, unknown } from '#model/condition.ts'
import type { InterfaceField } from '#model/condition.ts'
import type { Json } from '#model/nft.ts'
import { concatKey, flagsKey, intervalOf, type Key, memberOf, numberKey, type ReadNumber } from './nft-key.ts'
import * as symbols from './nft-symbols.ts'

/** What an expression of nft asks of a packet; undefined: an expression that we do not know. */
export function keyOf(expression: Json): Key | undefined {
  const concat = memberOf(expression, 'concat')
  if (Array.isArray(concat)) {
    const keys = (concat as readonly Json[]).map(keyOf)
    return keys.includes(undefined) ? undefined : concatKey(keys as readonly Key[])
  }
  const masked = memberOf(expression, '&')
  if (Array.isArray(masked)) {
    const [left = null, mask = null] = masked as readonly Json[]
    return keyOf(left)?.masked?.(mask)
  }
  const payload = memberOf(expression, 'payload')
  if (payload !== undefined) return payloadKey(textOf(payload, 'protocol'), textOf(payload, 'field'))
  const meta = memberOf(expression, 'meta')
  if (meta !== undefined) return metaKey(textOf(meta, 'key'))
  const ct = memberOf(expression, 'ct')
  if (ct !== undefined) return ctKey(textOf(ct, 'key'), textOf(ct, 'dir'), textOf(ct, 'family'))
  const fib = memberOf(expression, 'fib')
  if (fib !== undefined) return fibKey(textOf(fib, 'result'), memberOf(fib, 'flags') ?? null)
  const option = memberOf(expression, 'tcp option')
  if (option !== undefined) return tcpOptionKey(textOf(option, 'name'), textOf(option, 'field'))
  return undefined
}

function textOf(value: Json, name: string): string {
  const member = memberOf(value, name)
  return typeof member === 'string' ? member : ''
}

const ipv4 = fieldIn('nfproto', [{ from: 2, to: 2 }])
const ipv6 = fieldIn('nfproto', [{ from: 10, to: 10 }])

function isProtocol(...protocols: readonly number[]): Condition {
  return fieldIn(
    'protocol',
    protocols.map((from) => ({ from, to: from })),
  )
}

const transports: Readonly<Record<string, readonly number[]>> = {
  tcp: [6],
  udp: [17],
  sctp: [132],
  dccp: [33],
  udplite: [136],
}

const withPorts = [6, 17, 33, 132, 136]

function payloadKey(protocol: string, field: string): Key | undefined {
  if (protocol === 'ip') return ipKey(field)
  if (protocol === 'ip6') return ip6Key(field)
  if (protocol === 'icmp') return icmpKey(field, 1, symbols.icmpType, symbols.icmpCode)
  if (protocol === 'icmpv6') return icmpKey(field, 58, symbols.icmpv6Type, symbols.icmpv6Code)
  if (protocol === 'th') return portOf(field) === undefined ? undefined : anyPortKey(portOf(field) as Field, field)
  if ((protocol === 'esp' || protocol === 'ah') && field === 'spi')
    return numberKey('spi', [isProtocol(protocol === 'esp' ? 50 : 51)], symbols.plainNumber)
  const numbers = Object.hasOwn(transports, protocol) ? transports[protocol] : undefined
  if (numbers === undefined) return undefined
  const needs = [isProtocol(...numbers)]
  // The header of a later fragment is not there, whatever is asked of it.
  if (protocol === 'tcp' && field === 'flags') return flagsKey('tcpflags', needs, symbols.tcpFlags, 255)
  const port = portOf(field)
  return port === undefined ? undefined : numberKey(port, needs, symbols.port)
}

function portOf(field: string): Field | undefined {
  return field === 'sport' || field === 'dport' ? field : undefined
}

// Whatever stands where other protocols have their ports is compared too.
function anyPortKey(port: Field, field: string): Key {
  const known = numberKey(port, [], symbols.port)
  const others = negateIf(true, isProtocol(...withPorts))
  const orUnknown = (condition: Condition, wants: string) =>
    any(all(isProtocol(...withPorts), condition), all(others, unknown('packet', `th ${field} ${wants}`)))
  return {
    needs: [],
    is: (value) => {
      const condition = known.is(value)
      return condition === undefined ? undefined : orUnknown(condition, JSON.stringify(value))
    },
    within: (from, to) => orUnknown(known.within?.(from, to) as Condition, `${from ?? ''}-${to ?? ''}`),
  }
}

function ipKey(field: string): Key | undefined {
  const needs = [ipv4]
  switch (field) {
    case 'saddr':
      return numberKey('src', needs, symbols.ipv4)
    case 'daddr':
      return numberKey('dst', needs, symbols.ipv4)
    case 'protocol':
      return numberKey('protocol', needs, symbols.protocol)
    case 'ttl':
      return numberKey('ttl', needs, symbols.plainNumber)
    case 'length':
      return numberKey('length', needs, symbols.plainNumber)
    case 'version':
      return numberKey('nfproto', needs, (value) => (value === 4 ? 2 : 0))
    case 'dscp':
      return shiftedKey('tos', needs, symbols.dscp, 2)
    case 'frag-off':
      return fragmentKey(needs)
    default:
      return undefined
  }
}

function ip6Key(field: string): Key | undefined {
  const needs = [ipv6]
  switch (field) {
    case 'saddr':
      return numberKey('src', needs, symbols.ipv6)
    case 'daddr':
      return numberKey('dst', needs, symbols.ipv6)
    case 'hoplimit':
      return numberKey('ttl', needs, symbols.plainNumber)
    case 'version':
      return numberKey('nfproto', needs, (value) => (value === 6 ? 10 : 0))
    case 'dscp':
      return shiftedKey('tos', needs, symbols.dscp, 2)
    case 'nexthdr':
      return nextHeaderKey(needs)
    default:
      return undefined
  }
}

// What stands first is the protocol only where no extension header stands before it.
function nextHeaderKey(needs: readonly Condition[]): Key {
  const known = numberKey('protocol', needs, symbols.protocol)
  const extensions = fieldBits('headers', 0b11110000, 'any')
  return {
    needs,
    is: (value) => {
      const condition = known.is(value)
      if (condition === undefined) return undefined
      const key = `ip6 nexthdr ${JSON.stringify(value)}`
      return any(all(negateIf(true, extensions), condition), all(extensions, unknown('packet', key)))
    },
  }
}

// The upper bits of a byte.
function shiftedKey(field: Field, needs: readonly Condition[], read: ReadNumber, by: number): Key {
  const shifted = (from: number, to: number): Condition =>
    fieldIn(field, [{ from: from << by, to: (to << by) | ((1 << by) - 1) }])
  return {
    needs,
    is: (value) => {
      const [only] = intervalOf(value, read) ?? []
      return only === undefined ? undefined : shifted(Number(only.from), Number(only.to))
    },
    within: (from = 0, to = 63) => shifted(from, to),
  }
}

// Only whether it is a later fragment is known: its place in bits 0 to 12 is not.
function fragmentKey(needs: readonly Condition[]): Key {
  return {
    needs,
    is: () => undefined,
    masked: (mask) =>
      symbols.plainNumber(mask) === 0x1fff
        ? { needs, is: (value) => (value === 0 ? fieldIn('fragment', [{ from: 0, to: 0 }]) : undefined) }
        : undefined,
  }
}

function icmpKey(field: string, protocol: number, types: ReadNumber, codes: ReadNumber): Key | undefined {
  const needs = [isProtocol(protocol)]
  if (field === 'type') return numberKey('icmptype', needs, types)
  return field === 'code' ? numberKey('icmpcode', needs, codes) : undefined
}

function tcpOptionKey(name: string, field: string): Key | undefined {
  if (name !== 'maxseg' || field !== 'size') return undefined
  // Who has none does not match, negated or not; of such a packet it counts as one that is in no set.
  return numberKey('tcpmss', [isProtocol(6), fieldIn('tcpmss', [{ from: 0, to: 65535 }])], symbols.plainNumber)
}

const interfaces: Readonly<Record<string, InterfaceField>> = { iifname: 'in', iif: 'in', oifname: 'out', oif: 'out' }

function metaKey(key: string): Key | undefined {
  if (Object.hasOwn(interfaces, key)) return interfaceKey(interfaces[key] as InterfaceField)
  switch (key) {
    case 'l4proto':
      return numberKey('protocol', [], symbols.protocol)
    case 'nfproto':
      return numberKey('nfproto', [], symbols.nfproto)
    case 'protocol':
      return numberKey('nfproto', [], symbols.etherType)
    case 'mark':
      return numberKey('mark', [], symbols.plainNumber)
    case 'length':
      return numberKey('length', [], symbols.plainNumber)
    case 'pkttype':
      return numberKey('pkttype', [], symbols.packetType)
    case 'cpu':
      return numberKey('cpu', [], symbols.plainNumber)
    case 'rtclassid':
      return numberKey('realm', [], symbols.plainNumber)
    // Packets without a process do not match, negated or not.
    case 'skuid':
      return numberKey('uid', [fieldIn('uid', [{ from: 0, to: 0xffffffff }])], symbols.plainNumber)
    case 'skgid':
      return numberKey('gid', [fieldIn('gid', [{ from: 0, to: 0xffffffff }])], symbols.plainNumber)
    default:
      return undefined
  }
}

function interfaceKey(field: InterfaceField): Key {
  return {
    needs: [],
    is: (value) => {
      if (typeof value !== 'string') return undefined
      const prefix = value.endsWith('*') && !value.endsWith('\\*')
      const name = prefix ? value.slice(0, -1) : value.replace(/\\\*$/, '*')
      return { kind: 'interface', field, name, prefix }
    },
  }
}

const known = fieldIn('ctdir', [{ from: 0, to: 1 }])

function ctKey(key: string, direction: string, family: string): Key | undefined {
  switch (key) {
    case 'state':
      return flagsKey('ctstate', [], symbols.ctState, 31)
    case 'status':
      return statusKey()
    case 'direction':
      return numberKey('ctdir', [known], symbols.ctDirection)
    case 'mark':
      return numberKey('connmark', [known], symbols.plainNumber)
    case 'protocol':
      return numberKey('ctproto', [known], symbols.protocol)
    case 'l3proto':
      return numberKey('nfproto', [known], symbols.nfproto)
    default:
      return tupleKey(key, direction, family)
  }
}

// NAT is a bit of the state with us: a status that asks for it and for others is two questions.
function statusKey(): Key {
  const status = flagsKey('ctstatus', [known], symbols.ctStatus, 15)
  const nat = flagsKey('ctstate', [known], symbols.ctNat, 96)
  return {
    needs: [known],
    is: () => undefined,
    has: (bits) => {
      const list = Array.isArray(bits) ? (bits as readonly Json[]) : [bits]
      const each = list.map((one) => status.has?.(one) ?? nat.has?.(one))
      return each.includes(undefined) ? undefined : any(...(each as readonly Condition[]))
    },
  }
}

const tupleFields: Readonly<Record<string, readonly [original: Field, reply: Field]>> = {
  saddr: ['ctorigsrc', 'ctreplsrc'],
  daddr: ['ctorigdst', 'ctrepldst'],
  'proto-src': ['ctorigsport', 'ctreplsport'],
  'proto-dst': ['ctorigdport', 'ctrepldport'],
}

// `{"key": "ip saddr"}` from 1.0, `{"key": "saddr", "family": "ip"}` before.
function tupleKey(key: string, direction: string, family: string): Key | undefined {
  const [, said = family, part = ''] = /^(?:(ip6?) )?(.*)$/.exec(key) ?? []
  const fields = Object.hasOwn(tupleFields, part) ? tupleFields[part] : undefined
  const field = direction === 'original' ? fields?.[0] : direction === 'reply' ? fields?.[1] : undefined
  if (field === undefined) return undefined
  if (part.startsWith('proto')) return numberKey(field, [known], symbols.port)
  if (said === 'ip6') return numberKey(field, [known, ipv6], symbols.ipv6)
  return said === 'ip' ? numberKey(field, [known, ipv4], symbols.ipv4) : undefined
}

function fibKey(result: string, flags: Json): Key | undefined {
  const list = Array.isArray(flags) ? (flags as readonly Json[]) : [flags]
  const side = list.includes('saddr') ? 'src' : list.includes('daddr') ? 'dst' : undefined
  if (result !== 'type' || side === undefined || list.includes('mark')) return undefined
  const at = list.includes('iif') ? '-in' : list.includes('oif') ? '-out' : ''
  return {
    needs: [],
    is: (value) => {
      const type = symbols.fibType(value)
      return type === undefined ? undefined : fieldBits(`${side}type${at}`, type, 'any')
    },
  }
}
