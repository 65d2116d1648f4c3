import type { AddressNumber } from '#base/address.ts'
import { prefixLength, readIpv4Loose, readIpv6, writeIpv4, writeIpv6 } from '#base/address.ts'
import type { Family } from '#model/family.ts'
import type { AddressMask } from '#model/value.ts'
import type { Kind } from '../extension.ts'
import { Wrong } from '../extension.ts'
import { badValue, network, writeAddress, writeMask } from './kinds.ts'
import { fullMask, maskLength } from './mask-length.ts'

/** One address as getaddrinfo reads it; of names only `localhost` is known, as all others depend on the host. */
export const host: Kind<AddressNumber> = {
  label: 'kind/address',
  words: 1,
  read: (word, { family }) => readHost(word, family) ?? badValue(word, `kind/address-${family}`),
  write: (value) => (typeof value === 'bigint' ? writeIpv6(value) : writeIpv4(value)),
}

/** `address[/length|/mask]` printed as a network; before 1.8.11 a mask with holes counts as none. */
export const hostNetwork: Kind<AddressMask> = {
  label: 'kind/network',
  words: 1,
  read(word, context) {
    const { family } = context
    const slash = word.indexOf('/')
    const address = readHost(slash < 0 ? word : word.slice(0, slash), family)
    const mask = slash < 0 ? fullMask(family) : maskLength.read(word.slice(slash + 1), context, '')
    return address === undefined || mask instanceof Wrong ? badValue(word, 'kind/network') : { family, address, mask }
  },
  write(value, { dialect }) {
    const whole = prefixLength(value.mask) !== undefined || dialect.version === '1.8.11'
    const mask = whole ? value.mask : fullMask(value.family)
    return writeAddress(network({ ...value, mask }).address) + writeMask(mask)
  },
}

/** `address/length` whose host bits are kept. */
export const prefix: Kind<AddressMask> = {
  ...hostNetwork,
  label: 'kind/prefix',
  write: ({ address, mask }) => writeAddress(address) + writeMask(mask),
}

function readHost(word: string, family: Family): AddressNumber | undefined {
  if (family === 'ipv6') return readIpv6(word)
  return word === 'localhost' ? 0x7f000001 : readIpv4Loose(word)
}
