import type { Condition } from '#model/condition.ts'
import { negateIf, unknown, allOf } from '#model/condition.ts'
import type { OptionUse } from '#model/ruleset.ts'
import type { SetReference } from '#model/value.ts'
import type { Kind, OptionSpec } from '../extension.ts'
import { match, Wrong } from '../extension.ts'
import { badValue, byteLength, flag, readBigNumber } from '../kinds/kinds.ts'

/** The name of a set and up to six of `src` and `dst` (or words that begin so). */
export const setReference: Kind<SetReference> = {
  label: 'kind/set',
  words: 2,
  read(word, _context, second) {
    if (byteLength(word) > 31) return new Wrong('syntax/too-long', { max: 31 })
    const directions = second
      .split(',')
      .map((item) => (['src', 'dst'] as const).find((known) => item.startsWith(known)))
    const known = directions.filter((direction) => direction !== undefined)
    if (word === '' || known.length !== directions.length || known.length > 6)
      return badValue(`${word} ${second}`, 'kind/set')
    return { set: word, directions: known }
  },
  write: spellReference,
}

function spellReference({ set, directions }: SetReference): string {
  return `${set} ${directions.join(',')}`
}

const counter: Kind<bigint> = {
  label: 'kind/number',
  words: 1,
  read: (word) => readBigNumber(word) ?? badValue(word, 'kind/number'),
  write: (value) => String(value),
}

// Without `!` these options ask for what happens anyhow.
const update: OptionSpec<true> = {
  kind: { ...flag, write: (_value, { negated }) => (negated ? '' : undefined) },
  not: true,
  repeats: true,
}

/** Parts of the packet are a member of a set of ipset. */
export const set = match({
  name: 'set',
  options: {
    '--match-set': { kind: setReference, aliases: ['--set'], not: true, required: true },
    '--return-nomatch': { kind: flag, repeats: true },
    '--update-counters': update,
    '--update-subcounters': update,
    '--packets-eq': { kind: counter, not: true, excludes: ['--packets-lt', '--packets-gt'] },
    '--packets-lt': { kind: counter, excludes: ['--packets-gt'] },
    '--packets-gt': { kind: counter },
    '--bytes-eq': { kind: counter, not: true, excludes: ['--bytes-lt', '--bytes-gt'] },
    '--bytes-lt': { kind: counter, excludes: ['--bytes-gt'] },
    '--bytes-gt': { kind: counter },
  },
  settle: (uses) => uses.filter((use, index) => uses.findIndex(({ name }) => name === use.name) === index),
  meaning({ '--match-set': use, '--return-nomatch': nomatch, ...counters }) {
    if (use === undefined) return unknown('hidden', 'set')
    const counted = Object.values(counters).filter((other) => typeof other?.value === 'bigint')
    return allOf([isMember(use, nomatch !== undefined), ...counted.map((other) => counts(use.value, other))])
  },
})

function isMember({ value, negated }: OptionUse<SetReference>, nomatch: boolean): Condition {
  const { set, directions } = value
  if (nomatch) return negateIf(negated, unknown('host', `set ${spellReference(value)} --return-nomatch`))
  return negateIf(negated, { kind: 'member', set, directions })
}

function counts(value: SetReference, other: OptionUse | undefined): Condition {
  const { name = '', negated = false, value: number } = other ?? {}
  return negateIf(negated, unknown('history', `set ${spellReference(value)} ${name} ${number}`))
}
