import { fieldBits, unknown } from '#model/condition.ts'
import type { OptionUse } from '#model/ruleset.ts'
import type { Masked } from '#model/value.ts'
import type { Kind } from '../extension.ts'
import { match } from '../extension.ts'
import { badValue, number, unlessWhole } from '../kinds/kinds.ts'
import { portRangeOf } from '../kinds/ports.ts'
import { isNative, needsProtocol, ports } from '../fields/transport.ts'

const flagNames = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG']

const tcpFlags: Kind<Masked> = {
  label: 'kind/tcp-flags',
  words: 2,
  read(word, _context, second) {
    const mask = readFlags(word)
    const value = readFlags(second)
    if (mask === undefined || value === undefined) return badValue(`${word} ${second}`, 'kind/tcp-flags')
    return { value, mask }
  },
  write({ value, mask }, { negated, dialect }) {
    if (mask === 0 && (!negated || dialect.variant === 'nft')) return undefined
    return `${writeFlags(mask)} ${writeFlags(value)}`
  },
}

const syn: Kind<Masked> = { ...tcpFlags, words: 0, read: () => ({ value: 2, mask: 0x17 }) }

function readFlags(word: string): number | undefined {
  let bits = 0
  for (const name of word.toUpperCase().split(',')) {
    const bit = flagNames.indexOf(name)
    if (name === 'ALL') bits |= 63
    else if (bit >= 0) bits |= 1 << bit
    else if (name !== 'NONE' && name !== '') return undefined
  }
  return bits
}

function writeFlags(bits: number): string {
  return bits === 0 ? 'NONE' : flagNames.filter((_, index) => bits & (1 << index)).join(',')
}

const port = unlessWhole(portRangeOf('tcp'), 65535)

function native(uses: readonly OptionUse[]): boolean {
  return !uses.some(({ name }) => name === '--tcp-option') && isNative(uses)
}

/** TCP ports, flags and options. */
export const tcp = match({
  name: 'tcp',
  options: {
    '--sport': ports(port, 'sport', '--source-port'),
    '--dport': ports(port, 'dport', '--destination-port'),
    '--tcp-option': { kind: number(1, 255), not: true, means: (option) => unknown('packet', `tcp option ${option}`) },
    '--tcp-flags': { kind: tcpFlags, not: true, means: ({ value, mask }) => fieldBits('tcpflags', mask, value) },
    '--syn': { kind: syn, not: true, as: '--tcp-flags' },
  },
  settle: needsProtocol(6, 'tcp', native),
  native,
})
