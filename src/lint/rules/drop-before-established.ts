import type { Condition } from '#model/condition.ts'
import { message } from '#model/diagnostic.ts'
import type { LoweredChain, LoweredRule } from '#model/lowered.ts'
import { asksForEstablished, isDockerBridge, isOwn, mayBeEstablished } from '../forwarded-rules.ts'
import { placeOf, textOf } from '../places.ts'
import type { Found, LintRule } from '../rule.ts'
import type { Subject, View } from '../subject.ts'

/** A rule that drops forwarded packets from outside before answers to containers were accepted. */
export const dropBeforeEstablished: LintRule = {
  id: 'lint/drop-before-established',
  about: message('lint-about/drop-before-established'),
  check: (subject) => (subject.hasDocker ? subject.views.flatMap((view) => findIn(view, subject)) : []),
}

function findIn(view: View, subject: Subject): readonly Found[] {
  return view.lowered.tables
    .filter(({ name }) => name === 'filter' || name === 'mangle')
    .flatMap((table) => {
      const forward = [...table.chains.values()].find(({ base }) => base?.hook === 'FORWARD')
      const user = table.chains.get('DOCKER-USER')
      const walks = [forward, user].filter((chain) => chain !== undefined)
      const found = walks
        .map((chain) => firstDrop(chain, view, subject, new Set()))
        .find((end) => typeof end === 'object')
      return found === undefined ? [] : [findingFor(found)]
    })
}

function findingFor(rule: LoweredRule): Found {
  return {
    said: message('lint/drop-before-established', { chain: rule.chain.name }),
    ...{ fails: 'closed', who: 'container' },
    places: [placeOf(rule)],
    help: message('lint-help/drop-before-established', { chain: rule.chain.name }),
    evidence: [rule.chain.path, textOf(rule)],
  }
}

/**
 * Follows an answer to a container through a chain. A rule: it drops the answer; `done`: it was accepted; `on`: the chain ends, or returns.
 */
function firstDrop(
  chain: LoweredChain,
  view: View,
  subject: Subject,
  seen: Set<LoweredChain>,
): LoweredRule | 'done' | 'on' {
  if (seen.has(chain)) return 'on'
  seen.add(chain)
  for (const rule of chain.rules) {
    const conditions = rule.clauses.map(({ condition }) => condition)
    if (!mayBeEstablished(conditions)) continue
    const ends = rule.effect.kind === 'verdict' || rule.effect.kind === 'return'
    if (ends && asksForEstablished(conditions)) return rule.effect.kind === 'return' ? 'on' : 'done'
    if (!mayBeAnswer(conditions, subject)) continue
    const target = rule.parts.length === 1 ? rule.parts[0]?.target : undefined
    const inside = target === undefined ? 'on' : firstDrop(target, view, subject, seen)
    if (inside !== 'on') return inside
    if (rule.effect.kind === 'verdict' && rule.effect.verdict === 'DROP' && isOwn(rule, view)) return rule
    if (ends && conditions.length === 0) return rule.effect.kind === 'return' ? 'on' : 'done'
  }
  return 'on'
}

/** Whether any answer from the internet to a container meets the conditions: it comes from any address, to a port of no service. */
function mayBeAnswer(conditions: readonly Condition[], subject: Subject): boolean {
  return conditions.every((condition) => {
    const negated = condition.kind === 'not'
    const plain = negated ? condition.of : condition
    switch (plain.kind) {
      case 'interface': {
        const isBridge = isDockerBridge(plain.name, subject)
        const wanted =
          plain.field === 'in' ? !isBridge && plain.name !== 'lo' : plain.field === 'out' ? isBridge : false
        return wanted !== negated
      }
      case 'bits':
        return plain.field === 'ctstate'
      case 'in':
        return plain.field === 'protocol' ? !negated : (plain.field === 'src' || plain.field === 'dport') && negated
      default:
        return false
    }
  })
}
