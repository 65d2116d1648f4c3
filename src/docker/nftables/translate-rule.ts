import { type AddressNumber, writeIpv4, writeIpv6 } from '#base/address.ts'
import type { Interval, Intervals } from '#base/intervals.ts'
import { type Condition, ctStates, type Field } from '#model/condition.ts'
import type { Effect } from '#model/effect.ts'
import type { Family } from '#model/family.ts'

/** The mark by which a rule of one's own lets a packet past the drops of the engine: `--bridge-accept-fwmark=0x1/0x1`. */
export const acceptMark = '0x1/0x1'

/**
 * What a rule of iptables is in a chain of nftables on the same hook; undefined: a part of it is not translated. An ACCEPT ends only
 * its own chain there, so it also sets the mark that the engine accepts.
 */
export function translateRule(clauses: readonly Condition[], effect: Effect, family: Family): string | undefined {
  const asked = clauses.map((condition) => questionText(condition, family, false))
  const does = effectText(effect)
  if (does === undefined || asked.some((text) => text === undefined)) return undefined
  return [...asked.filter((text) => text !== ''), 'counter', does].join(' ')
}

function effectText(effect: Effect): string | undefined {
  if (effect.kind === 'return') return 'return'
  if (effect.kind !== 'verdict') return undefined
  if (effect.verdict === 'ACCEPT') return 'meta mark set meta mark | 0x1 accept'
  if (effect.error === undefined) return 'drop'
  if (effect.error === 'tcp-reset') return 'reject with tcp reset'
  return effect.error.endsWith('port-unreachable') ? 'reject' : undefined
}

/** A condition as nft asks it; '' asks nothing. */
function questionText(condition: Condition, family: Family, not: boolean): string | undefined {
  const sign = not ? '!= ' : ''
  switch (condition.kind) {
    case 'all': {
      const parts = condition.of.map((one) => questionText(one, family, false))
      if (parts.length === 0) return not ? undefined : ''
      return (not && parts.length > 1) || parts.includes(undefined)
        ? undefined
        : not
          ? questionText(condition.of[0] as Condition, family, true)
          : parts.filter((text) => text !== '').join(' ')
    }
    case 'not':
      return questionText(condition.of, family, !not)
    case 'interface': {
      const key = condition.field === 'in' ? 'iifname' : condition.field === 'out' ? 'oifname' : undefined
      const isPlain = condition.name !== '' && !/["\\*]/.test(condition.name)
      return key === undefined || !isPlain
        ? undefined
        : `${key} ${sign}"${condition.name}${condition.prefix ? '*' : ''}"`
    }
    case 'in': {
      const key = keyText(condition.field, family)
      const values = valuesText(condition.field, condition.set)
      return key === undefined || values === undefined ? undefined : `${key} ${sign}${values}`
    }
    case 'bits': {
      const { field, mask, value } = condition
      if (field === 'ctstate') return statesText(Number(mask), value, not)
      if (field !== 'mark' || value === 'any') return undefined
      return `meta mark & 0x${mask.toString(16)} ${not ? '!=' : '=='} 0x${value.toString(16)}`
    }
    case 'any':
    case 'member':
    case 'unknown':
      return undefined
  }
}

function statesText(mask: number, value: number | bigint | 'any', not: boolean): string | undefined {
  const names = Object.entries(ctStates).flatMap(([name, bit]) => ((mask & bit) === 0 ? [] : [name.toLowerCase()]))
  const isPlain = (value === 'any' || Number(value) === 0) && names.length > 0 && !/snat|dnat/.test(names.join())
  const isNot = not !== (value !== 'any')
  return isPlain ? `ct state ${isNot ? '!= { ' : ''}${names.join(isNot ? ', ' : ',')}${isNot ? ' }' : ''}` : undefined
}

function keyText(field: Field, family: Family): string | undefined {
  const ip = family === 'ipv6' ? 'ip6' : 'ip'
  const keys: Partial<Record<Field, string>> = {
    src: `${ip} saddr`,
    dst: `${ip} daddr`,
    protocol: 'meta l4proto',
    sport: 'th sport',
    dport: 'th dport',
    mark: 'meta mark',
    ctdir: 'ct direction',
    ctorigsrc: `ct original ${ip} saddr`,
    ctorigdst: `ct original ${ip} daddr`,
    ctorigsport: 'ct original proto-src',
    ctorigdport: 'ct original proto-dst',
  }
  return keys[field]
}

const names: Partial<Record<Field, Readonly<Record<number, string>>>> = {
  protocol: { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'ipv6-icmp', 132: 'sctp' },
  ctdir: { 0: 'original', 1: 'reply' },
}

const addressFields: ReadonlySet<Field> = new Set(['src', 'dst', 'ctorigsrc', 'ctorigdst'])

function valuesText(field: Field, set: Intervals): string | undefined {
  const named = names[field] ?? {}
  const texts = set.map((one) => {
    if (addressFields.has(field)) return addressText(one)
    return (one.from === one.to ? named[Number(one.from)] : undefined) ?? numberText(one)
  })
  if (texts.length === 0) return undefined
  return texts.length === 1 ? texts[0] : `{ ${texts.join(', ')} }`
}

function numberText({ from, to }: Interval): string {
  return from === to ? String(from) : `${from}-${to}`
}

function addressText({ from, to }: Interval): string {
  const write = (address: AddressNumber) => (typeof address === 'bigint' ? writeIpv6(address) : writeIpv4(address))
  if (from === to) return write(from)
  const size = BigInt(to) - BigInt(from) + 1n
  const isPrefix = (size & (size - 1n)) === 0n && BigInt(from) % size === 0n
  const width = typeof from === 'bigint' ? 128 : 32
  return isPrefix ? `${write(from)}/${width - (size.toString(2).length - 1)}` : `${write(from)}-${write(to)}`
}
