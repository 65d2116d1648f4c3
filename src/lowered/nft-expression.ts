import {
  anyOf,
  type Condition,
  type Field,
  fieldBits,
  fieldIn,
  type InterfaceField,
  negateIf,
} from '#model/condition.ts'
import type { Json } from '#model/nft.ts'
import { concatKey, flagsKey, type Key, memberOf, numberKey } from './nft-key.ts'
import { ipv4, ipv6, isProtocol, payloadKey } from './nft-payload.ts'
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

function tcpOptionKey(name: string, field: string): Key | undefined {
  if (name !== 'maxseg' || field !== 'size') return undefined
  // Who has none does not match, negated or not; of such a packet it counts as one that is in no set.
  return numberKey('tcpmss', [isProtocol([6]), fieldIn('tcpmss', [{ from: 0, to: 65535 }])], symbols.plainNumber)
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
      return each.includes(undefined) ? undefined : anyOf(each as readonly Condition[])
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

// Whether there is such a route is a question of its own, and so is a number that no interface has.
function routeKey(side: 'src' | 'dst', result: string, flags: readonly Json[]): Key | undefined {
  if (flags.includes('oif')) return undefined
  const field = `${side}route${flags.includes('iif') ? '-in' : ''}${flags.includes('mark') ? '-mark' : ''}` as const
  const device = interfaceKey(field)
  const missing: Condition = { kind: 'interface', field, name: '', prefix: false }
  return {
    needs: [],
    is: (value) => {
      if (typeof value === 'boolean') return negateIf(value, missing)
      if (result === 'oifname' || !/^\d+$/.test(String(value))) return device.is(value)
      return Number(value) === 0 ? missing : undefined
    },
  }
}

function fibKey(result: string, flags: Json): Key | undefined {
  const list = Array.isArray(flags) ? (flags as readonly Json[]) : [flags]
  const side = list.includes('saddr') ? 'src' : list.includes('daddr') ? 'dst' : undefined
  if (side === undefined) return undefined
  if (result === 'oif' || result === 'oifname') return routeKey(side, result, list)
  if (result !== 'type' || list.includes('mark')) return undefined
  const field = list.includes('iif')
    ? (`${side}type-in` as const)
    : list.includes('oif')
      ? (`${side}type-out` as const)
      : (`fib${side}` as const)
  return {
    needs: [],
    is: (value) => {
      const type = symbols.fibType(value)
      return type === undefined ? undefined : fieldBits(field, type, 'any')
    },
  }
}
