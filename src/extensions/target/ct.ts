import type { OptionUse } from '#model/ruleset.ts'
import { bareText } from '../kinds/cut-text.ts'
import type { Kind } from '../extension.ts'
import { target } from '../extension.ts'
import { badValue, flag, readNumber } from '../kinds/kinds.ts'
import { omitDefault } from '../fields/omit-default.ts'

const zone: Kind<number | string> = {
  label: 'kind/zone',
  words: 1,
  read: (word) =>
    word.toLowerCase() === 'mark' ? 'mark' : (readNumber(word, 0, 65535) ?? badValue(word, 'kind/zone')),
  write: String,
}

function events(names: readonly string[]): Kind<readonly string[]> {
  return {
    label: 'kind/words',
    words: 1,
    read(word) {
      const given = new Set(word.split(','))
      return [...given].every((name) => names.includes(name))
        ? names.filter((name) => given.has(name))
        : badValue(word, 'kind/words')
    },
    write: (value) => value.join(','),
  }
}

const connectionEvents = events([
  'new',
  'related',
  'destroy',
  'reply',
  'assured',
  'protoinfo',
  'helper',
  'mark',
  'natseqinfo',
  'secmark',
])

/** Tells connection tracking how to treat a packet that it has not seen yet. */
export const ct = target({
  name: 'CT',
  options: {
    '--notrack': { kind: flag },
    '--helper': { kind: bareText(15) },
    '--timeout': { kind: bareText(31) },
    '--ctevents': { kind: connectionEvents },
    '--expevents': { kind: events(['new']) },
    '--zone': { kind: omitDefault(0, zone) },
    '--zone-orig': { kind: omitDefault(0, zone) },
    '--zone-reply': { kind: omitDefault(0, zone) },
  },
  settle: settleZones,
  effect: (uses) => (uses['--notrack'] === undefined ? { kind: 'continue', does: 'ct' } : { kind: 'untrack' }),
})

// The three options share one number: the last counts, `mark` stays. Both directions together are no direction.
function settleZones(uses: readonly OptionUse[]): readonly OptionUse[] {
  const zones = uses.filter(({ name }) => name.startsWith('--zone'))
  const last = zones.at(-1)
  if (last === undefined || zones.length === 1) return uses
  const directions = new Set(zones.map(({ name }) => name).filter((name) => name !== '--zone'))
  const [only = '--zone', other] = directions
  const marked = zones.some(({ value }) => value === 'mark')
  const settled = { ...last, name: other === undefined ? only : '--zone', value: marked ? 'mark' : last.value }
  return [...uses.filter((use) => !zones.includes(use)), settled]
}
