import { network, writeAddress, writeMask } from '#extensions/kinds/kinds.ts'
import { writeProtocol } from '#extensions/kinds/protocols.ts'
import { findMatch, findTarget } from '#extensions/registry.ts'
import type { Family } from '#model/family.ts'
import { defaultDialect } from '#model/family.ts'
import type { ExtensionUse, OptionUse, Rule } from '#model/ruleset.ts'
import type { AddressMask, UnknownValue } from '#model/value.ts'
import { isUnknown } from '#model/value.ts'

/**
 * One thing a rule says, apart from its target's name: `-s`, `conntrack --ctstate`, `-j --to-destination`. The match that
 * belongs to the protocol (`-m tcp` with `-p tcp`) is called `-p`, so that one pattern fits tcp, udp and sctp.
 */
export interface Feature {
  readonly key: string
  readonly negated: boolean
  /** The value as iptables-save would print it, unquoted; '' for options without one. */
  readonly value: string
}

/** All that a rule says, option by option, in no particular order; what says nothing (`-s 0.0.0.0/0`) is left out. */
export function ruleFeatures(rule: Rule, family: Family): readonly Feature[] {
  const found: Feature[] = []
  addAddress(found, '-s', rule.source)
  addAddress(found, '-d', rule.destination)
  addInterface(found, '-i', rule.in)
  addInterface(found, '-o', rule.out)
  const protocol = rule.protocol === undefined ? '' : writeProtocol(rule.protocol.value, defaultDialect)
  if (rule.protocol !== undefined && rule.protocol.value !== 0) {
    found.push({ key: '-p', negated: rule.protocol.negated, value: protocol })
  }
  if (rule.fragment !== undefined) found.push({ key: '-f', negated: rule.fragment.negated, value: '' })
  for (const use of rule.matches) addExtension(found, use, use.name === protocol ? '-p' : use.name, family)
  if (rule.target !== undefined) addExtension(found, rule.target, '-j', family)
  return found
}

function addAddress(found: Feature[], key: string, use: OptionUse<AddressMask | UnknownValue> | undefined): void {
  if (use === undefined) return
  const { value, negated } = use
  if (isUnknown(value)) {
    found.push({ key, negated, value: value.unknown })
    return
  }
  const net = network(value)
  if (!negated && (net.mask === 0 || net.mask === 0n)) return
  found.push({ key, negated, value: writeAddress(net.address) + writeMask(net.mask) })
}

function addInterface(found: Feature[], key: string, use: OptionUse<string> | undefined): void {
  if (use !== undefined && (use.value !== '+' || use.negated))
    found.push({ key, negated: use.negated, value: use.value })
}

function addExtension(found: Feature[], use: ExtensionUse, name: string, family: Family): void {
  const before = found.length
  if (use.known) addOptions(found, use, name, family)
  else addWords(found, use.words, name)
  if (found.length === before && name !== '-j' && name !== '-p') found.push({ key: name, negated: false, value: '' })
}

function addOptions(found: Feature[], use: ExtensionUse, name: string, family: Family): void {
  const extension = name === '-j' ? findTarget(use.name, family) : findMatch(use.name, family)
  for (const { name: option, negated, value } of use.options) {
    const written = isUnknown(value)
      ? value.unknown
      : extension?.options[option]?.kind.write(value, { family, dialect: defaultDialect })
    if (written !== undefined) found.push({ key: `${name} ${option}`, negated, value: unquoted(written) })
  }
}

// Words before the first option say nothing to compare: `[unsupported revision]`, as iptables prints what is too new for it.
function addWords(found: Feature[], words: readonly string[], name: string): void {
  let negated = false
  for (let at = words.findIndex(isOption); at >= 0 && at < words.length; ) {
    const option = words[at++] ?? ''
    if (option === '!') {
      negated = true
      continue
    }
    const from = at
    while (at < words.length && !isOption(words[at] ?? '')) at++
    found.push({ key: `${name} ${option}`, negated, value: words.slice(from, at).join(' ') })
    negated = false
  }
}

function isOption(word: string): boolean {
  return word === '!' || word.startsWith('--')
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replace(/\\(["\\'])/g, '$1') : text
}
