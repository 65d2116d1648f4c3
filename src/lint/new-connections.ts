import { ctStates, type Condition, withoutNot } from '#model/condition.ts'
import { isDockerBridge } from './forwarded-rules.ts'
import type { Subject } from './subject.ts'

/** Whether the first packet of a connection can meet all conditions, as far as states are asked for. */
export function mayBegin(conditions: readonly Condition[]): boolean {
  return conditions.every((condition) => {
    const negated = condition.kind === 'not'
    const plain = withoutNot(condition)
    if (plain.kind !== 'bits' || plain.field !== 'ctstate') return true
    return ((Number(plain.mask) & (ctStates.NEW | ctStates.DNAT)) !== 0) !== negated
  })
}

/** Whether packets from outside to containers can meet the conditions on interfaces. */
export function mayLeadToContainers(conditions: readonly Condition[], subject: Subject): boolean {
  return conditions.every((condition) => {
    const negated = condition.kind === 'not'
    const plain = withoutNot(condition)
    if (plain.kind !== 'interface') return true
    const isBridge = isDockerBridge(plain.name, subject) || (plain.prefix && /^(br-|docker)/.test(plain.name))
    if (plain.field === 'in') return negated || (!isBridge && plain.name !== 'lo')
    if (plain.field === 'out') return negated ? !isBridge : isBridge
    return true
  })
}
