import { ipv4Mask, ipv6Mask, prefixLength } from '#base/address.ts'
import { isHost, network, quote, writeAddress, writeMask } from '#extensions/kinds/kinds.ts'
import { findMatch, findTarget } from '#extensions/registry.ts'
import type { Extension } from '#extensions/extension.ts'
import { writeProtocol } from '#extensions/kinds/protocols.ts'
import { mergeNative } from './merge-native.ts'
import type { Dialect, Family } from '#model/family.ts'
import type { ExtensionUse, OptionUse, Rule } from '#model/ruleset.ts'
import type { AddressMask, UnknownValue } from '#model/value.ts'
import { isUnknown } from '#model/value.ts'

/** The specification of a rule (all that follows `-A CHAIN`, with a blank before) as iptables-save of the dialect prints it. */
export function printRule(rule: Rule, family: Family, dialect: Dialect): string {
  let text = printAddress('-s', rule.source, dialect) + printAddress('-d', rule.destination, dialect)
  text += printInterface(rule.in, dialect) + printInterface(rule.out, dialect)
  if (rule.protocol !== undefined && rule.protocol.value !== 0) {
    text += `${rule.protocol.negated ? ' !' : ''} -p ${writeProtocol(rule.protocol.value, dialect)}`
  }
  if (rule.fragment !== undefined) text += rule.fragment.negated ? ' ! -f' : ' -f'
  for (const use of mergeNative(rule.matches, family, dialect))
    text += ` -m ${use.name}${printOptions(use, findMatch(use.name, family), family, dialect)}`
  const { target } = rule
  if (target === undefined) return text
  const extension = target.known ? findTarget(target.name, family) : undefined
  return `${text} ${target.goto ? '-g' : '-j'} ${target.name}${printOptions(target, extension, family, dialect)}`
}

function printAddress(
  option: string,
  use: OptionUse<AddressMask | UnknownValue> | undefined,
  dialect: Dialect,
): string {
  if (use === undefined) return ''
  const sign = use.negated ? ' !' : ''
  if (isUnknown(use.value)) return `${sign} ${option} ${use.value.unknown}`
  const value = network(asStored(use.value as AddressMask, dialect))
  // Everybody needs no words; nobody (`! -s 0/0`) does: without them the rule would take everything. nft refuses to load it.
  if (value.mask === 0 || value.mask === 0n)
    return use.negated ? `${sign} ${option} ${writeAddress(value.address)}/0` : ''
  return `${sign} ${option} ${writeAddress(value.address)}${isHost(value) ? (value.family === 'ipv4' ? '/32' : '/128') : writeMask(value.mask)}`
}

// iptables-nft 1.8.7 prints the length of the ones a mask begins with, whatever follows them.
function asStored(value: AddressMask, { version, variant }: Dialect): AddressMask {
  if (version !== '1.8.7' || variant === 'legacy' || prefixLength(value.mask) !== undefined) return value
  const { mask } = value
  if (typeof mask === 'number') return { ...value, mask: ipv4Mask(Math.clz32(~mask)) }
  let length = 0
  while ((mask >> BigInt(127 - length)) & 1n) length++
  return { ...value, mask: ipv6Mask(length) }
}

function printInterface(use: OptionUse<string> | undefined, dialect: Dialect): string {
  if (use === undefined) return ''
  if (use.value === '+') {
    const keeps = dialect.variant === 'nft' ? dialect.version !== '1.8.7' : dialect.version === '1.8.11'
    if (!use.negated || !keeps) return ''
  }
  return `${use.negated ? ' !' : ''} ${use.name} ${use.value}`
}

function printOptions(use: ExtensionUse, extension: Extension | undefined, family: Family, dialect: Dialect): string {
  if (extension === undefined) return use.words.map((word) => ` ${quoteWord(word)}`).join('')
  let text = ''
  for (const { name, negated, value } of use.options) {
    const written = isUnknown(value)
      ? value.unknown
      : extension.options[name]?.kind.write(value, { family, dialect, negated })
    if (written === undefined) continue
    text += `${negated ? ' !' : ''} ${name}${written === '' ? '' : ` ${written}`}`
  }
  return text
}

function quoteWord(word: string): string {
  return /^[!-~]+$/.test(word) && !/["'\\]/.test(word) ? word : quote(word)
}
