import type { AddressNumber } from '#base/address.ts'
import { prefixLength } from '#base/address.ts'
import type { OptionUse } from '#model/ruleset.ts'
import type { Kind, OptionSpec, ReadContext } from '../extension.ts'
import { target, Wrong } from '../extension.ts'
import { badValue, number } from '../kinds.ts'
import { fullMask, maskLength } from '../mask-length.ts'
import { findUse, withoutUses } from '../uses.ts'

// A mask with holes is no length; what is printed then cannot be loaded.
const prefixMask: Kind<AddressNumber> = {
  ...maskLength,
  write(mask, { dialect, family }) {
    return String(prefixLength(mask) ?? (dialect.version === '1.8.11' ? -1 : family === 'ipv4' ? 32 : 128))
  },
}

function hex(max: number, digits: number): OptionSpec<number> {
  return { kind: { ...number(0, max), write: (value) => `0x${value.toString(16).padStart(digits, '0')}` } }
}

const wholes: Readonly<Record<string, (context: ReadContext) => readonly [name: string, value: AddressNumber]>> = {
  src: ({ family }) => ['--hmark-src-prefix', fullMask(family)],
  dst: ({ family }) => ['--hmark-dst-prefix', fullMask(family)],
  sport: () => ['--hmark-sport-mask', 0xffff],
  dport: () => ['--hmark-dport-mask', 0xffff],
  spi: () => ['--hmark-spi-mask', 0xffffffff],
  proto: () => ['--hmark-proto-mask', 0xffff],
}
const parts = ['ct', ...Object.keys(wholes)]

const tuple: Kind<readonly string[]> = {
  label: 'kind/words',
  words: 1,
  read(word) {
    const given = word.toLowerCase().split(',')
    return given.every((part) => parts.includes(part)) ? given : badValue(word, 'kind/words')
  },
  write: (value) => value.join(','),
}

/** Gives the packet a mark computed from parts of its header: (hash modulo mod) + offset. */
export const hmark = target({
  name: 'HMARK',
  options: {
    '--hmark-src-prefix': { kind: prefixMask },
    '--hmark-dst-prefix': { kind: prefixMask },
    '--hmark-sport-mask': hex(0xffff, 4),
    '--hmark-dport-mask': hex(0xffff, 4),
    '--hmark-spi-mask': hex(0xffffffff, 8),
    '--hmark-sport': hex(0xffff, 4),
    '--hmark-dport': hex(0xffff, 4),
    '--hmark-spi': hex(0xffffffff, 8),
    '--hmark-proto-mask': hex(0xffff, 2),
    '--hmark-rnd': { ...hex(0xffffffff, 8), required: true },
    '--hmark-mod': { kind: number(1, 0xffffffff), required: true },
    '--hmark-offset': { kind: number(0, 0xffffffff) },
    '--hmark-tuple': { kind: tuple },
  },
  settle,
  effect: () => ({ kind: 'rewrite', field: 'mark', to: undefined, how: 'hash' }),
})

// A tuple stands for the options that take in all of a part; only `ct` stays a tuple.
function settle(uses: readonly OptionUse[], context: ReadContext): readonly OptionUse[] | Wrong {
  const given = findUse(uses, '--hmark-tuple')
  const names = (given?.value ?? []) as readonly string[]
  const settled = [...withoutUses(uses, '--hmark-tuple')]
  for (const part of new Set(names)) {
    const whole = wholes[part]
    if (given === undefined || whole === undefined) continue
    const [name, value] = whole(context)
    if (findUse(uses, name) !== undefined) return new Wrong('syntax/repeated-option', { option: name })
    settled.push({ ...given, name, value })
  }
  if (given !== undefined && names.includes('ct')) settled.push({ ...given, value: ['ct'] })
  return check(settled) ?? settled
}

function check(uses: readonly OptionUse[]): Wrong | undefined {
  const has = (...names: readonly string[]) => names.find((name) => findUse(uses, name) !== undefined)
  const spi = has('--hmark-spi-mask', '--hmark-spi')
  const port = has('--hmark-sport-mask', '--hmark-dport-mask', '--hmark-sport', '--hmark-dport')
  if (spi !== undefined && port !== undefined) return new Wrong('syntax/options-exclude', { option: spi, other: port })
  const settings = ['--hmark-rnd', '--hmark-mod', '--hmark-offset']
  if (uses.some(({ name }) => !settings.includes(name))) return undefined
  return new Wrong('syntax/missing-option', { option: '--hmark-tuple' })
}
