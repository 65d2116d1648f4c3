import type { Extension } from '#extensions/extension.ts'
import { findMatch } from '#extensions/registry.ts'
import type { Dialect, Family } from '#model/family.ts'
import type { ExtensionUse, OptionUse } from '#model/ruleset.ts'

/**
 * The matches as iptables-nft gives them back. From 1.8.8 it stores some (tcp, udp) in nftables' own language and makes one match of all it
 * finds there: later options replace earlier ones, but a `!` stays. From 1.8.10 they also join a match that stands before them.
 */
export function mergeNative(
  matches: readonly ExtensionUse[],
  family: Family,
  dialect: Dialect,
): readonly ExtensionUse[] {
  if (dialect.variant === 'legacy' || dialect.version === '1.8.7') return matches
  if (!matches.some((use) => nativeExtension(use, family) !== undefined)) return matches
  const joins = dialect.version !== '1.8.9'
  const merged: ExtensionUse[] = []
  const stored = new Map<string, number>()
  for (const use of matches) {
    const extension = nativeExtension(use, family)
    if (extension === undefined) {
      merged.push(use)
      continue
    }
    const said = use.options.filter((option) => saysSomething(option, extension, family, dialect))
    if (said.length === 0) continue
    const at = stored.get(use.name) ?? (joins ? merged.findIndex(({ name }) => name === use.name) : -1)
    const before = merged[at]
    stored.set(use.name, before === undefined ? merged.length : at)
    if (before === undefined) merged.push({ ...use, options: said })
    else merged[at] = { ...before, options: combine(before.options, said, extension) }
  }
  return merged
}

function nativeExtension(use: ExtensionUse, family: Family): Extension | undefined {
  const extension = use.known ? findMatch(use.name, family) : undefined
  return extension?.native?.(use.options) === true ? extension : undefined
}

function saysSomething(
  { name, value, negated }: OptionUse,
  extension: Extension,
  family: Family,
  dialect: Dialect,
): boolean {
  return extension.options[name]?.kind.write(value, { family, dialect, negated }) !== undefined
}

function combine(
  before: readonly OptionUse[],
  after: readonly OptionUse[],
  { order }: Extension,
): readonly OptionUse[] {
  const options = new Map(before.map((use) => [use.name, use]))
  for (const use of after) {
    const negated = use.negated || options.get(use.name)?.negated === true
    options.set(use.name, { ...use, negated })
  }
  return [...options.values()].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
}
