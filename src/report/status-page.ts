import { append } from '#base/lists.ts'
import { shellWord } from '#base/shell-word.ts'
import type { Say } from '#i18n/catalogue.ts'
import { type Message, message } from '#model/diagnostic.ts'
import type { DockerRuleStatus, RepairPlan, Standing } from '#model/repair.ts'
import type { ServiceState } from '#model/service.ts'
import type { Density } from './explain-page.ts'
import type { Block, Line, Page, Style } from './page.ts'
import { gap, indented, line, ruleText, styled, table } from './page.ts'
import { serviceLines, serviceNames, type ServicesView } from './service-lines.ts'

/** What a status or repair page is made from. */
export interface StatusView extends ServicesView {
  readonly engine: string
  readonly verdict: 'ok' | 'wrong' | 'dead' | 'unknown'
  readonly plans: readonly RepairPlan[]
  /** What was not read and so is not judged. */
  readonly unknown: readonly Message[]
  readonly notes: readonly Message[]
  /** Of containers and networks, by id. */
  readonly names: Readonly<Record<string, string>>
  /** Whether Docker was told to write no rules. */
  readonly isOff: boolean
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

const verdictStyles = { ok: 'accept', wrong: 'warning', dead: 'drop', unknown: 'unknown' } as const

const most = { services: 9, rules: 3 } as const

/** How Docker's services fare, in one screen: what is dead first. `repair`: the command that repairs this host. */
export function statusPage(say: Say, view: StatusView, density: Density, repair: string, isLive: boolean): Page {
  const rules = view.plans.flatMap((plan) => plan.rules)
  const wrong = rules.filter(({ standing }) => standing !== 'expected' && standing !== 'unknown')
  const blocks: Block[] = [...verdictLines(say, view, repair, isLive), ...unknownLines(say, view)]
  append(
    blocks,
    listed(
      say,
      serviceLines(say, { ...worthLines(view, density), all: view.services }).map((one) => [one]),
      density === 'full' ? Infinity : most.services,
    ),
  )
  if (density !== 'concise' && !view.isOff)
    append(blocks, [gap, line(say(message('service/rules-of', { engine: view.engine }))), countTable(say, view)])
  append(blocks, policyLines(say, view))
  // What is missing comes back; what is there and wrong is worth a look.
  const shown =
    density === 'full' ? rules : density === 'concise' ? wrong : wrong.filter(({ standing }) => standing !== 'missing')
  append(
    blocks,
    listed(
      say,
      shown.map((one) => statusLine(say, one, density)),
      density === 'normal' ? most.rules : Infinity,
    ),
  )
  for (const note of view.notes) append(blocks, [gap, indented(0, [styled('warning', '! '), say(note)], 2)])
  return blocks
}

function worthLines(view: StatusView, density: Density): ServicesView {
  if (density !== 'concise') return view
  return { failed: view.failed, services: view.services.filter(({ state }) => state !== 'works') }
}

function listed(say: Say, entries: readonly (readonly Block[])[], limit: number): readonly Block[] {
  if (entries.length === 0) return []
  const shown = entries.length > limit + 1 ? entries.slice(0, limit) : entries
  const left = entries.length - shown.length
  return [gap, ...shown.flat(), ...(left > 0 ? [line(say(message('service/more', { count: left })))] : [])]
}

/** The first line: what is dead, how many rules are wrong, and what to run. */
export function verdictLines(say: Say, view: StatusView, repair: string, isLive: boolean): readonly Block[] {
  const verdict = styled(verdictStyles[view.verdict], verdictText(say, view))
  const command = nextCommand(view, repair)
  const first = indented(0, [verdict, ' ', rulesText(say, view)], 2)
  if (command === '') return [first]
  const run = isLive ? say(message('service/run', { command })) : `${say(message('status/next-there'))}: ${command}`
  return [first, indented(2, [styled('strong', run)], 2)]
}

function verdictText(say: Say, view: StatusView): string {
  const { services, failed } = view
  const of = (state: ServiceState['state']) => services.filter((one) => one.state === state)
  const ports = services.filter(({ kind }) => kind === 'port')
  const counts = { ports: ports.length, containers: new Set(ports.map(({ container }) => container)).size }
  switch (view.verdict) {
    case 'dead': {
      const starts = failed.map(({ container }) => say(message('service/name-start', { container })))
      return say(
        message('service/dead', { names: some(say, [...serviceNames(say, of('dead'), view.services), ...starts]) }),
      )
    }
    case 'unknown': {
      const names = serviceNames(say, of('unknown'), view.services)
      return say(
        names.length > 0
          ? message('service/unknown-all', { names: some(say, names) })
          : message('service/unknown-rules', counts),
      )
    }
    case 'wrong':
      return say(message('service/wrong', counts))
    case 'ok':
      return say(message('service/ok', counts))
  }
}

function some(say: Say, names: readonly string[]): string {
  const shown = names.slice(0, 6)
  const left = names.length - shown.length
  return [...shown, ...(left > 0 ? [say(message('service/others', { count: left }))] : [])].join(', ')
}

/** `14 of 24 rules missing, 1 stale`; what is there too much is not one of them. */
function rulesText(say: Say, { plans, isOff }: StatusView): string {
  const rules = plans.flatMap((plan) => plan.rules)
  const count = (standing: Standing) => rules.filter((rule) => rule.standing === standing).length
  const wrong = standings.filter((standing) => standing !== 'expected' && count(standing) > 0)
  const off = isOff ? say(message('service/rules-off')) : ''
  if (isOff && wrong.length === 0) return off
  const total = count('expected') + count('missing') + count('out-of-place')
  const first = wrong.find((standing) => standing === 'missing' || standing === 'out-of-place')
  const more = wrong.flatMap((one) => (one === first ? [] : [`${count(one)} ${standingText(say, one)}`])).join(', ')
  const standing = first === undefined ? say(message('service/in-place')) : standingText(say, first)
  return `${say(message('service/rules', { count: count(first ?? 'expected'), total, standing, more }))} ${off}`.trim()
}

function nextCommand({ plans, services, failed, verdict }: StatusView, repair: string): string {
  if (plans.some(({ steps }) => steps.length > 0)) return repair
  const cures = services.flatMap(({ state, checks }) =>
    state === 'dead' ? checks.flatMap(({ outcome }) => (outcome.kind === 'dead' ? [outcome.cure ?? ''] : [])) : [],
  )
  const cure = cures.find((one) => one !== '')
  if (cure !== undefined) return cure
  if (failed.length > 0) return `docker start ${failed.map(({ container }) => shellWord(container)).join(' ')}`
  const isPrunable = plans.some(({ rules }) =>
    rules.some(({ standing }) => standing !== 'expected' && standing !== 'unknown'),
  )
  return (verdict === 'wrong' && isPrunable) || leadsByStale(services, plans) ? `${repair} --prune` : ''
}

/** Whether a rule that nothing is there for decides about something that is dead. */
function leadsByStale(services: readonly ServiceState[], plans: readonly RepairPlan[]): boolean {
  const stale = new Set(
    plans.flatMap(({ family, rules }) =>
      rules.flatMap(({ standing, table: name, chain, position }) =>
        standing === 'stale' || standing === 'altered' ? [`${family}/${name}/${chain}#${position}`] : [],
      ),
    ),
  )
  return services.some(({ checks }) => checks.some(({ outcome }) => 'by' in outcome && stale.has(outcome.by)))
}

/** What was not read and so is not judged. */
export function unknownLines(say: Say, { unknown }: Pick<StatusView, 'unknown'>): readonly Block[] {
  return unknown.map((one) => indented(0, [styled('warning', '? '), say(one)], 2))
}

function policyLines(say: Say, { plans }: StatusView): readonly Block[] {
  return plans.flatMap(({ family, steps }) =>
    steps.flatMap((step) => {
      if (step.kind !== 'policy') return []
      const place = `${family}/${step.table}/${step.chain}`
      const text = say(message('status/policy', { place, policy: step.policy }))
      return [indented(0, [styled('warning', '! '), text], 2)]
    }),
  )
}

function countTable(say: Say, { plans }: StatusView): Block {
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

function statusLine(say: Say, rule: DockerRuleStatus, density: Density): readonly Block[] {
  const { standing, family, table: name, chain, position, text, reason } = rule
  const place = `${family}/${name}/${chain}${position === undefined ? '' : `#${position}`} `
  const head = styled(styles[standing], standingText(say, standing).padEnd(14))
  const first = indented(0, [head, styled('muted', place), ruleText('plain', text)], 14)
  return reason === undefined || density === 'concise' ? [first] : [first, indented(14, [say(reason)])]
}

/** A standing in words. */
export function standingText(say: Say, standing: Standing): string {
  return say({ id: `status/${standing}`, args: {} })
}
