import { type Message, message } from '#model/diagnostic.ts'
import type { RepairPlan, RepairStep } from '#model/repair.ts'
import type { ServiceState } from '#model/service.ts'
import type { RepairAnswer } from './repair-answer.ts'
import { isAboutRule, withoutSteps } from './without-steps.ts'
import { serviceKey } from './service-answer.ts'
import type { StatusAnswer } from './status-answer.ts'

/** What is looked at again and again: the rules alone, or the services too. */
export type Looked = RepairAnswer & Partial<Pick<StatusAnswer, 'services' | 'failed' | 'names'>>

type Sleep = (ms: number) => Promise<void>

const mostLooks = 5
const settlingMs = 250

/**
 * Docker's state and the rules are read one after the other, and a container may come or go between. So nothing is called wrong that
 * was seen once: it was wrong in two looks in a row, and in neither of them its container started or stopped; or it was wrong in every
 * look. What works for a container that started or stopped meanwhile is looked at again too. What cannot be told after some looks is
 * unknown, and no step of a repair touches it.
 */
export async function settled<T extends Looked>(
  first: T,
  look: () => Promise<T>,
  sleep: Sleep,
  most = mostLooks,
): Promise<T> {
  const looks = [accusationsOf(first)]
  for (let answer = first; ; ) {
    const open = openIn(looks, most)
    if (open.length === 0) return answer
    if (looks.length === most) return withheld(answer, open)
    await sleep(settlingMs)
    answer = await look()
    looks.push(accusationsOf(answer))
  }
}

/** An answer of which there is one look only: what is about containers that started or stopped meanwhile is unknown. */
export function settledAtOnce<T extends Looked>(answer: T): T {
  const open = [...accusationsOf(answer).values()].filter(({ isSure }) => !isSure)
  return open.length === 0 ? answer : withheld(answer, open)
}

interface Accusation {
  readonly key: string
  /** Containers and networks that it is about, by id. */
  readonly of: readonly string[]
  /** Whether nothing that it is about changed during the look. */
  readonly isSure: boolean
}

type Look = ReadonlyMap<string, Accusation>

function openIn(looks: readonly Look[], most: number): readonly Accusation[] {
  const [last, before] = [looks.at(-1), looks.at(-2)]
  return [...(last?.values() ?? [])].filter(({ key, isSure }) => {
    if (isSure && before?.get(key)?.isSure === true) return false
    return looks.length < most || !looks.every((look) => look.has(key))
  })
}

function accusationsOf(answer: Looked): Look {
  const changing = new Set(answer.changing.map(({ id }) => id))
  const found = new Map<string, Accusation>()
  const add = (key: string, of: readonly string[], isKnown = false) => {
    const isQuiet = of.length === 0 ? changing.size === 0 : !of.some((id) => changing.has(id))
    found.set(key, { key, of, isSure: isKnown || isQuiet })
  }
  for (const { family, rules, steps } of answer.plans) {
    for (const rule of rules) {
      const { standing, cause } = rule
      if (standing === 'expected' || standing === 'unknown') continue
      add(`${standing} ${ruleKey(family, rule)}`, [cause.container ?? cause.network ?? []].flat())
    }
    for (const step of steps) if (!isAboutRule(step)) add(stepKeyOf(family, step), [])
  }
  const ids = new Map(Object.entries(answer.names ?? {}).map(([id, name]) => [name, id]))
  const idsOf = (...names: readonly string[]) => names.flatMap((name) => ids.get(name) ?? [])
  for (const service of answer.services ?? []) {
    const isAccused = service.state === 'dead' || service.state === 'unknown'
    // A container that just started may be about to end: what works for it is looked at again too.
    if (isAccused || idsOf(service.container).some((id) => changing.has(id)))
      add(serviceKeyIn(service, idsOf), serviceIds(service, idsOf), isIdle(service))
  }
  for (const { container } of answer.failed ?? []) add(`failed ${container}`, idsOf(container))
  for (const one of answer.unknown) if (one.id === 'status/inventory-unread') add(`unread ${one.args.what}`, [])
  return found
}

type IdsOf = (...names: readonly string[]) => readonly string[]

// A container that was removed and started again under its name is another one.
function serviceKeyIn(service: ServiceState, idsOf: IdsOf): string {
  return `${service.state} ${serviceKey(service)} ${serviceIds(service, idsOf).join()}`
}

function serviceIds(service: ServiceState, idsOf: IdsOf): readonly string[] {
  if (service.kind === 'port') return idsOf(service.container)
  return service.kind === 'neighbour' ? idsOf(service.container, service.to) : idsOf(service.container)
}

/** Whether the engine itself says why: its container is paused, or ends again and again. */
function isIdle({ checks }: ServiceState): boolean {
  return checks.some(
    ({ outcome }) =>
      outcome.kind === 'dead' && (outcome.why.id === 'service/restarting' || outcome.why.id === 'service/paused'),
  )
}

function ruleKey(family: string, { table, chain, text }: { table: string; chain: string; text: string }): string {
  return `${family}/${table}/${chain} ${text}`
}

// A command of nftables names handles, which change.
function stepKeyOf(family: string, { kind, table, chain }: RepairStep): string {
  return `${kind} ${family}/${table}/${chain}`
}

function accusedIn({ family, rules, steps }: RepairPlan): readonly string[] {
  return [
    ...rules.map((rule) => `${rule.standing} ${ruleKey(family, rule)}`),
    ...steps.map((step) => stepKeyOf(family, step)),
  ]
}

function withheld<T extends Looked>(answer: T, open: readonly Accusation[]): T {
  const keys = new Set(open.map(({ key }) => key))
  const { services, failed, names = {} } = answer
  const ids = new Map(Object.entries(names).map(([id, name]) => [name, id]))
  const idsOf = (...wanted: readonly string[]) => wanted.flatMap((name) => ids.get(name) ?? [])
  return {
    ...answer,
    plans: answer.plans.map((plan) => withoutOpen(plan, keys)),
    unknown: [changingMessage(answer, open), ...answer.unknown],
    ...(services && {
      services: services.map((one) => (keys.has(serviceKeyIn(one, idsOf)) ? asChanging(one) : one)),
    }),
    ...(failed && { failed: failed.filter(({ container }) => !keys.has(`failed ${container}`)) }),
  }
}

function changingMessage({ changing, names = {} }: Looked, open: readonly Accusation[]): Message {
  const known = new Map(changing.map(({ id, name }) => [id, name]))
  const of = new Set(open.flatMap((one) => one.of))
  const changed = [...of].filter((id) => known.has(id))
  const ids = changed.length > 0 ? changed : of.size > 0 ? [...of] : [...known.keys()]
  const found = new Set(ids.map((id) => names[id] ?? known.get(id) ?? '').filter((name) => name !== ''))
  return message('status/changing', { names: [...found].sort().join(', ') })
}

function asChanging(service: ServiceState): ServiceState {
  const why = message('service/changing')
  const isSeenToWork = service.state === 'works' || service.state === 'limited'
  const checks = service.checks.map((check) =>
    check.outcome.kind === 'works' && !isSeenToWork
      ? check
      : { ...check, outcome: { kind: 'unknown', on: '', why } as const },
  )
  return { ...service, state: 'unknown', checks }
}

function withoutOpen(plan: RepairPlan, keys: ReadonlySet<string>): RepairPlan {
  const { family } = plan
  if (!accusedIn(plan).some((key) => keys.has(key))) return plan
  const isOpen = ({ standing, ...rule }: RepairPlan['rules'][number]) =>
    keys.has(`${standing} ${ruleKey(family, rule)}`)
  const rules = plan.rules.map((rule) => (isOpen(rule) ? { ...rule, standing: 'unknown' as const } : rule))
  const texts = new Set(plan.rules.filter(isOpen).map((rule) => ruleKey(family, rule)))
  // Rules go into the chains that are made, and the commands of nftables are one transaction: all or nothing.
  const isWhole = plan.backend === 'nftables' || plan.steps.some((step) => keys.has(stepKeyOf(family, step)))
  if (isWhole) return { ...plan, rules, steps: [] }
  return {
    ...plan,
    rules,
    steps: withoutSteps(plan.steps, (step) => isAboutRule(step) && texts.has(ruleKey(family, step))),
  }
}
