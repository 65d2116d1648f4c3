import type { NumberRange } from '#model/value.ts'
import type { Kind } from '../extension.ts'
import { badValue, readNumber } from './kinds.ts'
import type { ServiceProtocol } from './services.ts'
import { servicePort } from './services.ts'

const label = 'kind/port'

/** A port by number, or by the name of a service of this protocol. */
export function readPortOf(word: string, protocol: ServiceProtocol): number | undefined {
  return readNumber(word, 0, 65535) ?? servicePort(word, protocol)
}

/** A port, `from:to` with either end left out, as the matches tcp and sctp read it. */
export function portRangeOf(protocol: ServiceProtocol): Kind<NumberRange> {
  return {
    label,
    words: 1,
    read(word) {
      const at = word.indexOf(':')
      const from = at === 0 ? 0 : readPortOf(at < 0 ? word : word.slice(0, at), protocol)
      const to = at < 0 ? from : at === word.length - 1 ? 65535 : readPortOf(word.slice(at + 1), protocol)
      return from === undefined || to === undefined || to < from ? badValue(word, label) : { from, to }
    },
    write: writePorts,
  }
}

/**
 * A port or `from:to` as the option parser of libxtables resolves it: services of any protocol, numbers in decimal whatever their leading
 * zeros, and cut to 16 bits. Before 1.8.11 a range that runs backwards is taken, and never matches.
 */
export const resolvedPortRange: Kind<NumberRange> = {
  label,
  words: 1,
  read(word, { dialect }) {
    const at = word.indexOf(':')
    const from = resolve(at < 0 ? word : word.slice(0, at), 0)
    const to = at < 0 ? from : resolve(word.slice(at + 1), 65535)
    if (from === undefined || to === undefined || (to < from && dialect.version === '1.8.11'))
      return badValue(word, label)
    return { from, to }
  },
  write: writePorts,
}

function resolve(word: string, missing: number): number | undefined {
  if (word === '') return missing
  const [, digits] = /^[\t-\r ]*\+?(\d{1,20})$/.exec(word) ?? []
  if (digits === undefined) return servicePort(word)
  const port = digits.length < 10 ? Number(digits) : Number(BigInt(digits) & 0xffff_ffffn)
  return port > 0x7fff_ffff ? undefined : port % 65536
}

function writePorts({ from, to }: NumberRange): string {
  return from === to ? String(from) : `${from}:${to}`
}
