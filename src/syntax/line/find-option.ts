import type { OptionSpec } from '#extensions/extension.ts'
import { baseLong } from './base-options.ts'
import type { LineState, Loaded } from './line-state.ts'

/** An option of a match or target on the line. */
export interface Found {
  readonly loaded: Loaded
  readonly name: string
  readonly spec: OptionSpec
}

/**
 * The option that a long word stands for among those of iptables (their letter) and of what the line has loaded: the whole name first,
 * where the last one loaded goes before others, then what only one name begins with; `ambiguous` where several do.
 */
export function findOption(line: LineState, word: string): Found | string | undefined {
  return baseLong.get(word) ?? findExact(line, word) ?? findByPrefix(line, word)
}

function findExact(line: LineState, name: string): Found | undefined {
  for (let index = line.loaded.length - 1; index >= 0; index--) {
    const loaded = line.loaded[index] as Loaded
    const found = loaded.extension?.spellings.get(name)
    if (found !== undefined) return { loaded, name: found.name, spec: found.spec }
  }
  return undefined
}

function findByPrefix(line: LineState, prefix: string): Found | string | undefined {
  let first: Found | string | undefined
  for (const [name, letter] of baseLong) {
    if (!name.startsWith(prefix) || letter === first) continue
    if (first !== undefined) return 'ambiguous'
    first = letter
  }
  for (let index = line.loaded.length - 1; index >= 0; index--) {
    const loaded = line.loaded[index] as Loaded
    for (const [name, found] of loaded.extension?.spellings ?? []) {
      if (!name.startsWith(prefix) || (typeof first === 'object' && isSame(first, loaded, found))) continue
      if (first !== undefined) return 'ambiguous'
      first = { loaded, ...found }
    }
  }
  return first
}

// Two spellings of one option, or a match that is loaded twice: the last one is meant.
function isSame(first: Found, loaded: Loaded, found: { readonly name: string; readonly spec: OptionSpec }): boolean {
  return first.loaded.extension === loaded.extension && first.name === found.name && first.spec === found.spec
}
