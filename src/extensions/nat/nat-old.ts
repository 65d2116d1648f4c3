import type { NatPorts } from './nat-ports.ts'

/** The ports of DNAT and SNAT as iptables 1.8.7 reads them: decimal from 1, no names, what follows a number is ignored. */
export function readOldPorts(text: string): NatPorts | undefined {
  if (text.includes(':')) return undefined
  const from = leadingDecimal(text)
  if (from === undefined) return undefined
  const dash = text.indexOf('-')
  if (dash < 0) return { ports: { from, to: from }, base: undefined }
  const to = leadingDecimal(text.slice(dash + 1))
  if (to === undefined || to < from) return undefined
  const slash = text.indexOf('/', dash)
  const base = slash < 0 ? undefined : leadingDecimal(text.slice(slash + 1))
  return slash >= 0 && base === undefined ? undefined : { ports: { from, to }, base }
}

/** The same for SNAT, which ignores a base. */
export function readOldSourcePorts(text: string): NatPorts | undefined {
  return readOldPorts(text.split('/', 1)[0] ?? '')
}

/** An IPv4 address as iptables 1.8.7 reads it here: missing parts are 0, all parts decimal. */
export function readOldAddress(text: string): number | undefined {
  const parts = text.split('.')
  if (parts.length > 4) return undefined
  let address = 0
  for (let index = 0; index < 4; index++) {
    const part = parts[index] ?? '0'
    if (!/^\d{1,10}$/.test(part) || Number(part) > 255) return undefined
    address = address * 256 + Number(part)
  }
  return address
}

function leadingDecimal(text: string): number | undefined {
  const port = Number.parseInt(text, 10)
  return port >= 1 && port <= 65535 ? port : undefined
}
