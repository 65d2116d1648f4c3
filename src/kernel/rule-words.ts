import { append } from '#base/lists.ts'
import type { AddressNumber } from '#base/address.ts'
import { lowerSnapshot } from '#lowered/lower.ts'
import type { Condition } from '#model/condition.ts'
import type { Family } from '#model/family.ts'
import type { LoweredRule } from '#model/lowered.ts'
import type { OptionUse, Rule } from '#model/ruleset.ts'
import type { SetReference } from '#model/value.ts'
import type { Rules } from './load-native.ts'

/** A set that rules ask for, with the number of parts they ask about. */
export interface SetUse {
  readonly name: string
  readonly parts: number
}

/** What rules name of the host they were written for. */
export interface RuleWords {
  /** Interfaces, without those that a rule only names by their first letters; `eth+` stands for `eth0`. */
  readonly interfaces: readonly string[]
  /** Networks that an interface leads to, as rules say it: `-s NET ! -o X`, `-d HOST -o X`, `-s NET -i X`. */
  readonly networks: readonly {
    readonly device: string
    readonly address: AddressNumber
    readonly last: AddressNumber
  }[]
  /** Single addresses that rules ask for or turn packets to. */
  readonly hosts: readonly AddressNumber[]
  readonly sets: readonly SetUse[]
}

/** Collects what the rules of one family name. */
export function wordsOf(rules: Rules, family: Family): RuleWords {
  const interfaces = new Set<string>()
  const networks: RuleWords['networks'][number][] = []
  const hosts = new Set<AddressNumber>()
  const sets = new Map<string, SetUse>()
  for (const { families, chains } of lowerSnapshot(rules).tables) {
    if (!families.includes(family)) continue
    for (const lowered of [...chains.values()].flatMap(({ rules }) => rules)) {
      const { written: rule } = lowered
      for (const name of rule === undefined ? askedInterfaces(lowered) : interfacesOf(rule)) interfaces.add(name)
      for (const address of addressesOf(lowered)) hosts.add(address)
      if (rule === undefined) continue
      for (const use of setsOf(rule)) sets.set(use.name, use)
      append(networks, networksOf(rule, lowered))
    }
  }
  return { interfaces: [...interfaces], networks, hosts: [...hosts], sets: [...sets.values()] }
}

function interfacesOf({ in: arrives, out }: Rule): readonly string[] {
  return [arrives, out].flatMap((use) => {
    if (use === undefined || use.value === '+') return []
    return [use.value.endsWith('+') ? `${use.value.slice(0, -1)}0` : use.value]
  })
}

function askedInterfaces({ parts }: LoweredRule): readonly string[] {
  const named = (condition: Condition): readonly string[] => {
    if (condition.kind === 'all' || condition.kind === 'any') return condition.of.flatMap(named)
    if (condition.kind === 'not') return named(condition.of)
    if (condition.kind !== 'interface' || condition.name === '') return []
    return [condition.prefix ? `${condition.name}0` : condition.name]
  }
  return [...new Set(parts.flatMap(({ clauses }) => clauses.flatMap(({ condition }) => named(condition))))]
}

function setsOf({ matches, target }: Rule): readonly SetUse[] {
  const uses = [...matches, ...(target === undefined ? [] : [target])].flatMap(({ options }) => options)
  return uses.flatMap(({ value }: OptionUse) => {
    const isSet = typeof value === 'object' && 'set' in value && 'directions' in value
    return isSet ? [{ name: value.set, parts: (value as SetReference).directions.length }] : []
  })
}

function addressesOf({ parts }: LoweredRule): readonly AddressNumber[] {
  return parts.flatMap(({ clauses, effect }) => {
    const asked = clauses.flatMap(({ condition }) => {
      const range = rangeOf(condition, 'src') ?? rangeOf(condition, 'dst')
      return range !== undefined && range.from === range.to ? [range.from] : []
    })
    const turned = effect.kind === 'nat' ? effect.range?.addresses : undefined
    return turned === undefined ? asked : [...asked, turned.from, turned.to]
  })
}

function rangeOf(condition: Condition, field: 'src' | 'dst') {
  if (condition.kind !== 'in' || condition.field !== field) return undefined
  const [only, ...more] = condition.set
  return more.length === 0 ? only : undefined
}

// `-s 172.17.0.0/16 ! -o docker0` and `-d 172.17.0.2 -o docker0` say what lies behind docker0.
function networksOf({ in: arrives, out }: Rule, { clauses }: LoweredRule): RuleWords['networks'] {
  const find = (field: 'src' | 'dst') =>
    clauses.map(({ condition }) => rangeOf(condition, field)).find((range) => range !== undefined)
  const source = find('src')
  const destination = find('dst')
  const found: RuleWords['networks'][number][] = []
  const add = (device: string | undefined, range: typeof source) => {
    if (device === undefined || device.endsWith('+') || range === undefined) return
    found.push({ device, address: range.from, last: range.to })
  }
  if (out?.negated === true) add(out.value, source)
  else add(out?.value, destination)
  if (arrives?.negated === false) add(arrives.value, source)
  return found
}
