import { answerDiff } from '#answers/diff-answer.ts'
import type { ChangeGroup } from '#model/difference.ts'
import { type Message, message } from '#model/diagnostic.ts'
import type { WatchEvent } from '#model/watch.ts'
import { countRules } from './accusations.ts'
import { type Between, eventAt, ruleEvent } from './between.ts'
import { type EngineChanges, engineChanges, isOneOf } from './container-changes.ts'
import { counted } from './counted.ts'
import { type DoorChange, doorChanges, portText } from './door-changes.ts'
import { isJudged } from './seen.ts'
import { standingEvents } from './standing-events.ts'

/** What happened between two looks, in the order in which it is to be read. */
export function eventsBetween(between: Between): readonly WatchEvent[] {
  const { before, after } = between
  const { groups } = answerDiff(before.snapshot, after.snapshot)
  const engine = engineChanges(before.snapshot.docker, after.snapshot.docker, between.docker)
  const doors = doorChanges(before.exposure, after.exposure, after.snapshot)
  const mine = groups.filter(({ cause }) => cause.owner === 'docker')
  const others = groups.filter(({ cause }) => cause.owner !== 'docker')
  const left = mine.filter((group) => !isExplained(group, engine))
  const moved = new Set(engine.containers.map(({ name }) => name))
  return [
    ...containerEvents(between, engine, mine, doors),
    ...networkEvents(between, engine, mine),
    ...others.map((group) => ruleEvent(between, [group], group.cause.owner)),
    ...standingEvents(between, left),
    ...strangeEvents(between, left),
    ...doorEvents(
      between,
      doors.filter(({ door }) => door.target.kind !== 'container' || !moved.has(door.target.name)),
    ),
    ...judgementEvents(between),
  ]
}

/** Whether rules of Docker's came or went with their container or network. */
function isExplained({ cause }: ChangeGroup, { containers, made, removed }: EngineChanges): boolean {
  if (cause.kind === 'port') return containers.some(({ name }) => name === cause.args.container)
  return cause.kind === 'network' && isOneOf([...made, ...removed], cause.args)
}

const containerKinds = {
  started: 'container-started',
  stopped: 'container-stopped',
  restarted: 'container-restarted',
  short: 'container-short',
} as const

function containerEvents(
  between: Between,
  { containers }: EngineChanges,
  groups: readonly ChangeGroup[],
  doors: readonly DoorChange[],
): readonly WatchEvent[] {
  return containers.map(({ kind, name }) => {
    const own = groups.filter(({ cause }) => cause.kind === 'port' && cause.args.container === name)
    const { added, removed } = counted(own)
    const what = message(`watch/${containerKinds[kind]}`, { container: name, added, removed })
    const opened = doors.filter(({ door: { target } }) => target.kind === 'container' && target.name === name)
    const closed = kind === 'started' ? closedPorts(between, name) : []
    return eventAt(between, containerKinds[kind], 'plain', what, { parts: [...opened.map(doorPart), ...closed] })
  })
}

function doorPart({ isOpen, door, family }: DoorChange): Message {
  const facts = { port: portText(door), family: family ?? '' }
  return isOpen ? message('watch/opens', facts) : message('watch/closes', facts)
}

/** Ports that a container publishes and that the internet cannot reach. */
function closedPorts({ after }: Between, name: string): readonly Message[] {
  const doors = (after.exposure?.doors ?? []).filter(
    ({ kind, target, cells }) =>
      kind === 'published' &&
      target.kind === 'container' &&
      target.name === name &&
      cells.every((cell) => cell?.state === 'closed'),
  )
  const ports = [...new Set(doors.map(portText))]
  return ports.map((port) => message('watch/stays-closed', { port }))
}

function networkEvents(
  between: Between,
  { made, removed }: EngineChanges,
  groups: readonly ChangeGroup[],
): readonly WatchEvent[] {
  const count = (network: (typeof made)[number]) =>
    counted(groups.filter(({ cause }) => cause.kind === 'network' && isOneOf([network], cause.args)))
  return [
    ...made.map((network) =>
      eventAt(
        between,
        'network-made',
        'plain',
        message('watch/network-made', { network: network.name, added: count(network).added }),
      ),
    ),
    ...removed.map((network) =>
      eventAt(
        between,
        'network-removed',
        'plain',
        message('watch/network-removed', { network: network.name, removed: count(network).removed }),
      ),
    ),
  ]
}

/** Changes of Docker's rules for which nothing else speaks, and that leave them as they should be. */
function strangeEvents(between: Between, left: readonly ChangeGroup[]): readonly WatchEvent[] {
  const { confirmed, cleared, isOpen } = between
  const isTold = isOpen || [...confirmed, ...cleared].some(({ kind }) => kind === 'lost' || kind === 'wrong')
  return isTold || left.length === 0 ? [] : [ruleEvent(between, left, 'docker')]
}

function doorEvents(between: Between, changes: readonly DoorChange[]): readonly WatchEvent[] {
  return changes.map(({ isOpen, door, family }) => {
    const { target } = door
    const to =
      target.kind === 'container'
        ? `${target.name}:${target.port}`
        : target.kind === 'host'
          ? target.process
          : target.address
    const facts = { port: portText(door), to, family: family ?? '' }
    return isOpen
      ? eventAt(between, 'port-opened', 'notice', message('watch/port-opened', facts))
      : eventAt(between, 'port-closed', 'plain', message('watch/port-closed', facts))
  })
}

function judgementEvents(between: Between): readonly WatchEvent[] {
  const [then, now] = [between.before.status, between.after.status]
  if (isJudged(now)) {
    if (isJudged(then)) return []
    const { expected, missing } = countRules(now)
    return [
      eventAt(
        between,
        'judged-again',
        'fine',
        message('watch/judged-again', { count: expected, all: expected + missing }),
      ),
    ]
  }
  if (!isJudged(then) || between.after.snapshot.docker === undefined) return []
  return [eventAt(between, 'not-judged', 'notice', message('watch/not-judged'), { parts: [now] })]
}
