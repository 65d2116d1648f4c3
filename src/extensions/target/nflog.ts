import { cut, cutText } from '../kinds/cut-text.ts'
import type { Kind } from '../extension.ts'
import { target } from '../extension.ts'
import { number, quote } from '../kinds/kinds.ts'
import { omitDefault } from '../fields/omit-default.ts'

// The kernel keeps 63 bytes; nft keeps 127 in its own log expression since 1.8.8. 1.8.7 prints two blanks before it.
const prefix: Kind<string> = {
  ...cutText(127),
  write(value, { dialect: { version, variant } }) {
    if (version === '1.8.7') return ` ${quote(cut(value, 63))}`
    return quote(variant === 'nft' ? value : cut(value, 63))
  },
}

const range = number(0, 0xffffffff)

// Has no effect; the nft expression has no room for it.
const silentInNft: Kind<number> = {
  ...range,
  write: (value, context) =>
    value === 0 || (context.dialect.variant === 'nft' && context.dialect.version !== '1.8.7')
      ? undefined
      : range.write(value, context),
}

/** Hands a copy of the packet to a program that listens to a netlink group. */
export const nflog = target({
  name: 'NFLOG',
  options: {
    '--nflog-prefix': { kind: prefix },
    '--nflog-group': { kind: omitDefault(0, number(0, 65535)) },
    '--nflog-range': { kind: silentInNft, excludes: ['--nflog-size'] },
    '--nflog-size': { kind: range },
    '--nflog-threshold': { kind: omitDefault(0, number(0, 65535)) },
  },
  effect: () => ({ kind: 'continue', does: 'log' }),
})
