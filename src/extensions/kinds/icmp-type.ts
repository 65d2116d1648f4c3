import type { Condition } from '#model/condition.ts'
import { all, fieldIn } from '#model/condition.ts'
import type { IcmpType } from '#model/value.ts'
import type { Wrong } from '../extension.ts'
import { badValue, readNumber } from './kinds.ts'

/** A name of an ICMP type, or of a type with one code. */
export interface IcmpName {
  readonly name: string
  readonly type: number
  readonly code: number | undefined
}

/** Makes the names of a table: lines of `type name name...`, and `type/code name`. */
export function icmpNames(table: string): readonly IcmpName[] {
  return table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [number = '', ...names] = line.trim().split(' ')
      const [type, code] = number.split('/').map(Number)
      return names.map((name) => ({ name, type: type ?? 0, code }))
    })
}

const anyCode = { from: 0, to: 255 }

/** Reads `type`, `type/code` or a name, which may be cut short while only one begins so. */
export function readIcmpType(word: string, names: readonly IcmpName[]): IcmpType | Wrong {
  const lower = word.toLowerCase()
  const named = names.filter(({ name }) => name.toLowerCase().startsWith(lower))
  const only = named.length === 1 ? named[0] : undefined
  if (only !== undefined)
    return { type: only.type, codes: only.code === undefined ? anyCode : { from: only.code, to: only.code } }
  const slash = word.indexOf('/')
  const type = readNumber(slash < 0 ? word : word.slice(0, slash), 0, 255)
  const code = slash < 0 ? undefined : readNumber(word.slice(slash + 1), 0, 255)
  if (named.length > 0 || type === undefined || (slash >= 0 && code === undefined))
    return badValue(word, 'kind/icmp-type')
  return { type, codes: code === undefined ? anyCode : { from: code, to: code } }
}

/** `type` or `type/code`. */
export function writeIcmpType({ type, codes }: IcmpType): string {
  return codes.from === codes.to ? `${type}/${codes.from}` : String(type)
}

/** The packet is an ICMP message of this type and code. */
export function icmpCondition({ type, codes }: IcmpType): Condition {
  const types = fieldIn('icmptype', [type === undefined ? anyCode : { from: type, to: type }])
  return codes.from === 0 && codes.to === 255 ? types : all(types, fieldIn('icmpcode', [codes]))
}
