import type { Kind } from '../extension.ts'
import { match } from '../extension.ts'
import { badValue, number } from '../kinds/kinds.ts'
import { resolvedPortRange } from '../kinds/ports.ts'
import { ports } from '../fields/transport.ts'

const typeNames = 'REQUEST RESPONSE DATA ACK DATAACK CLOSEREQ CLOSE RESET SYNC SYNCACK INVALID'.split(' ')

const packetTypes: Kind<readonly string[]> = {
  label: 'kind/words',
  words: 1,
  read(word) {
    const given = word
      .toUpperCase()
      .split(',')
      .filter((name) => name !== '')
    if (!given.every((name) => typeNames.includes(name))) return badValue(word, 'kind/words')
    return typeNames.filter((name) => given.includes(name))
  },
  write: (types) => types.join(','),
}

/** DCCP ports, packet types and options. */
export const dccp = match({
  name: 'dccp',
  options: {
    '--sport': ports(resolvedPortRange, 'sport', '--source-port'),
    '--dport': ports(resolvedPortRange, 'dport', '--destination-port'),
    '--dccp-types': { kind: packetTypes, not: true },
    '--dccp-option': { kind: number(1, 255), not: true },
  },
})
