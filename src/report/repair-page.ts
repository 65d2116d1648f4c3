import { append } from '#base/lists.ts'
import { groupBy } from '#base/lists.ts'
import type { Say } from '#i18n/catalogue.ts'
import { type Message, message } from '#model/diagnostic.ts'
import type { LostRule, RepairPlan, RepairStep, Standing } from '#model/repair.ts'
import type { Outcome } from '#model/service.ts'
import { ownerName } from './explain-page.ts'
import type { Block, Page } from './page.ts'
import { gap, indented, line, ruleText, styled } from './page.ts'
import { serviceLines, serviceNames } from './service-lines.ts'
import { type StatusView, standingText, unknownLines, verdictLines } from './status-page.ts'

/** How a repair is shown. `knowsBefore`: a snapshot tells what else is lost; `rules`: each rule, not only how many. */
export interface RepairShown {
  readonly knowsBefore: boolean
  readonly rules: boolean
}

const fewSteps = 8

/** What is dead and what a repair will do about it, by the container or network that it is for. */
export function repairPage(say: Say, view: StatusView, { knowsBefore, rules }: RepairShown): Page {
  const steps = view.plans.flatMap(({ family, steps: own }) => own.map((step) => ({ family, step })))
  const blocks: Block[] = [...verdictLines(say, view, '', true), ...unknownLines(say, view)]
  if (steps.length === 0) {
    const whole = view.isOff ? 'repair/nothing-off' : 'repair/nothing'
    const id = view.unknown.length > 0 ? 'repair/nothing-known' : whole
    blocks.push(line(styled('strong', say(message(id)))))
  } else {
    blocks.push(line(styled('strong', say(message('repair/will', { count: steps.length })))))
    const isEach = rules || steps.length <= fewSteps
    for (const [name, group] of groupBy(steps, ({ family, step }) => subjectOf(say, view, family, step))) {
      const { length: count } = group
      blocks.push(indented(2, [styled('strong', name), `: ${say(message('repair/count', { count }))}`]))
      if (isEach)
        append(
          blocks,
          group.map(({ family, step }) => stepLine(say, family, step)),
        )
    }
    if (!isEach) blocks.push(line(say(message('repair/each'))))
  }
  append(blocks, leftLines(say, view))
  const unknown = knowsBefore ? [] : unknownNotes(steps)
  for (const note of [...view.notes, ...startNotes(view), ...unknown, ...staleNotes(view.plans)])
    append(blocks, [gap, indented(0, [styled('warning', '! '), say(note)], 2)])
  return blocks
}

/** Whom a change is for: a container, a network, or the engine itself. */
function subjectOf(say: Say, { plans, names }: StatusView, family: string, step: RepairStep): string {
  if (step.kind !== 'chain' && step.kind !== 'policy') {
    const { table, chain, text } = step
    const plan = plans.find((one) => one.family === family)
    const isOf = (rule: string) => rule === text || (step.kind === 'native' && text.endsWith(` ${rule}`))
    const cause = plan?.rules.find((rule) => rule.table === table && rule.chain === chain && isOf(rule.text))?.cause
    const container = names[cause?.container ?? '']
    if (container !== undefined) return container
    const network = names[cause?.network ?? '']
    if (network !== undefined) return say(message('service/network', { network }))
    if ('because' in step && step.because !== undefined) return standingText(say, step.because)
  }
  return say(message('repair/engine'))
}

/** What no change of rules mends, and what rules of the user's close: a repair leaves them. */
function leftLines(say: Say, { plans, services, failed }: StatusView): readonly Block[] {
  const isUsers = ({ kind, ...more }: Outcome) => kind === 'stopped' && 'owner' in more && more.owner === 'user'
  const isOther = ({ kind, ...more }: Outcome) => kind === 'dead' && 'cure' in more && more.cure !== undefined
  const hasSteps = plans.some(({ steps }) => steps.length > 0)
  const dead = services.filter(({ state }) => state === 'dead')
  const closed = dead.filter(({ checks }) =>
    checks.every(({ outcome }) => outcome.kind === 'works' || isUsers(outcome)),
  )
  const left = dead.filter(
    (one) =>
      !closed.includes(one) && (!hasSteps || one.checks.some(({ outcome }) => isOther(outcome) || isUsers(outcome))),
  )
  const part = (id: 'repair/not-by-rules' | 'repair/closed-by-yours', lines: readonly Block[]) =>
    lines.length === 0 ? [] : [gap, line(say(message(id))), ...lines]
  return [
    ...part('repair/not-by-rules', serviceLines(say, { services: left, failed })),
    ...part('repair/closed-by-yours', serviceLines(say, { services: closed, failed: [] })),
  ]
}

// A published port needs them: without, no container that publishes one starts.
function startNotes({ plans }: StatusView): readonly Message[] {
  return plans.flatMap(({ family, steps }) => {
    const made = steps.flatMap((step) =>
      step.kind === 'chain' && step.chain === 'DOCKER' ? [`${family}/${step.table}/${step.chain}`] : [],
    )
    return made.length === 0 ? [] : [message('repair/no-starts', { chains: made.join(', ') })]
  })
}

// The one chain of Docker's that holds other people's rules.
function unknownNotes(steps: readonly { family: string; step: RepairStep }[]): readonly Message[] {
  const made = steps.filter(({ step }) => step.kind === 'chain' && step.chain === 'DOCKER-USER')
  return made.map(({ family, step }) => ({
    id: 'repair/user-rules-unknown',
    args: { place: `${family}/${step.table}/${step.chain}` },
  }))
}

// Rules that are left although nothing is there for them: nobody has asked to take them away.
function staleNotes(plans: readonly RepairPlan[]): readonly Message[] {
  const count = plans
    .map(({ rules, steps }) => stale(rules).length - stale(steps.flatMap(removed)).length)
    .reduce((sum, left) => sum + left, 0)
  const byHand = plans.flatMap(({ rules }) => rules.filter((rule) => rule.byHand === true)).length
  return [
    ...(count > byHand ? [message('repair/stale-left', { count: count - byHand })] : []),
    ...(byHand > 0 ? [message('repair/by-hand-left', { count: byHand })] : []),
  ]
}

function stale(rules: readonly { readonly standing: Standing }[]): readonly unknown[] {
  return rules.filter(({ standing }) => standing === 'stale' || standing === 'altered')
}

function removed(step: RepairStep): readonly { readonly standing: Standing }[] {
  const isRemoval = step.kind === 'delete' || step.kind === 'native'
  return isRemoval && step.because !== undefined ? [{ standing: step.because }] : []
}

/** How a repair ended. `opened`: what is reached now and was not in the snapshot from before. */
export interface RepairEnd {
  readonly before: StatusView
  readonly after: StatusView
  readonly opened: readonly string[]
  readonly source: string
  readonly command: string
}

/** What was dead before a repair, and how everything fares after it: traced. */
export function repairedPage(say: Say, { before, after, source, command, opened }: RepairEnd): Page {
  const dead = serviceNames(
    say,
    before.services.filter(({ state }) => state === 'dead'),
    before.services,
  )
  const blocks: Block[] = []
  if (dead.length > 0) blocks.push(indented(0, [say(message('repair/was-dead', { names: dead.join(', ') }))], 2))
  if (opened.length > 0)
    blocks.push(
      indented(0, [styled('warning', say(message('repair/opened', { names: opened.join(', '), source })))], 2),
    )
  const worth = {
    failed: after.failed,
    all: after.services,
    services: after.services.filter(({ state }) => state !== 'works'),
  }
  append(blocks, serviceLines(say, worth))
  // Repaired rules do not change where a connection leads that is there already.
  for (const note of after.notes.filter(({ id }) => id === 'status/old-connections'))
    blocks.push(indented(0, [styled('warning', '! '), say(note)], 2))
  append(blocks, verdictLines(say, after, command, true))
  return blocks
}

/** The rules that a snapshot from before has and that nobody puts back. */
export function lostPage(say: Say, lost: readonly LostRule[], source: string): Page {
  if (lost.length === 0) return [line(say({ id: 'repair/none-lost', args: { source } }))]
  const rules = lost.map(({ family, table: name, chain, position, text, ownership }) =>
    indented(
      2,
      [
        styled('drop', '- '),
        styled('muted', `${family}/${name}/${chain}#${position} `),
        ruleText('plain', text),
        styled('muted', `  ${ownerName(ownership)}`),
      ],
      4,
    ),
  )
  return [line(styled('warning', say({ id: 'repair/lost', args: { count: lost.length, source } }))), ...rules]
}

function stepLine(say: Say, family: string, step: RepairStep): Block {
  const place = `${family}/${step.table}/${step.chain}`
  switch (step.kind) {
    case 'chain':
      return indented(4, [styled('accept', '+ '), say({ id: 'repair/chain', args: { place } })], 4)
    case 'policy':
      return indented(
        4,
        [styled('warning', '~ '), say({ id: 'repair/policy', args: { place, policy: step.policy } })],
        4,
      )
    case 'insert':
      return indented(
        4,
        [styled('accept', '+ '), styled('muted', `${place}#${step.position} `), ruleText('plain', step.text)],
        4,
      )
    case 'delete':
      return indented(
        4,
        [
          styled('drop', '- '),
          styled('muted', `${place}#${step.position} `),
          ruleText('plain', step.text),
          styled('muted', `  ${standingText(say, step.because)}`),
        ],
        4,
      )
    case 'native': {
      const why = step.because === undefined ? '' : `  ${standingText(say, step.because)}`
      const sign = step.because === undefined ? styled('accept', '+ ') : styled('drop', '- ')
      return indented(4, [sign, ruleText('plain', step.text), styled('muted', why)], 4)
    }
  }
}
