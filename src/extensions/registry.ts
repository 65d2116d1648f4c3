import type { Family } from '#model/family.ts'
import type { Extension, MatchExtension, TargetExtension } from './extension.ts'
import { matches } from './match-list.ts'
import { targets } from './target-list.ts'

const byName = { match: index(matches), target: index(targets) }
const byOption = indexOptions()

/** The match that `-m name` loads in this family. */
export function findMatch(name: string, family: Family): MatchExtension | undefined {
  return byName.match[family].get(name)
}

/** The target that `-j name` loads in this family, the built-in verdicts included. */
export function findTarget(name: string, family: Family): TargetExtension | undefined {
  return byName.target[family].get(name)
}

/** The matches and targets that have an option of exactly this name. */
export function optionOwners(option: string, family: Family): readonly string[] {
  return (byOption.get(option) ?? []).filter(({ families }) => families.includes(family)).map(({ name }) => name)
}

function index<E extends Extension>(extensions: readonly E[]): Readonly<Record<Family, ReadonlyMap<string, E>>> {
  return { ipv4: indexNames(extensions, 'ipv4'), ipv6: indexNames(extensions, 'ipv6') }
}

function indexNames<E extends Extension>(extensions: readonly E[], family: Family): ReadonlyMap<string, E> {
  const names = new Map<string, E>()
  for (const extension of extensions) {
    if (!extension.families.includes(family)) continue
    for (const name of [extension.name, ...extension.aliases]) names.set(name, extension)
  }
  return names
}

function indexOptions(): ReadonlyMap<string, readonly Extension[]> {
  const owners = new Map<string, Extension[]>()
  for (const extension of [...matches, ...targets]) {
    for (const spelling of extension.spellings.keys()) {
      const known = owners.get(spelling)
      if (known === undefined) owners.set(spelling, [extension])
      else known.push(extension)
    }
  }
  return owners
}
