import type { Ownership } from '#model/owner.ts'
import type { Part } from '#model/parts.ts'
import type { Rule } from '#model/ruleset.ts'
import type { Proven } from './recognise-proof.ts'

/** Why a rule of Docker's does nothing for the engine of today, with the facts of its text. */
export interface Unneeded {
  readonly part: Part<'docker'> & ('left-over' | 'duplicate')
  readonly args: Ownership['args']
}

/** Rules that an engine of another layout left, and rules that a loaded file wrote a second time. */
export function unneeded(rules: readonly Proven[]): ReadonlyMap<Rule, Unneeded> {
  const found = new Map<Rule, Unneeded>()
  const twins = new Map<string, Proven>()
  const firsts = new Map<string, Proven>()
  for (const rule of rules) if (rule.leftOver === undefined && !twins.has(twinKey(rule))) twins.set(twinKey(rule), rule)
  for (const rule of rules) {
    const own = identity(rule)
    const first = firsts.get(own)
    if (rule.rule.hidden.length === 0 && first !== undefined) {
      found.set(rule.rule, { part: 'duplicate', args: { first: idOf(first) } })
      continue
    }
    firsts.set(own, rule)
    if (rule.leftOver === undefined) continue
    const twin = twins.get(twinKey(rule))
    found.set(rule.rule, {
      part: 'left-over',
      args: { versions: rule.leftOver, twin: twin === undefined ? '' : idOf(twin) },
    })
  }
  return found
}

/** The work of a rule, which other layouts do in other chains. */
const work: Partial<Record<Part<'docker'>, string>> = {
  'replies-set': 'replies',
  'port-jump-set': 'port-jump',
  'internal-jump': 'isolation-jump',
  outgoing: 'egress',
  'between-containers': 'egress',
}

function twinKey({ part, taken, place }: Proven): string {
  const { bridge = '', containerAddress = '', containerPort = '' } = taken
  return `${place.ruleset.family} ${work[part] ?? part} ${bridge} ${containerAddress} ${containerPort}`
}

function identity({ rule, part, pattern, taken, place }: Proven): string {
  const { ruleset, table, chain } = place
  const given = [rule.source, rule.in, rule.out].map((use) => use !== undefined)
  const words = [part, pattern.shape.target, ...given, ...rule.matches.map(({ name }) => name)]
  return [ruleset.family, ruleset.variant, table, chain.name, ...words, JSON.stringify(taken)].join(' ')
}

function idOf({ place }: Proven): string {
  return `${place.table}/${place.chain.name}#${place.index + 1}`
}
