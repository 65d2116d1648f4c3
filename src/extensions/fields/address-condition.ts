import { prefixLength } from '#base/address.ts'
import type { Condition, Field } from '#model/condition.ts'
import { fieldBits, fieldIn } from '#model/condition.ts'
import type { AddressMask } from '#model/value.ts'
import { addressRange, network } from '../kinds/kinds.ts'

/** The field is one of the addresses that the mask leaves open: a range for a prefix, bits for any other mask. */
export function addressCondition(field: Field, value: AddressMask): Condition {
  if (prefixLength(value.mask) !== undefined) return fieldIn(field, [addressRange(value)])
  const { address, mask } = network(value)
  return fieldBits(field, mask, address)
}
