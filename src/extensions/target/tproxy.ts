import type { AddressNumber } from '#base/address.ts'
import type { Family } from '#model/family.ts'
import type { Kind } from '../extension.ts'
import { target } from '../extension.ts'
import { host } from '../kinds/host-kinds.ts'
import { badValue } from '../kinds/kinds.ts'
import { markChange } from '../fields/mark-change.ts'
import { servicePort } from '../kinds/services.ts'

// As getaddrinfo reads it: decimal or a name, nothing is 0, and of a greater number 16 bits stay.
const port: Kind<number> = {
  label: 'kind/port',
  words: 1,
  read(word) {
    const [whole, digits] = /^[\t-\r ]*\+?(\d{1,19})$/.exec(word) ?? []
    if (word === '' || whole !== undefined) return Number(BigInt(digits ?? 0) & 0xffffn)
    return servicePort(word) ?? badValue(word, 'kind/port')
  },
  write: String,
}

function tproxy(family: Family, anywhere: AddressNumber) {
  return target({
    name: 'TPROXY',
    families: [family],
    options: {
      '--on-port': { kind: port, required: true },
      '--on-ip': { kind: host, default: anywhere },
      '--tproxy-mark': { kind: markChange('xset'), default: { value: 0, mask: 0 } },
    },
    // Accepts where a local socket listens, else drops.
    effect: () => ({ kind: 'unknown', target: 'TPROXY' }),
  })
}

/** Hands the packet to a local socket without changing it. */
export const tproxy4 = tproxy('ipv4', 0)

/** Hands the packet to a local socket without changing it. */
export const tproxy6 = tproxy('ipv6', 0n)
