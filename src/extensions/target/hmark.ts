import type { AddressNumber } from '#base/address.ts'
import { prefixLength } from '#base/address.ts'
import type { OptionUse } from '#model/ruleset.ts'
import type { Kind, OptionSpec, ReadContext } from '../extension.ts'
import { target, Wrong } from '../extension.ts'
import { badValue, number } from '../kinds/kinds.ts'
import { fullMask, maskLength } from '../kinds/mask-length.ts'
import { findUse, withoutUses } from '../fields/uses.ts'

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

type Whole = (context: ReadContext) => { readonly name: string; readonly value: AddressNumber }

const wholes: ReadonlyMap<string, Whole> = new Map<string, Whole>([
  ['src', ({ family }) => ({ name: '--hmark-src-prefix', value: fullMask(family) })],
  ['dst', ({ family }) => ({ name: '--hmark-dst-prefix', value: fullMask(family) })],
  ['sport', () => ({ name: '--hmark-sport-mask', value: 0xffff })],
  ['dport', () => ({ name: '--hmark-dport-mask', value: 0xffff })],
  ['spi', () => ({ name: '--hmark-spi-mask', value: 0xffffffff })],
  ['proto', () => ({ name: '--hmark-proto-mask', value: 0xffff })],
])

const tuple: Kind<readonly string[]> = {
  label: 'kind/words',
  words: 1,
  read(word) {
    const given = word.toLowerCase().split(',')
    return given.every((part) => part === 'ct' || wholes.has(part)) ? given : badValue(word, 'kind/words')
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

// A tuple stands for the options that take in all of a part; it replaces one before it, and refuses one behind it. Only `ct` stays.
function settle(uses: readonly OptionUse[], context: ReadContext): readonly OptionUse[] | Wrong {
  const at = uses.findIndex(({ name }) => name === '--hmark-tuple')
  const given = uses[at]
  if (given === undefined) return check(uses) ?? uses
  const names = new Set(given.value as readonly string[])
  const added = [...names].flatMap((part) => wholes.get(part)?.(context) ?? []).map((whole) => ({ ...given, ...whole }))
  const again = added.find(({ name }) => findUse(uses.slice(at), name) !== undefined)
  if (again !== undefined) return new Wrong('syntax/repeated-option', { option: again.name })
  const settled = [...withoutUses(uses, ['--hmark-tuple', ...added.map(({ name }) => name)]), ...added]
  if (names.has('ct')) settled.push({ ...given, value: ['ct'] })
  return check(settled) ?? settled
}

const settings = ['--hmark-rnd', '--hmark-mod', '--hmark-offset']

function check(uses: readonly OptionUse[]): Wrong | undefined {
  const ports = findUse(uses, '--hmark-sport-mask') ?? findUse(uses, '--hmark-dport-mask')
  if (ports !== undefined && findUse(uses, '--hmark-spi-mask') !== undefined) {
    return new Wrong('syntax/options-exclude', { option: '--hmark-spi-mask', other: ports.name })
  }
  if (uses.some(({ name }) => !settings.includes(name))) return undefined
  return new Wrong('syntax/missing-option', { option: '--hmark-tuple' })
}
