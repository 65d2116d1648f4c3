import type { OptionSpec } from '#extensions/extension.ts'
import { Wrong } from '#extensions/extension.ts'
import { matches } from '#extensions/match-list.ts'
import { targets } from '#extensions/target-list.ts'
import { defaultDialect } from '#model/family.ts'
import { isUnknown } from '#model/value.ts'
import { withPublicWords } from './public-words.ts'

// An option that takes these would take anybody's words.
const anybodys = ['zqxjvk', '"zqxjvk"', 'zqxjvk,zqxjvk']
const byOption = closedOptions()

/** Whether the word is one of the few that this option takes: a state, a type, a number; false where it takes any text. */
export function isOwnWord(option: string, word: string): boolean {
  return byOption.get(option)?.some((spec) => written(spec, word).some((text) => saysNoMore(word, text))) ?? false
}

// Some kinds look only at how a word begins: what they do not print again is not theirs.
function saysNoMore(word: string, text: string): boolean {
  const known = new Set(text.toLowerCase().match(/[^\s,;:/|.]+/g))
  let more = false
  withPublicWords(word, (one) => {
    more ||= !known.has(one.toLowerCase())
    return one
  })
  return !more
}

function closedOptions(): ReadonlyMap<string, readonly OptionSpec[]> {
  const options = new Map<string, OptionSpec[]>()
  for (const { spellings } of [...matches, ...targets]) {
    for (const [spelling, { spec }] of spellings) {
      if (anybodys.some((word) => written(spec, word).length > 0)) continue
      options.set(spelling, [...(options.get(spelling) ?? []), spec])
    }
  }
  return options
}

// How the word is printed, for each family that takes it.
function written({ kind }: OptionSpec, word: string): readonly string[] {
  return (['ipv4', 'ipv6'] as const).flatMap((family) => {
    const context = { family, dialect: defaultDialect, protocol: 0, protocolNegated: false }
    const value = kind.read(word, context, kind.words === 2 ? word : '')
    return value instanceof Wrong || isUnknown(value) ? [] : [kind.write(value, context) ?? '']
  })
}
