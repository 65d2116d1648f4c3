import type { AddressText, InterfaceName, Protocol } from '../engines/spec.ts'
import type { Json } from '#model/nft.ts'

/** The families of the tables that the engine writes, as nft calls them. */
export type DockerNftFamily = 'ip' | 'ip6'

type Operator = '==' | '!=' | 'in'

function match(left: Json, op: Operator, right: Json): Json {
  return { match: { op, left, right } }
}

/** What every rule of the engine that decides does first. Counts are not compared. */
export const counter: Json = { counter: { packets: 0, bytes: 0 } }

export const accept: Json = { accept: null }
export const drop: Json = { drop: null }
export const masquerade: Json = { masquerade: null }

/** `iifname "eth0"`, `oifname != "docker0"`. */
export function onInterface(key: 'iifname' | 'oifname', op: '==' | '!=', name: InterfaceName | 'lo'): Json {
  return match({ meta: { key } }, op, name)
}

/** `iifname != { "docker0", "eth0" }`; of one name without braces, as nft lists it. */
export function notFrom(names: readonly InterfaceName[]): Json {
  const [first = '', ...more] = [...new Set(names)].sort()
  return match({ meta: { key: 'iifname' } }, '!=', more.length === 0 ? first : { set: [first, ...more] })
}

/** `ip saddr 172.17.0.0/16`, `ip6 daddr fd00::2`. */
export function address(
  family: DockerNftFamily,
  field: 'saddr' | 'daddr',
  value: AddressText | '127.0.0.0/8' | '::1' | 'fe80::/10',
  op: '==' | '!=' = '==',
): Json {
  const [addr = '', length] = value.split('/')
  const right: Json = length === undefined ? addr : { prefix: { addr, len: Number(length) } }
  return match({ payload: { protocol: family, field } }, op, right)
}

/** `tcp dport 80`. */
export function port(protocol: Protocol, field: 'dport' | 'sport', value: number): Json {
  return match({ payload: { protocol, field } }, '==', value)
}

/** `ct state established,related`. */
export const replies: Json = match({ ct: { key: 'state' } }, 'in', ['established', 'related'])

/** `fib daddr type local`. */
export function local(flag: 'daddr' | 'saddr'): Json {
  return match({ fib: { result: 'type', flags: [flag] } }, '==', 'local')
}

/** `ip protocol icmp`, `meta l4proto ipv6-icmp`. */
export function icmp(family: DockerNftFamily): Json {
  return family === 'ip'
    ? match({ payload: { protocol: 'ip', field: 'protocol' } }, '==', 'icmp')
    : match({ meta: { key: 'l4proto' } }, '==', 'ipv6-icmp')
}

/** `meta mark & MASK == MARK`, or without a mask. */
export function mark(value: number, mask: number | undefined): Json {
  const key: Json = { meta: { key: 'mark' } }
  return match(mask === undefined ? key : { '&': [key, mask] }, '==', value)
}

/** `oifname vmap @NAME`. */
export function verdictMap(key: 'iifname' | 'oifname', name: string): Json {
  return { vmap: { key: { meta: { key } }, data: `@${name}` } }
}

/** `jump CHAIN`. */
export function jump(target: string): Json {
  return { jump: { target } }
}

/** `dnat to ADDRESS:PORT`. */
export function dnat(addr: AddressText, to: number): Json {
  return { dnat: { addr, port: to } }
}

/** `snat to ADDRESS`. */
export function snat(addr: AddressText): Json {
  return { snat: { addr } }
}
