import type { AddressMask } from '#model/value.ts'
import { prefixLength } from '#base/address.ts'
import type { Kind } from '../extension.ts'
import { badValue, isHost, readAddressMask, writeAddress, writeMask } from './kinds.ts'

/** An address that keeps its host bits; `/32` and `/128` are not printed. Before 1.8.11 a mask with holes is lost in printing. */
export const hostMask: Kind<AddressMask> = {
  label: 'kind/address',
  words: 1,
  read: (word, { family }) => readAddressMask(word, family) ?? badValue(word, `kind/address-${family}`),
  write(value, { dialect }) {
    const lost = prefixLength(value.mask) === undefined && dialect.version !== '1.8.11'
    return writeAddress(value.address) + (isHost(value) || lost ? '' : writeMask(value.mask))
  },
}
