import { writeAddress } from '#base/prefix.ts'
import type { Condition } from '#model/condition.ts'
import type { PublishedPort } from '#model/docker.ts'
import type { Clause, LoweredRule, RulePart } from '#model/lowered.ts'

/** A port that a rule names. `address`: the destination that a rule of nat names besides, '' where it names none. */
export interface NamedPort {
  readonly protocol: PublishedPort['protocol']
  readonly address: string
  readonly port: number
}

const protocols: Readonly<Record<number, PublishedPort['protocol']>> = { 6: 'tcp', 17: 'udp', 132: 'sctp' }
const leading: ReadonlySet<string> = new Set(['dnat', 'redirect', 'netmap'])
const most = 16

/** Whether a part of a rule gives packets another destination. */
export function leadsElsewhere({ effect }: RulePart): boolean {
  return effect.kind === 'nat' && leading.has(effect.change)
}

/** The destination ports that a rule names; of ranges the first of each. */
export function portsNamedBy(rule: Pick<LoweredRule, 'clauses' | 'chain' | 'parts'>): readonly NamedPort[] {
  const clauses = rule.clauses.flatMap(({ condition }: Clause) => simple(condition))
  const protocol = protocols[Number(onlyOf(clauses, 'protocol'))] ?? 'tcp'
  const dst = onlyOf(clauses, 'dst') ?? onlyOf(clauses, 'ctorigdst')
  // Elsewhere than in nat it may be the address that DNAT gave.
  const isNat = rule.chain.table.name === 'nat' || rule.parts.some(leadsElsewhere)
  const address = dst === undefined || !isNat ? '' : writeAddress(dst)
  return clauses
    .filter(({ field }) => field === 'dport' || field === 'ctorigdport')
    .flatMap(({ set }) => set.slice(0, most).map(({ from }) => Number(from)))
    .filter((port) => port > 0)
    .map((port) => ({ protocol, address, port }))
}

type Simple = Extract<Condition, { kind: 'in' }>

function simple(condition: Condition): readonly Simple[] {
  if (condition.kind === 'all') return condition.of.flatMap(simple)
  return condition.kind === 'in' ? [condition] : []
}

function onlyOf(clauses: readonly Simple[], field: Simple['field']): number | bigint | undefined {
  const [one, ...more] = clauses.find((each) => each.field === field)?.set ?? []
  return one !== undefined && more.length === 0 && one.from === one.to ? one.from : undefined
}
