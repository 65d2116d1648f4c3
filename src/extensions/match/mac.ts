import type { Kind } from '../extension.ts'
import { match } from '../extension.ts'
import { badValue } from '../kinds/kinds.ts'

/** Six bytes in hex, of one or two characters each (a sign counts as one; nothing is 0). */
const macAddress: Kind<string> = {
  label: 'kind/mac',
  words: 1,
  read(word) {
    const bytes = word.split(':').map(readByte)
    return bytes.length !== 6 || bytes.includes(undefined) ? badValue(word, 'kind/mac') : bytes.join(':')
  },
  write: (value) => value,
}

function readByte(text: string): string | undefined {
  if (!/^([\t-\r +-]?[0-9a-f]|[0-9a-f]{2}|)$/i.test(text)) return undefined
  const value = text === '' ? 0 : Number.parseInt(text.trim(), 16)
  return ((value + 256) % 256).toString(16).padStart(2, '0')
}

/** The link-layer address a packet comes from. */
export const mac = match({
  name: 'mac',
  options: { '--mac-source': { kind: macAddress, not: true, required: true } },
})
