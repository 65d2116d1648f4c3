import { liesIn } from '#base/network.ts'
import { readAddress } from '#base/prefix.ts'
import { type Message, message } from '#model/diagnostic.ts'
import { bridgeName } from '#model/docker.ts'
import type { Interface } from '#model/facts.ts'
import type { DockerRuleStatus, RepairPlan } from '#model/repair.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { isAboutRule, withoutSteps } from './without-steps.ts'

/**
 * The plan without accusations against rules that another engine may have written: they are for a bridge that is on the host and is no
 * network of this engine. Docker removes a bridge with its network, and a second engine on the host has bridges of its own.
 */
export function withoutOtherEngines(plan: RepairPlan, snapshot: Snapshot): { plan: RepairPlan; bridges: string[] } {
  const others = otherBridges(snapshot)
  const bridges = new Set<string>()
  const texts = new Set<string>()
  const rules = plan.rules.map((rule) => {
    if (rule.standing !== 'stale' && rule.standing !== 'altered') return rule
    const bridge = others.find((one) => isFor(rule, one))
    if (bridge === undefined) return rule
    bridges.add(bridge.name)
    texts.add(keyOf(rule))
    return { ...rule, standing: 'unknown' as const }
  })
  const steps = withoutSteps(
    plan.steps,
    (step) => isAboutRule(step) && step.kind === 'delete' && texts.has(keyOf(step)),
  )
  return { plan: { ...plan, rules, steps }, bridges: [...bridges] }
}

/** One message for all bridges of other engines. */
export function otherEngineNotes(bridges: readonly string[]): readonly Message[] {
  const names = [...new Set(bridges)].sort()
  return names.length === 0 ? [] : [message('status/other-engine', { bridges: names.join(', ') })]
}

function keyOf({ table, chain, text }: { table: string; chain: string; text: string }): string {
  return `${table}/${chain} ${text}`
}

function otherBridges({ facts, docker }: Snapshot): readonly Interface[] {
  const own = new Set((docker?.networks ?? []).map(bridgeName))
  return (facts.interfaces ?? []).filter(({ kind, name }) => kind === 'bridge' && !own.has(name))
}

function isFor({ text }: DockerRuleStatus, { name, addresses }: Interface): boolean {
  const words = text.split(' ')
  if (words.some((word, at) => word === name && (words[at - 1] === '-i' || words[at - 1] === '-o'))) return true
  const found = /(?:-s |-d |--to-destination \[?)([0-9a-f.:]+?)(?:\]?:\d+|\/\d+)(?= |$)/.exec(text)?.[1]
  const of = found === undefined ? undefined : readAddress(found)
  return of !== undefined && addresses.some((one) => typeof one.address === typeof of && liesIn(of, one))
}
