import type { Condition, Field } from '#model/condition.ts'
import { all, always, fieldIn, negateIf, unknown } from '#model/condition.ts'
import type { OptionUse } from '#model/ruleset.ts'
import type { NumberRange, UnknownValue } from '#model/value.ts'
import { isUnknown } from '#model/value.ts'
import { accountId } from '../kinds/accounts.ts'
import type { Kind } from '../extension.ts'
import { Wrong, match } from '../extension.ts'
import { badValue, flag, rangeSet, readNumber } from '../kinds/kinds.ts'

/** An id, `from-to`, or a name; a name that is the host's own is kept. */
const owning = (sort: 'user' | 'group'): Kind<NumberRange | UnknownValue> => ({
  label: `kind/${sort}`,
  words: 1,
  read(word) {
    const known = accountId(sort, word)
    if (known !== undefined) return { from: known, to: known }
    if (/^[A-Za-z_][\w.-]*\$?$/.test(word)) return { unknown: word }
    const middle = word.search(/[-:]/)
    const from = readNumber(middle < 0 ? word : word.slice(0, middle), 0, 0xfffffffe)
    const to = middle < 0 ? from : readNumber(word.slice(middle + 1), 0, 0xfffffffe)
    return from === undefined || to === undefined ? badValue(word, `kind/${sort}`) : { from, to }
  },
  write: writeId,
})

function writeId(value: NumberRange | UnknownValue): string {
  if (isUnknown(value)) return value.unknown
  return value.from === value.to ? String(value.from) : `${value.from}-${value.to}`
}

const hasSocket = fieldIn('socket', [{ from: 1, to: 1 }])

function owned(field: Field, value: NumberRange | UnknownValue): Condition {
  if (isUnknown(value)) return unknown('hidden', `${field} ${value.unknown}`)
  return fieldIn(field, rangeSet(value))
}

function settle(uses: readonly OptionUse[]): readonly OptionUse[] | Wrong {
  const groups = uses.findIndex(({ name }) => name === '--suppl-groups')
  const group = uses.findIndex(({ name }) => name === '--gid-owner')
  if (groups >= 0 && (group < 0 || groups < group))
    return new Wrong('syntax/option-needs', { option: '--suppl-groups', other: '--gid-owner' })
  return uses
}

/** Whose process on this host sends the packet. */
export const owner = match({
  name: 'owner',
  oneOf: ['--uid-owner', '--gid-owner', '--socket-exists'],
  options: {
    '--socket-exists': { kind: flag, not: true, means: () => hasSocket },
    '--uid-owner': { kind: owning('user'), not: true, means: (value) => owned('uid', value) },
    '--gid-owner': { kind: owning('group'), not: true, means: (value) => owned('gid', value) },
    '--suppl-groups': { kind: flag },
  },
  settle,
  meaning(uses) {
    const [user, group] = [uses['--uid-owner'], uses['--gid-owner']]
    if (group === undefined || uses['--suppl-groups'] === undefined) return undefined
    const socket = uses['--socket-exists']
    return all(
      socket === undefined ? always : negateIf(socket.negated, hasSocket),
      user === undefined ? always : negateIf(user.negated, owned('uid', user.value)),
      negateIf(group.negated, unknown('host', `owner --suppl-groups --gid-owner ${writeId(group.value)}`)),
    )
  },
})
