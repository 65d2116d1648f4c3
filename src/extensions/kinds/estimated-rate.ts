import type { Kind } from '../extension.ts'
import { badValue, readNumber } from './kinds.ts'

const suffixes: ReadonlyMap<string, number> = new Map(
  Object.entries({
    '': 1,
    bit: 1,
    kibit: 2 ** 10,
    kbit: 1e3,
    mibit: 2 ** 20,
    mbit: 1e6,
    gibit: 2 ** 30,
    gbit: 1e9,
    tibit: 2 ** 40,
    tbit: 1e12,
    bps: 8,
    kibps: 8 * 2 ** 10,
    kbps: 8e3,
    mibps: 8 * 2 ** 20,
    mbps: 8e6,
    gibps: 8 * 2 ** 30,
    gbps: 8e9,
    tibps: 8 * 2 ** 40,
    tbps: 8e12,
  }),
)

/** A rate in bits or bytes (`bps`) a second, kept in bytes in 32 bits; `true`: it is the estimator's own that is compared. */
export const bitRate: Kind<number | true> = {
  label: 'kind/bit-rate',
  words: 1,
  optional: true,
  read(word) {
    if (word === '') return true
    const found = /^[ \t]*\+?(\d+(?:\.\d*)?|\.\d+)([a-z]*)$/i.exec(word)
    const factor = suffixes.get(found?.[2]?.toLowerCase() ?? '?')
    return factor === undefined
      ? badValue(word, 'kind/bit-rate')
      : Math.floor((Number(found?.[1]) * factor) / 8) % 2 ** 32
  },
  write: (value) => (value === true ? '' : writeBits(value * 8)),
}

function writeBits(bits: number): string {
  if (bits >= 1e9) return `${roundToEven(bits / 1e6)}Mbit`
  return bits >= 1e6 ? `${roundToEven(bits / 1e3)}Kbit` : `${bits}bit`
}

// As printf rounds.
function roundToEven(value: number): number {
  const rounded = Math.round(value)
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded
}

/** Packets a second; `true`: it is the estimator's own that is compared. */
export const packetRate: Kind<number | true> = {
  label: 'kind/number',
  words: 1,
  optional: true,
  read: (word) => (word === '' ? true : (readNumber(word, 0, 0xffffffff) ?? badValue(word, 'kind/number'))),
  write: (value) => (value === true ? '' : String(value)),
}
