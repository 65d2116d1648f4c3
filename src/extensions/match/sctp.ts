import type { Kind } from '../extension.ts'
import { match } from '../extension.ts'
import { badValue } from '../kinds/kinds.ts'
import { portRangeOf } from '../kinds/ports.ts'
import { ports } from '../fields/transport.ts'

// Chunk types in the order of their numbers, which is the order of printing.
const plain = 'DATA INIT INIT_ACK SACK HEARTBEAT HEARTBEAT_ACK ABORT SHUTDOWN SHUTDOWN_ACK ERROR COOKIE_ECHO COOKIE_ACK'
const chunkNames =
  `${plain} ECN_ECNE ECN_CWR SHUTDOWN_COMPLETE I_DATA ASCONF_ACK RE_CONFIG PAD FORWARD_TSN ASCONF I_FORWARD_TSN`.split(
    ' ',
  )

// The flag letters of a chunk type, in the order of printing. A dash is read like a letter: iptables looks its letters up in such a row.
const flagLetters: ReadonlyMap<string, string> = new Map([
  ['DATA', '-IUBE'],
  ['I_DATA', '-IUBE'],
  ['ABORT', '-T'],
  ['SHUTDOWN_COMPLETE', '-T'],
])

/** `all|any|only` and chunk types with flags (`DATA:Be`: B set, E not); the words as iptables-save prints them. */
const chunkTypes: Kind<readonly string[]> = {
  label: 'kind/chunk-types',
  words: 2,
  read(word, _context, second) {
    const how = word.toLowerCase()
    const chunks = ['all', 'any', 'only'].includes(how) ? readChunks(second) : undefined
    return chunks === undefined ? badValue(`${word} ${second}`, 'kind/chunk-types') : [how, ...chunks]
  },
  write: ([how = '', ...chunks]) => `${how} ${chunks.join(',')}`,
}

function readChunks(word: string): readonly string[] | undefined {
  const upper = word.toUpperCase()
  if (upper === 'ALL' || upper === 'NONE') return [upper]
  const found = new Map<string, string>()
  for (const item of word.split(',')) {
    if (item === '') continue
    const colon = item.indexOf(':')
    const name = (colon < 0 ? item : item.slice(0, colon)).toUpperCase()
    const flags = colon < 0 ? '' : item.slice(colon + 1)
    const letters = flagLetters.get(name) ?? ''
    if (!chunkNames.includes(name) || ![...flags.toUpperCase()].every((flag) => letters.includes(flag)))
      return undefined
    found.set(name, (found.get(name) ?? '') + flags)
  }
  return found.size === 0
    ? ['NONE']
    : chunkNames.filter((name) => found.has(name)).map((name) => spellChunk(name, found.get(name) ?? ''))
}

// The flags of I_DATA are read and then lost.
function spellChunk(name: string, flags: string): string {
  const letters = name === 'I_DATA' ? '' : (flagLetters.get(name) ?? '')
  const given = [...letters].map((letter) =>
    flags.includes(letter) ? letter : flags.includes(letter.toLowerCase()) ? letter.toLowerCase() : '',
  )
  const text = given.join('')
  return text === '' ? name : `${name}:${text}`
}

/** SCTP ports and the chunks that a packet carries. */
export const sctp = match({
  name: 'sctp',
  options: {
    '--sport': ports(portRangeOf('sctp'), 'sport', '--source-port'),
    '--dport': ports(portRangeOf('sctp'), 'dport', '--destination-port'),
    '--chunk-types': { kind: chunkTypes, not: true },
  },
})
