import { remembered } from '#base/remember.ts'
import { readPrefix } from '#base/prefix.ts'
import { liesIn } from '#base/network.ts'
import { onlyNumber } from '#explain/nat-index.ts'
import { reachIndex } from '#explain/reach-index.ts'
import { type Condition, ctStates, withoutNot } from '#model/condition.ts'
import { bridgeName } from '#model/docker.ts'
import type { LoweredRule } from '#model/lowered.ts'
import type { Published, Subject, View } from './subject.ts'

/** Rules of somebody's own that forwarded packets come to after DNAT: in DOCKER-USER, in FORWARD and what it jumps to. */
export const forwardedRules = remembered((view: View): readonly LoweredRule[] => {
  const reach = reachIndex()
  return view.lowered.tables
    .filter(({ name }) => name !== 'nat' && name !== 'raw')
    .flatMap(({ chains }) => [...chains.values()])
    .filter((chain) => reach.hooks(chain).has('FORWARD') || chain.name === 'DOCKER-USER')
    .filter((chain) => chain.base?.kind !== 'nat')
    .flatMap(({ rules }) => rules.filter((rule) => isOwn(rule, view)))
})

/** Whether somebody wrote the rule who is not Docker. */
export function isOwn({ written }: LoweredRule, { owners }: View): boolean {
  return written === undefined || owners.ofRule(written).owner !== 'docker'
}

/** Whether the name is one that Docker gives to a bridge of its own, or the engine says so. */
export function isDockerBridge(name: string, { docker }: Subject): boolean {
  if (docker?.networks.some((network) => network.driver === 'bridge' && bridgeName(network) === name) === true)
    return true
  return /^(docker0|docker_gwbridge|br-[0-9a-f]{12}|br-)$/.test(name)
}

/** Whether the rule is about packets that containers send: by a bridge of Docker, or from one of its networks. */
export function isContainerTraffic(rule: LoweredRule, subject: Subject): boolean {
  const conditions = rule.clauses.map(({ condition }) => condition)
  const comesFrom = conditions.some(
    (one) => one.kind === 'interface' && one.field === 'in' && isDockerBridge(one.name, subject),
  )
  return comesFrom || conditions.some((one) => one.kind === 'in' && one.field === 'src' && isOfContainers(one, subject))
}

function isOfContainers({ set }: Extract<Condition, { kind: 'in' }>, { docker }: Subject): boolean {
  const subnets = (docker?.networks ?? []).flatMap((network) =>
    network.subnets.flatMap((text) => readPrefix(text) ?? []),
  )
  return subnets.some((prefix) => set.some(({ from }) => typeof from === typeof prefix.address && liesIn(from, prefix)))
}

/** Whether a rule can be meant for a published port, by its protocol; whether its port fits is asked elsewhere. */
export function mayBeFor(rule: LoweredRule, { protocol }: Published): boolean {
  const number = onlyNumber(
    rule.clauses.map(({ condition }) => condition),
    'protocol',
  )
  return number === undefined || number === { tcp: 6, udp: 17, sctp: 132 }[protocol]
}

/** Whether packets that belong to a connection can match all of the conditions, as far as states are asked for. */
export function mayBeEstablished(conditions: readonly Condition[]): boolean {
  return conditions.every((condition) => {
    const states = statesOf(withoutNot(condition))
    return states === undefined || ((states & ctStates.ESTABLISHED) !== 0) !== (condition.kind === 'not')
  })
}

/** Whether the conditions ask for a state, and a packet of a connection has it. */
export function asksForEstablished(conditions: readonly Condition[]): boolean {
  return conditions.some((condition) => ((statesOf(condition) ?? 0) & ctStates.ESTABLISHED) !== 0)
}

function statesOf(condition: Condition): number | undefined {
  return condition.kind === 'bits' && condition.field === 'ctstate' ? Number(condition.mask) : undefined
}
