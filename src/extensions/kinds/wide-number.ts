import type { Kind } from '../extension.ts'
import { badValue, readBigNumber } from './kinds.ts'

/** The largest number of 64 bits. */
export const max64 = 0xffff_ffff_ffff_ffffn

/** A whole number of 64 bits, printed in decimal. */
export const wideNumber: Kind<bigint> = {
  label: 'kind/number',
  words: 1,
  read: (word) => readBigNumber(word) ?? badValue(word, 'kind/number'),
  write: (value) => String(value),
}
