import { fieldIn, packetTypes } from '#model/condition.ts'
import type { Kind } from '../extension.ts'
import { match } from '../extension.ts'
import { badValue } from '../kinds/kinds.ts'

const others: ReadonlyMap<string, string> = new Map([
  ['host', 'unicast'],
  ['bcast', 'broadcast'],
  ['mcast', 'multicast'],
])

const packetType: Kind<string> = {
  label: 'kind/packet-type',
  words: 1,
  read(word) {
    const lower = word.toLowerCase()
    const name = others.get(lower) ?? lower
    return isPacketType(name) ? name : badValue(word, 'kind/packet-type')
  },
  write: (value) => value,
}

function isPacketType(name: string): name is keyof typeof packetTypes {
  return Object.hasOwn(packetTypes, name)
}

/** To whom the frame was addressed on the link. */
export const pkttype = match({
  name: 'pkttype',
  options: {
    '--pkt-type': {
      kind: packetType,
      not: true,
      required: true,
      means: (name: string) =>
        fieldIn('pkttype', isPacketType(name) ? [{ from: packetTypes[name], to: packetTypes[name] }] : []),
    },
  },
})
