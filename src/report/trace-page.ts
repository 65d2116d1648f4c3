import { say } from '#i18n/catalogue.ts'
import type { NearMiss, Step, Trace, Verdict, Way } from '#model/trace.ts'
import type { TraceView } from '#model/trace-view.ts'
import type { Density } from './explain-page.ts'
import { ownerName, partName } from './explain-page.ts'
import type { Block, Page, Piece, Style } from './page.ts'
import { gap, indented, line, ruleText, styled } from './page.ts'
import { addressText, endText, packetText, protocolText, wayText } from './packet-text.ts'

const verdictStyles: Readonly<Record<Verdict, Style>> = {
  ACCEPT: 'accept',
  DROP: 'drop',
  REJECT: 'drop',
  'NO ROUTE': 'route',
  UNKNOWN: 'unknown',
}

/** The page of a trace: the verdict and who decided it, near misses, then the way hook by hook. */
export function tracePage(view: TraceView, nearMisses: readonly NearMiss[], density: Density): Page {
  if (density === 'concise') return [line(conciseText(view, nearMisses))]
  const { trace } = view
  const blocks: Block[] = [conclusion(view)]
  for (const miss of nearMisses) blocks.push(nearLine(miss))
  blocks.push(
    gap,
    line(
      styled('muted', `${packetText(trace.packet)}    simulated, ${trace.packet.family === 'ipv6' ? 'IPv6' : 'IPv4'}`),
    ),
  )
  trace.ways
    .slice(0, density === 'full' ? 8 : 2)
    .forEach((way, index) => blocks.push(...wayBlocks(view, way, index, nearMisses, density)))
  if (trace.ways.length > 2 && density !== 'full')
    blocks.push(gap, line(say({ id: 'trace/more-ways', args: { count: trace.ways.length - 2 } })))
  for (const fact of trace.presumed)
    blocks.push(indented(0, [styled('muted', say({ id: 'trace/presumed', args: { fact } }))], 2))
  return blocks
}

function conciseText(view: TraceView, misses: readonly NearMiss[]): string {
  const { trace } = view
  const { packet, verdict, by, final } = trace
  const from = `${packet.local ? 'local' : packet.in} ${endText(packet.src, packet.sport)}>${endText(packet.dst, packet.dport)}/${protocolText(packet.protocol)}`
  const changed = packet.dst !== final.dst || (final.dport ?? packet.dport) !== packet.dport
  const nat = changed ? ` =dnat=> ${endText(final.dst, final.dport)}` : ''
  const near = misses.length > 0 ? ` nearmiss=${misses.map(({ id }) => id).join(',')}` : ''
  return `${verdict} ${from}${nat}${by === undefined ? '' : ` by=${by}`}${near}`
}

function conclusion(view: TraceView): Block {
  const { trace } = view
  const { verdict, by } = trace
  const text = say({ id: `trace/end-${endId(trace)}`, args: endArgs(view) })
  const decided = by === undefined ? '' : `  ${say({ id: 'trace/decided', args: { by: whoText(view, by) } })}`
  return indented(0, [styled(verdictStyles[verdict], verdict), `   ${text}`, styled('muted', decided)], 9)
}

function endId({ ways, verdict }: Trace): string {
  if (verdict === 'UNKNOWN') return 'unknown'
  return ways[0]?.end.kind ?? 'unknown'
}

function endArgs({ trace, ending }: TraceView): Record<string, string | number> {
  const { final, end } = trace.ways[0] as Way
  const dst = endText(final.dst, final.dport)
  const common = { dst, who: ending === undefined ? dst : `container ${ending} (${dst})`, device: final.out ?? '' }
  if (trace.verdict === 'UNKNOWN') return { ...common, doubts: trace.perhaps.map(({ key }) => key).join('; ') }
  switch (end.kind) {
    case 'host':
      return { ...common, listens: end.listens === undefined ? '' : end.listens ? (end.process ?? 'yes') : 'nobody' }
    case 'out':
      return {
        ...common,
        device: end.device ?? '',
        hop: end.hop === undefined ? '' : addressText(end.hop),
        container: ending ?? '',
      }
    case 'rejected':
      return { ...common, error: end.error }
    case 'dead':
      return { ...common, why: say({ id: `trace/dead-${end.why}`, args: {} }) }
    case 'dropped':
    case 'unknown':
    case 'joins':
      return common
  }
}

/** A rule with its owner. */
function whoText({ rules }: TraceView, id: string): string {
  const known = rules.get(id)
  return known === undefined ? id : `${id} (${ownerName(known.ownership)})`
}

function nearLine({ id, wanted, has, since, would }: NearMiss): Block {
  const args = { id, wanted, has, since: since ?? '', would }
  return indented(
    2,
    [styled('warning', '! '), say({ id: since === undefined ? 'trace/near' : 'trace/near-since', args })],
    2,
  )
}

function wayBlocks(
  view: TraceView,
  way: Way,
  index: number,
  misses: readonly NearMiss[],
  density: Density,
): readonly Block[] {
  const blocks: Block[] = []
  if (index > 0)
    blocks.push(
      gap,
      line(styled('unknown', say({ id: 'trace/other-way', args: { number: index + 1, verdict: way.verdict } }))),
    )
  let passed = 0
  const flush = () => {
    if (passed > 0) blocks.push(indented(4, [styled('muted', say({ id: 'trace/passed', args: { count: passed } }))]))
    passed = 0
  }
  for (const step of way.steps.slice(index === 0 ? 0 : way.shared)) {
    const near = step.kind === 'rule' && misses.some(({ id }) => id === step.id)
    if (step.kind === 'rule' && step.matched === 'no' && density !== 'full' && !near) {
      passed++
      continue
    }
    const shown = stepBlocks(view, step, near, density)
    if (shown.length > 0) flush()
    blocks.push(...shown)
  }
  flush()
  return blocks
}

function stepBlocks(view: TraceView, step: Step, near: boolean, density: Density): readonly Block[] {
  switch (step.kind) {
    case 'hook':
      return [gap, hookLine(step)]
    case 'rule':
      return ruleBlocks(view, step, near, density)
    case 'policy':
      return [
        stepLine(
          step.policy === 'DROP' ? 'drop' : 'accept',
          step.policy === 'DROP' ? 'x' : '+',
          step.id,
          `policy ${step.policy}`,
        ),
      ]
    case 'rewrite':
      return [stepLine('nat', '~', step.by, rewriteText(step))]
    case 'route':
      return [routeLine(step)]
    case 'conntrack':
      return [
        indented(2, [
          styled('muted', say({ id: 'trace/conntrack', args: { state: step.state, direction: step.direction } })),
        ]),
      ]
    case 'nat-skipped':
      return [indented(2, [styled('muted', say({ id: `trace/nat-${step.why}`, args: {} }))])]
    case 'assume':
      return [
        indented(
          2,
          [
            styled('unknown', '? '),
            say({ id: 'trace/assume', args: { key: step.doubt.key, answer: step.answer ? 'yes' : 'no' } }),
          ],
          4,
        ),
      ]
    case 'return':
      return density === 'full'
        ? [indented(4, [styled('muted', say({ id: 'trace/return', args: { to: step.to } }))])]
        : []
    case 'chain':
      return []
  }
}

function hookLine({ hook, packet, looped }: Extract<Step, { kind: 'hook' }>): Block {
  return line(styled('strong', hook), styled('muted', `  ${wayText(packet)}${looped ? '  (again, on lo)' : ''}`))
}

function routeLine({ to, device, hop, again }: Extract<Step, { kind: 'route' }>): Block {
  const args = { device: device ?? '', hop: hop === undefined ? '' : addressText(hop), again: again ? 1 : 0 }
  return indented(2, [styled('route', '> '), say({ id: `trace/route-${to}`, args })], 4)
}

function rewriteText(step: Extract<Step, { kind: 'rewrite' }>): string {
  const isAddress = step.field === 'src' || step.field === 'dst'
  const show = (value: typeof step.from) =>
    value === null || value === undefined ? '?' : isAddress ? addressText(value) : String(value)
  return `${step.field} ${show(step.from)} => ${show(step.to)}`
}

function stepLine(style: Style, glyph: string, id: string, text: string): Block {
  return indented(2, [styled(style, `${glyph} `), styled('strong', id.padEnd(30)), `  ${text}`], 4)
}

const glyphs: Readonly<Record<string, readonly [string, Style]>> = {
  verdict: ['+', 'accept'],
  jump: ['>', 'route'],
  return: ['<', 'route'],
  nat: ['~', 'nat'],
  continue: ['.', 'muted'],
  mark: ['.', 'muted'],
  rewrite: ['.', 'muted'],
  untrack: ['.', 'muted'],
  queue: ['?', 'unknown'],
  unknown: ['?', 'unknown'],
}

function ruleBlocks(
  view: TraceView,
  step: Extract<Step, { kind: 'rule' }>,
  near: boolean,
  density: Density,
): readonly Block[] {
  const { effect, matched, id } = step
  const drops = effect.kind === 'verdict' && effect.verdict === 'DROP'
  const [glyph, style] =
    matched === 'no'
      ? (['-', near ? 'warning' : 'muted'] as const)
      : drops
        ? (['x', 'drop'] as const)
        : (glyphs[effect.kind] ?? ['.', 'muted'])
  const known = view.rules.get(id)
  const owner = known === undefined ? '' : `  ${ownerName(known.ownership)}: ${partName(known.ownership)}`
  const head: Piece[] = [
    styled(near ? 'warning' : style, `${near ? '!' : matched === 'perhaps' ? '?' : glyph} `),
    styled('strong', id.padEnd(30)),
    ruleText(matched === 'no' ? 'muted' : 'plain', `  ${known?.text ?? ''}`),
    styled('muted', near ? '  near miss' : density === 'full' ? owner : ''),
  ]
  const blocks: Block[] = [indented(2, head, 4)]
  if (!near && density !== 'full') return blocks
  for (const clause of step.clauses) {
    const text = step.rule.origin.text.slice(clause.start, clause.end)
    const has = clause.has === undefined ? '' : typeof clause.has === 'string' ? clause.has : String(clause.has)
    const answer =
      clause.answer === 'no'
        ? say({ id: 'trace/clause-no', args: { has: hasText(clause.condition, clause.has) ?? has } })
        : clause.answer
    blocks.push(indented(8, [text.padEnd(24), styled(clause.answer === 'no' ? 'warning' : 'muted', ` ${answer}`)]))
  }
  return blocks
}

function hasText(
  condition: { readonly kind: string; readonly field?: string },
  has: number | bigint | string | undefined,
): string | undefined {
  if (has === undefined || typeof has === 'string') return has
  const addresses = ['src', 'dst', 'ctorigsrc', 'ctorigdst', 'ctreplsrc', 'ctrepldst']
  return condition.field !== undefined && addresses.includes(condition.field) ? addressText(has) : String(has)
}
