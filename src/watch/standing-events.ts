import { append } from '#base/lists.ts'
import type { ChangeGroup } from '#model/difference.ts'
import { type Message, message } from '#model/diagnostic.ts'
import { isAnyAddress, type ServiceState } from '#model/service.ts'
import type { WatchEvent } from '#model/watch.ts'
import { type Accusation, countRules } from './accusations.ts'
import { actorsAt } from './actors.ts'
import { type Between, eventAt, unknownActor } from './between.ts'
import { portText } from './door-changes.ts'
import { isJudged } from './seen.ts'

/** What is lost, wrong or dead now, and what is well again. `left`: changes of Docker's rules that nothing else explains. */
export function standingEvents(between: Between, left: readonly ChangeGroup[]): readonly WatchEvent[] {
  const { confirmed, cleared } = between
  const lost = confirmed.filter(({ kind }) => kind === 'lost')
  const wrong = confirmed.filter(({ kind }) => kind === 'wrong')
  const dead = confirmed.filter(({ kind }) => kind === 'dead' || kind === 'failed')
  const events: WatchEvent[] = []
  if (lost.length > 0) events.push(lostEvent(between, lost, dead, left))
  else for (const one of some(dead)) events.push(eventAt(between, 'service-dead', 'alarm', deadMessage(one)))
  if (wrong.length > 0) events.push(wrongEvent(between, wrong, left))
  const isBack = cleared.some(({ kind }) => kind === 'lost' || kind === 'wrong')
  const alive = cleared.filter(({ kind }) => kind === 'dead' || kind === 'failed')
  if (isBack) append(events, backEvents(between, left))
  else if (confirmed.length === 0) append(events, aliveEvents(between, alive))
  return events
}

function lostEvent(
  between: Between,
  lost: readonly Accusation[],
  dead: readonly Accusation[],
  left: readonly ChangeGroup[],
): WatchEvent {
  const places = placesOf(lost)
  const by = actorsAt(between.generations, places, true)
  const { missing, expected } = countRules(between.after.status)
  const what = message('watch/rules-lost', { count: missing, all: missing + expected })
  return eventAt(between, 'rules-lost', 'alarm', what, {
    by,
    parts: [...some(dead).map(deadMessage), ...more(dead), ...unknownActor(between, left, by.length)],
  })
}

function wrongEvent(between: Between, wrong: readonly Accusation[], left: readonly ChangeGroup[]): WatchEvent {
  const places = placesOf(wrong)
  const by = actorsAt(between.generations, places, false)
  const [first] = places
  const place = first === undefined ? '' : `${first.family}/${first.table}/${first.chain}`
  const what = message('watch/rules-wrong', { count: wrong.length, place, places: places.length })
  return eventAt(between, 'rules-wrong', 'notice', what, { by, parts: unknownActor(between, left, by.length) })
}

function backEvents(between: Between, left: readonly ChangeGroup[]): readonly WatchEvent[] {
  const { missing, wrong, expected } = countRules(between.after.status)
  if (!isJudged(between.after.status)) return []
  const places = left.flatMap(({ rules }) => rules)
  const by = actorsAt(between.generations, places, false)
  const what = message('watch/rules-whole', { count: expected, all: missing + expected, wrong })
  return [eventAt(between, 'rules-whole', missing + wrong === 0 ? 'fine' : 'notice', what, { by })]
}

function aliveEvents(between: Between, alive: readonly Accusation[]): readonly WatchEvent[] {
  const { after } = between
  const running = new Set(after.snapshot.docker?.containers.filter((one) => one.running).map(({ name }) => name))
  const there = alive.filter((one) => one.kind === 'dead' && running.has(one.service.container))
  return some(there).map((one) =>
    eventAt(between, 'service-works', 'fine', message('watch/works', { name: nameOf(one) })),
  )
}

function placesOf(accusations: readonly Accusation[]) {
  const rules = accusations.flatMap((one) => ('rule' in one ? [one.rule] : []))
  return [...new Map(rules.map((rule) => [`${rule.family} ${rule.table} ${rule.chain}`, rule])).values()]
}

const most = 4

function some<T>(all: readonly T[]): readonly T[] {
  return all.slice(0, most)
}

function more(all: readonly unknown[]): readonly Message[] {
  return all.length > most ? [message('watch/more', { count: all.length - most })] : []
}

function deadMessage(one: Accusation): Message {
  return one.kind === 'failed'
    ? message('watch/not-started', { container: one.container, said: one.said })
    : message('watch/dead', { name: nameOf(one) })
}

function nameOf(one: Accusation): string {
  return one.kind === 'dead' ? serviceName(one.service) : ''
}

function serviceName(service: ServiceState): string {
  switch (service.kind) {
    case 'port': {
      const { hostAddress, hostPort, protocol } = service.port
      const address = isAnyAddress(hostAddress) ? '' : hostAddress
      return `${service.container} ${portText({ address, port: hostPort, protocol })}`
    }
    case 'outside':
      return `${service.container} -> internet`
    case 'neighbour':
      return `${service.container} -> ${service.to}`
  }
}
