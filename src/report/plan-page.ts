import { groupBy } from '#base/lists.ts'
import type { Say } from '#i18n/catalogue.ts'
import { message } from '#model/diagnostic.ts'
import { targetText } from '#model/exposure.ts'
import type { PlannedCell, PolicyPlan } from '#model/policy-plan.ts'
import { checkBlocks } from './plan-checks-page.ts'
import { remarkBlocks } from './plan-remarks-page.ts'
import { doorText } from './exposure-rows.ts'
import { type Block, gap, line, type Line, type Page, type Style, styled, table, verbatim } from './page.ts'

/** How much of a plan to show. `concise`: without the rules; `full`: also what stays as it is. */
export type PlanDensity = 'concise' | 'normal' | 'full'

/** What a policy would make of a host: who reaches what first, then the rules. */
export function planPage(say: Say, plan: PolicyPlan, density: PlanDensity): Page {
  const { cells, rules, assumed, observe } = plan
  if (rules === undefined) return []
  const changed = cells.filter(({ before, after }) => before !== after)
  const shown = density === 'full' ? cells : changed
  return [
    line(styled('strong', headText(say, plan))),
    ...(observe ? [line(styled('warning', say(message('plan/observe'))))] : []),
    ...(assumed.length === 0 ? [] : [line(say(message('exposure/assumed', { codes: assumed.join(', ') })))]),
    ...checkBlocks(say, plan, density),
    ...remarkBlocks(say, plan, density === 'full'),
    ...(shown.length === 0 ? [] : [gap, table(0, 'llCCCB', rowsOf(say, shown))]),
    ...(density === 'concise' ? [] : rules.scripts.flatMap(({ program, text }) => scriptBlocks(say, program, text))),
  ]
}

function headText(say: Say, { files, cells }: PolicyPlan): string {
  const count = (wanted: (cell: PlannedCell) => boolean) =>
    new Set(cells.filter(wanted).map((cell) => `${cell.zone} ${doorText(cell)} ${cell.kind}`)).size
  return say(
    message('plan/head', {
      file: files[0] ?? '',
      closes: count(({ before, after }) => before !== after && after === 'closed'),
      opens: count(({ before, after }) => before !== after && before === 'closed'),
      others: count(({ before, after }) => before !== after && before !== 'closed' && after !== 'closed'),
      same: count(({ before, after }) => before === after),
    }),
  )
}

const styles: Readonly<Record<PlannedCell['after'], Style>> = {
  open: 'accept',
  limited: 'warning',
  perhaps: 'unknown',
  closed: 'drop',
}

/** One row for the zones that fare alike at a port. */
function rowsOf(say: Say, cells: readonly PlannedCell[]): readonly Line[][] {
  const key = (cell: PlannedCell) =>
    [cell.kind, doorText(cell), cell.families.join(' '), cell.before, cell.after, targetText(cell.target)].join('|')
  const rank = ({ before, after }: PlannedCell) => (before === after ? 2 : after === 'closed' ? 0 : 1)
  return [...groupBy(cells, key).values()]
    .map((group) => ({ cell: group[0] as PlannedCell, zones: [...new Set(group.map(({ zone }) => zone))] }))
    .toSorted((a, b) => rank(a.cell) - rank(b.cell) || a.cell.port - b.cell.port)
    .map(({ cell, zones }): Line[] => {
      const { before, after, families, target, kind } = cell
      const sign = before === after ? '=' : after === 'closed' ? '-' : before === 'closed' ? '+' : '~'
      const [only, ...more] = families
      const family = more.length > 0 || cell.address !== '' ? '' : only === 'ipv4' ? ' v4' : ' v6'
      const states: Line =
        before === after
          ? [styled('muted', say(message(`exposure/${after}`)))]
          : [`${say(message(`exposure/${before}`))} => `, styled(styles[after], say(message(`exposure/${after}`)))]
      const way = kind === 'direct' ? say(message('plan/direct')) : ''
      const fullTarget = `${targetText(target)}${way === '' ? '' : ` ${way}`}`
      return [[sign], states, [zones.join(', ')], ['->'], [`${doorText(cell)}${family}`], [fullTarget]]
    })
}

function scriptBlocks(say: Say, program: string, text: string): readonly Block[] {
  const lines = text.trimEnd().split('\n')
  return [
    gap,
    line(styled('strong', say(message('plan/rules', { program, lines: lines.length })))),
    verbatim(
      0,
      lines.map((one): Line => [one.replaceAll('\t', '  ')]),
    ),
  ]
}
