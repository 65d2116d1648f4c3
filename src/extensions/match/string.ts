import { negateIf, unknown } from '#model/condition.ts'
import type { OptionUse } from '#model/ruleset.ts'
import type { Kind } from '../extension.ts'
import { Wrong, match } from '../extension.ts'
import { keptText } from '../kinds/kept-text.ts'
import { badValue, flag, number } from '../kinds/kinds.ts'

/** As many bytes as the kernel looks for. */
const longest = 128

const encoder = new TextEncoder()
const pipe = 0x7c
const backslash = 0x5c
const blank = 0x20

/** Plain text; what cannot be printed is turned into the other option. */
const plain: Kind<string> = {
  label: 'kind/text',
  words: 1,
  read: (word) => (encoder.encode(word).length > longest ? new Wrong('syntax/too-long', { max: longest }) : word),
  write: (value) => `"${value.replace(/["\\]/g, '\\$&')}"`,
}

/** Text with bytes in hex between pipes; the value is all of it in hex between two pipes. */
const hexText: Kind<string> = {
  label: 'kind/hex-text',
  words: 1,
  read(word) {
    const bytes = readHexText(encoder.encode(word))
    return bytes === undefined ? badValue(word, 'kind/hex-text') : writeHex(bytes)
  },
  write: (value) => `"${value}"`,
}

// As iptables reads it, oddities included: a pipe that follows a closing pipe is text, and blanks stand between bytes only singly.
function readHexText(text: Uint8Array): readonly number[] | undefined {
  const bytes: number[] = []
  const at = (index: number) => text[index] ?? 0
  let inHex = false
  let index = 0
  if (text.length === 0) return undefined
  while (index < text.length) {
    if (bytes.length === longest) return undefined
    let escaped = false
    if (at(index) === backslash) {
      if (inHex) return undefined
      escaped = true
    } else if (at(index) === pipe) {
      inHex = !inHex
      while (inHex && at(index + 1) === blank) index++
      index++
      if (index >= text.length) break
    }
    if (escaped) {
      if (index + 1 >= text.length) return undefined
      bytes.push(at(index + 1))
      index += 2
    } else if (inHex) {
      const digits = String.fromCharCode(at(index), at(index + 1))
      if (index + 2 >= text.length || !/^[0-9a-fA-F]{2}$/.test(digits)) return undefined
      bytes.push(Number.parseInt(digits, 16))
      index += at(index + 2) === blank ? 3 : 2
    } else bytes.push(at(index++))
  }
  return bytes
}

function writeHex(bytes: Iterable<number>): string {
  let text = '|'
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0')
  return `${text}|`
}

function bytesOf({ name, value }: OptionUse): readonly number[] {
  if (name === '--string') return [...encoder.encode(value as string)]
  return (value as string).match(/[0-9a-f]{2}/g)?.map((digits) => Number.parseInt(digits, 16)) ?? []
}

// Bytes that cannot be printed, and a backslash at the end, are saved in hex; all else as text.
function settle(uses: readonly OptionUse[]): readonly OptionUse[] {
  return uses.map((use) => {
    if (use.name !== '--string' && use.name !== '--hex-string') return use
    const bytes = bytesOf(use)
    const printable = bytes.every((byte) => byte >= 32 && byte < 127) && bytes.at(-1) !== backslash
    if (printable) return { ...use, name: '--string', value: bytes.map((byte) => String.fromCharCode(byte)).join('') }
    return { ...use, name: '--hex-string', value: writeHex(bytes) }
  })
}

/** Where the search starts and ends: offsets in the packet. */
const start: Kind<number> = { ...number(0, 65535), write: (value) => (value === 0 ? undefined : String(value)) }
const end: Kind<number> = {
  ...number(0, 65535),
  write: (value, { dialect }) => (value === 65535 && dialect.version !== '1.8.7' ? undefined : String(value)),
}

/** Bytes that the packet carries. */
export const string = match({
  name: 'string',
  oneOf: ['--string', '--hex-string'],
  options: {
    '--string': { kind: plain, not: true, excludes: ['--hex-string'] },
    '--hex-string': { kind: hexText, not: true },
    '--algo': { kind: keptText(15), required: true },
    '--from': { kind: start },
    '--to': { kind: end, default: 65535 },
    '--icase': { kind: flag },
  },
  settle,
  meaning(uses) {
    const found = uses['--string'] ?? uses['--hex-string']
    const place = `--from ${uses['--from']?.value ?? 0} --to ${uses['--to']?.value ?? 65535}`
    const letters = uses['--icase'] === undefined ? '' : ' --icase'
    // The algorithm changes how the bytes are found, not whether.
    return negateIf(
      found?.negated ?? false,
      unknown('packet', `string ${found?.name} ${found?.value} ${place}${letters}`),
    )
  },
})
