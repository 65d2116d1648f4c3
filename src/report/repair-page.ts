import { append } from '#base/lists.ts'
import type { Say } from '#i18n/catalogue.ts'
import { type Message, message } from '#model/diagnostic.ts'
import type { Arrival, PortReach } from '#model/port-reach.ts'
import { arrives } from '#model/port-reach.ts'
import type { DockerRuleStatus, LostRule, RepairPlan, RepairStep, Standing } from '#model/repair.ts'
import type { Density } from './explain-page.ts'
import { ownerName } from './explain-page.ts'
import type { Block, Line, Page, Style } from './page.ts'
import { gap, indented, line, ruleText, styled, table } from './page.ts'

/** What a status or repair page is made from. */
export interface RepairView {
  readonly engine: string
  readonly plans: readonly RepairPlan[]
  /** What was not read and so is not judged. */
  readonly unknown: readonly Message[]
  readonly notes: readonly Message[]
}

const standings: readonly Standing[] = ['expected', 'missing', 'out-of-place', 'altered', 'doubled', 'stale', 'unknown']

const styles: Readonly<Record<Standing, Style>> = {
  expected: 'accept',
  missing: 'drop',
  'out-of-place': 'warning',
  altered: 'warning',
  doubled: 'warning',
  stale: 'warning',
  unknown: 'muted',
}

/** Docker's rules in one screen: what is as it should be, and each thing that is not. */
export function statusPage(say: Say, view: RepairView, density: Density, isLive: boolean): Page {
  const rules = view.plans.flatMap((plan) => plan.rules)
  const wrong = rules.filter(({ standing }) => standing !== 'expected' && standing !== 'unknown')
  const policies = view.plans.flatMap(({ family, steps }) =>
    steps.flatMap((step) => (step.kind === 'policy' ? [{ family, step }] : [])),
  )
  const blocks: Block[] = [conclusion(say, view, rules, wrong.length + policies.length), ...unknownLines(say, view)]
  if (density !== 'concise') blocks.push(gap, countTable(say, view))
  for (const { family, step } of policies) blocks.push(policyLine(say, family, step))
  const shown = density === 'full' ? rules : density === 'concise' ? wrong : wrong.slice(0, 12)
  if (shown.length > 0) append(blocks, [gap, ...shown.map((one) => statusLine(say, one))])
  if (shown.length < wrong.length)
    blocks.push(line(say({ id: 'status/more', args: { count: wrong.length - shown.length } })))
  for (const note of view.notes) blocks.push(gap, indented(0, [styled('warning', '! '), say(note)], 2))
  const fossils = wrong.length > 0 && policies.length === 0 && wrong.every(({ standing }) => standing === 'stale')
  const next = `seawall repair --dry-run${fossils ? ' --prune' : ''}`
  if (wrong.length + policies.length > 0)
    blocks.push(gap, line(styled('muted', `${say(message(isLive ? 'explain/next' : 'status/next-there'))}: `), next))
  return blocks
}

function policyLine(
  say: Say,
  family: string,
  { table: name, chain, policy }: Extract<RepairStep, { kind: 'policy' }>,
): Block {
  const args = { place: `${family}/${name}/${chain}`, policy }
  return indented(0, [styled('warning', '! '), say({ id: 'status/policy', args })], 2)
}

function conclusion(
  say: Say,
  { engine, unknown }: RepairView,
  rules: readonly DockerRuleStatus[],
  wrong: number,
): Block {
  const args = { engine, rules: rules.filter(({ standing }) => standing === 'expected').length, wrong }
  const id = wrong > 0 ? 'status/wrong' : unknown.length > 0 ? 'status/known-well' : 'status/well'
  return indented(0, [styled(wrong > 0 ? 'drop' : unknown.length > 0 ? 'warning' : 'accept', say({ id, args }))], 2)
}

function unknownLines(say: Say, { unknown }: RepairView): readonly Block[] {
  return unknown.map((one) => indented(0, [styled('warning', '? '), say(one)], 2))
}

function countTable(say: Say, { plans }: RepairView): Block {
  const shown = standings.filter(
    (standing) => standing !== 'unknown' || plans.some(({ rules }) => rules.some((rule) => rule.standing === standing)),
  )
  const head: Line[] = [[''], ...shown.map((standing) => [styled('muted', standingText(say, standing))])]
  const rows = plans.map(({ family, variant, rules }): Line[] => [
    [styled('strong', family), variant === undefined ? '' : ` ${variant}`],
    ...shown.map((standing) => {
      const count = rules.filter((rule) => rule.standing === standing).length
      return [styled(count === 0 ? 'muted' : styles[standing], String(count))]
    }),
  ])
  return table(0, `l${'r'.repeat(shown.length)}`, [head, ...rows])
}

function statusLine(say: Say, { standing, family, table: name, chain, position, text }: DockerRuleStatus): Block {
  const place = `${family}/${name}/${chain}${position === undefined ? '' : `#${position}`} `
  return indented(
    0,
    [styled(styles[standing], standingText(say, standing).padEnd(14)), styled('muted', place), ruleText('plain', text)],
    14,
  )
}

function standingText(say: Say, standing: Standing): string {
  return say({ id: `status/${standing}`, args: {} })
}

/** What a repair will do, step by step. `knowsBefore`: whether there is a snapshot that tells what else is lost. */
export function repairPage(say: Say, view: RepairView, knowsBefore = false): Page {
  const steps = view.plans.flatMap(({ family, steps: own }) => own.map((step) => ({ family, step })))
  const blocks: Block[] = [
    line(
      styled(
        'strong',
        say({
          id: steps.length > 0 ? 'repair/will' : view.unknown.length > 0 ? 'repair/nothing-known' : 'repair/nothing',
          args: { count: steps.length },
        }),
      ),
    ),
  ]
  append(blocks, unknownLines(say, view))
  for (const { family, step } of steps) blocks.push(stepLine(say, family, step))
  const unknown = knowsBefore ? [] : unknownNotes(steps)
  const notes = [...view.notes, ...unknown, ...staleNotes(view.plans)]
  for (const note of notes) blocks.push(gap, indented(0, [styled('warning', '! '), say(note)], 2))
  return blocks
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
  return count > 0 ? [{ id: 'repair/stale-left', args: { count } }] : []
}

function stale(rules: readonly { readonly standing: Standing }[]): readonly unknown[] {
  return rules.filter(({ standing }) => standing === 'stale' || standing === 'altered')
}

function removed(step: RepairStep): readonly { readonly standing: Standing }[] {
  return step.kind === 'delete' ? [{ standing: step.because }] : []
}

/** What a repair proves by tracing: one line where every published port is reached, else one more for each that is not. */
export function reachPage(say: Say, reach: readonly PortReach[], source: string): Page {
  if (reach.length === 0) return []
  const reached = reach.filter(({ after }) => arrives(after)).length
  const before = reach.filter((port) => arrives(port.before)).length
  const conclusion = say({ id: 'repair/reach', args: { reached, count: reach.length, before, source } })
  const worth = reach.filter((port) => !arrives(port.after) || (source !== '' && !arrives(port.before)))
  const blocks: Block[] = [line(styled(reached === reach.length ? 'accept' : 'warning', conclusion))]
  for (const port of worth.slice(0, mostLines)) blocks.push(reachLine(say, port, source))
  if (worth.length > mostLines) blocks.push(line(say({ id: 'repair/more', args: { count: worth.length - mostLines } })))
  return blocks
}

const mostLines = 12

function reachLine(say: Say, port: PortReach, source: string): Block {
  const { protocol, container, containerPort, family, hostAddress, hostPort, after } = port
  const name = hostAddress.includes(':') ? `[${hostAddress}]` : hostAddress
  const at = name === '' ? String(hostPort) : `${name}:${hostPort}`
  const of = say({ id: 'repair/reach-of', args: { port: at, protocol, container, containerPort, family } })
  return indented(2, [of, styled('warning', arrivalText(say, after, source))], 2)
}

function arrivalText(say: Say, arrival: Arrival, source: string): string {
  switch (arrival.kind) {
    case 'stopped':
      return say({ id: 'repair/reach-stopped', args: { by: arrival.by } })
    case 'astray':
    case 'unknown':
      return say({ id: `repair/reach-${arrival.kind}`, args: {} })
    case 'container':
    case 'proxy':
      return say({ id: 'repair/reach-opened', args: { source } })
  }
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
      return indented(2, [styled('accept', '+ '), say({ id: 'repair/chain', args: { place } })], 4)
    case 'policy':
      return indented(
        2,
        [styled('warning', '~ '), say({ id: 'repair/policy', args: { place, policy: step.policy } })],
        4,
      )
    case 'insert':
      return indented(
        2,
        [styled('accept', '+ '), styled('muted', `${place}#${step.position} `), ruleText('plain', step.text)],
        4,
      )
    case 'delete':
      return indented(
        2,
        [
          styled('drop', '- '),
          styled('muted', `${place}#${step.position} `),
          ruleText('plain', step.text),
          styled('muted', `  ${standingText(say, step.because)}`),
        ],
        4,
      )
  }
}
