import { say } from '#i18n/catalogue.ts'
import type { Message } from '#model/diagnostic.ts'
import type { DockerRuleStatus, RepairPlan, RepairStep, Standing } from '#model/repair.ts'
import type { Density } from './explain-page.ts'
import type { Block, Line, Page, Style } from './page.ts'
import { gap, indented, line, ruleText, styled, table } from './page.ts'

/** What a status or repair page is made from. */
export interface RepairView {
  readonly engine: string
  readonly plans: readonly RepairPlan[]
  readonly notes: readonly Message[]
}

const standings: readonly Standing[] = ['expected', 'missing', 'out-of-place', 'altered', 'doubled', 'stale']

const styles: Readonly<Record<Standing, Style>> = {
  expected: 'accept',
  missing: 'drop',
  'out-of-place': 'warning',
  altered: 'warning',
  doubled: 'warning',
  stale: 'warning',
}

/** Docker's rules in one screen: what is as it should be, and each thing that is not. */
export function statusPage(view: RepairView, density: Density): Page {
  const rules = view.plans.flatMap((plan) => plan.rules)
  const wrong = rules.filter(({ standing }) => standing !== 'expected')
  const policies = view.plans.flatMap(({ family, steps }) =>
    steps.filter(({ kind }) => kind === 'policy').map((step) => ({ family, step })),
  )
  const blocks: Block[] = [conclusion(view.engine, rules, wrong.length + policies.length)]
  if (density !== 'concise') blocks.push(gap, countTable(view))
  for (const { family, step } of policies) blocks.push(stepLine(family, step))
  const shown = density === 'full' ? rules : density === 'concise' ? wrong : wrong.slice(0, 12)
  if (shown.length > 0) blocks.push(gap, ...shown.map(statusLine))
  if (shown.length < wrong.length)
    blocks.push(line(say({ id: 'status/more', args: { count: wrong.length - shown.length } })))
  for (const note of view.notes) blocks.push(gap, indented(0, [styled('warning', '! '), say(note)], 2))
  if (wrong.length + policies.length > 0) blocks.push(gap, line(styled('muted', 'Next: '), 'seawall repair --dry-run'))
  return blocks
}

function conclusion(engine: string, rules: readonly DockerRuleStatus[], wrong: number): Block {
  const args = { engine, rules: rules.filter(({ standing }) => standing === 'expected').length, wrong }
  return indented(
    0,
    [styled(wrong === 0 ? 'accept' : 'drop', say({ id: wrong === 0 ? 'status/well' : 'status/wrong', args }))],
    2,
  )
}

function countTable({ plans }: RepairView): Block {
  const head: Line[] = [
    [''],
    ...standings.map((standing) => [styled('muted', say({ id: `status/${standing}`, args: {} }))]),
  ]
  const rows = plans.map(({ family, variant, rules }): Line[] => [
    [styled('strong', family), variant === undefined ? '' : ` ${variant}`],
    ...standings.map((standing) => {
      const count = rules.filter((rule) => rule.standing === standing).length
      return [styled(count === 0 ? 'muted' : styles[standing], String(count))]
    }),
  ])
  return table(0, `l${'r'.repeat(standings.length)}`, [head, ...rows])
}

function statusLine({ standing, family, table: name, chain, text }: DockerRuleStatus): Block {
  const place = `${family}/${name}/${chain} `
  return indented(
    0,
    [styled(styles[standing], standing.padEnd(13)), styled('muted', place), ruleText('plain', text)],
    13,
  )
}

/** What a repair will do, step by step. */
export function repairPage(view: RepairView): Page {
  const steps = view.plans.flatMap(({ family, steps: own }) => own.map((step) => ({ family, step })))
  const blocks: Block[] = [
    line(
      styled(
        'strong',
        say({ id: steps.length === 0 ? 'repair/nothing' : 'repair/will', args: { count: steps.length } }),
      ),
    ),
  ]
  for (const { family, step } of steps) blocks.push(stepLine(family, step))
  for (const note of view.notes) blocks.push(gap, indented(0, [styled('warning', '! '), say(note)], 2))
  return blocks
}

function stepLine(family: string, step: RepairStep): Block {
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
          styled('muted', `  ${step.because}`),
        ],
        4,
      )
  }
}

/** Status and repair as data. */
export function repairJson(kind: 'status' | 'repair', { engine, plans, notes }: RepairView) {
  return {
    kind,
    schemaVersion: 1,
    engine,
    families: plans.map(({ family, variant, rules, steps }) => ({
      family,
      variant: variant ?? null,
      rules: rules.map((rule) => ({ ...rule, position: rule.position ?? null })),
      steps,
    })),
    notes: notes.map((note) => ({ code: note.id, message: say(note) })),
  }
}
