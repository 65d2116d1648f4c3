import type { AddressNumber } from '#base/address.ts'
import { writeAddress } from '#base/prefix.ts'
import type { Doubt } from '#model/trace.ts'

/** Whether an address is one of the host's own, where neither its interfaces nor its routes were read. */
export function localDoubt(address: AddressNumber): Doubt {
  return { cause: 'fact', key: `local ${writeAddress(address)}` }
}
