import type { NatRange } from '#model/value.ts'
import { servicePort } from '../kinds/services.ts'

/** The ports of a NAT range; `base` shifts them. */
export type NatPorts = Pick<NatRange, 'ports' | 'base'>

const leadingNumber = /^\s*\+?(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)/

/** A port as strtoul reads it from the beginning of a text, and what follows it. */
function takePort(text: string, min: number): { port: number; rest: string } | undefined {
  const found = leadingNumber.exec(text)
  if (found?.[1] === undefined) return undefined
  const port = /^0[0-7]+$/.test(found[1]) ? Number.parseInt(found[1], 8) : Number(found[1])
  return port >= min && port <= 65535 ? { port, rest: text.slice(found[0].length) } : undefined
}

function takeNamedPort(text: string, min: number): { port: number; rest: string } | undefined {
  const taken = takePort(text, min)
  const named = taken === undefined ? servicePort(text) : undefined
  return named === undefined ? taken : { port: named, rest: '' }
}

/** `port[-port[/base]]`; the first port and the base may be names. */
export function readPorts(text: string, takeSecond = takePort): NatPorts | undefined {
  const first = takeNamedPort(text, 0)
  if (first === undefined) return undefined
  const from = first.port
  if (first.rest === '') return { ports: { from, to: from }, base: undefined }
  const second = first.rest.startsWith('-') ? takeSecond(first.rest.slice(1), 0) : undefined
  if (second === undefined || second.port < from) return undefined
  const ports = { from, to: second.port }
  if (second.rest === '') return { ports, base: undefined }
  // What stands behind the base is ignored.
  const base = second.rest.startsWith('/') ? takeNamedPort(second.rest.slice(1), 1) : undefined
  return base === undefined ? undefined : { ports, base: base.port }
}

/** The same where the second port may be a name too. */
export function readPortsByName(text: string): NatPorts | undefined {
  return readPorts(text, takeNamedPort)
}

/** The ports as iptables-save prints them; empty for none. */
export function writePorts({ ports, base }: NatPorts): string {
  if (ports === undefined) return ''
  const text = ports.from === ports.to ? String(ports.from) : `${ports.from}-${ports.to}`
  return base === undefined ? text : `${text}/${base}`
}
