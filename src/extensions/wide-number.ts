import type { Kind } from './extension.ts'
import { badValue } from './kinds.ts'

/** The largest number of 64 bits. */
export const max64 = 0xffff_ffff_ffff_ffffn

/** A whole number of 64 bits as strtoull reads it: decimal, 0x hex, leading-0 octal. */
export function readWide(word: string): bigint | undefined {
  if (!/^(0[xX][0-9a-fA-F]{1,16}|0[0-7]{0,22}|[1-9]\d{0,19})$/.test(word)) return undefined
  const octal = word.length > 1 && word[0] === '0' && word[1] !== 'x' && word[1] !== 'X'
  const value = BigInt(octal ? `0o${word}` : word)
  return value <= max64 ? value : undefined
}

/** A whole number of 64 bits, printed in decimal. */
export const wideNumber: Kind<bigint> = {
  label: 'kind/number',
  words: 1,
  read: (word) => readWide(word) ?? badValue(word, 'kind/number'),
  write: (value) => String(value),
}
