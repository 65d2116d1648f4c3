import { append } from '#base/lists.ts'
import type { Say } from '#i18n/catalogue.ts'
import { message } from '#model/diagnostic.ts'
import type { ConversationVerdict } from '#model/conversation.ts'
import type { NearMiss, Trace, Verdict, Way } from '#model/trace.ts'
import type { TraceView } from '#model/trace-view.ts'
import { cureBlocks } from './cure-page.ts'
import type { Density } from './explain-page.ts'
import { ownerName } from './explain-page.ts'
import type { Block, Page, Style } from './page.ts'
import { gap, indented, line, ruleText, styled } from './page.ts'
import { addressText, endText, packetText, protocolText } from './packet-text.ts'
import { shortId } from './trace-rule.ts'
import { stepBlocks } from './trace-step.ts'

const verdictStyles: Readonly<Record<Verdict, Style>> = {
  ACCEPT: 'accept',
  DROP: 'drop',
  REJECT: 'drop',
  'NO ROUTE': 'route',
  UNKNOWN: 'unknown',
}

/** The page of a trace: the verdict and who decided it, near misses, then the way hook by hook. */
export function tracePage(say: Say, view: TraceView, nearMisses: readonly NearMiss[], density: Density): Page {
  if (density === 'concise') return [line(conciseText(say, view, nearMisses, view.trace))]
  return [conclusion(say, view), ...packetBlocks(say, view, nearMisses, density)]
}

/** What stands below the verdict on a packet: near misses, then its way hook by hook. */
export function packetBlocks(
  say: Say,
  view: TraceView,
  nearMisses: readonly NearMiss[],
  density: Density,
): readonly Block[] {
  const { trace } = view
  const blocks: Block[] = []
  for (const miss of nearMisses) blocks.push(nearLine(say, miss))
  for (const miss of nearMisses) append(blocks, fixBlocks(say, miss))
  append(blocks, cureBlocks(say, view.cures))
  blocks.push(
    gap,
    line(
      styled(
        'muted',
        `${packetText(say, trace.packet)}    ${say(message('trace/simulated', { family: trace.packet.family }))}`,
      ),
    ),
  )
  // A way that ends at an unread line has nothing more to show.
  const shownWays = trace.ways.filter(({ end }) => end.kind !== 'unknown' || end.why !== 'unread')
  shownWays
    .slice(0, density === 'full' ? 8 : 2)
    .forEach((way, index) => append(blocks, wayBlocks(say, view, way, index, nearMisses, density)))
  if (shownWays.length > 2 && density !== 'full')
    blocks.push(gap, line(say({ id: 'trace/more-ways', args: { count: shownWays.length - 2 } })))
  const facts = trace.presumed.join('; ')
  if (facts !== '') blocks.push(gap, indented(0, [styled('muted', say({ id: 'trace/presumed', args: { facts } }))], 2))
  return blocks
}

/** The one line of a packet, with the verdict on it or on its conversation. */
export function conciseText(
  say: Say,
  view: TraceView,
  misses: readonly NearMiss[],
  { verdict, by }: { readonly verdict: ConversationVerdict; readonly by: string | undefined },
): string {
  const { trace } = view
  const { packet, final } = trace
  const from = `${packet.local ? 'local' : (packet.in ?? '?')} ${endText(packet.src, packet.sport)}>${endText(packet.dst, packet.dport)}/${protocolText(packet.protocol)}`
  const changed = packet.dst !== final.dst || (final.dport ?? packet.dport) !== packet.dport
  const dnat = changed ? ` =dnat=> ${endText(final.dst, final.dport)}` : ''
  const sent = packet.src !== undefined && final.src !== packet.src
  const nat = `${dnat}${sent ? ` =snat=> ${endText(final.src, final.sport)}` : ''}`
  const open = trace.verdict === 'UNKNOWN' ? `  ${endSentence(say, view)}` : ''
  const near = misses.length > 0 ? ` nearmiss=${misses.map(({ id }) => id).join(',')}` : ''
  return `${verdict} ${from}${nat}${by === undefined ? '' : ` by=${by}`}${near}${open}`
}

/** The first line about a packet. `more`: what follows from it. */
export function conclusion(say: Say, view: TraceView, more = ''): Block {
  const { trace } = view
  const { verdict, by } = trace
  const text = `${endSentence(say, view)}${more}`
  const decided = by === undefined ? '' : `  ${say({ id: 'trace/decided', args: { by: whoText(view, by) } })}`
  return indented(0, [styled(verdictStyles[verdict], verdict), `   ${text}`, styled('muted', decided)], 9)
}

/** Where a packet ends, in words. */
export function endSentence(say: Say, view: TraceView): string {
  return say({ id: `trace/end-${endId(view.trace)}`, args: endArgs(say, view) })
}

/** What the verdict is unless something that could not be read decides otherwise; undefined where more than that is open. */
function verdictUnlessUnread({ ways }: Trace): Verdict | undefined {
  const read = ways.filter(({ end }) => end.kind !== 'unknown' || end.why !== 'unread')
  const [first] = read
  if (first === undefined || read.length === ways.length || first.verdict === 'UNKNOWN') return undefined
  return read.every(({ verdict }) => verdict === first.verdict) ? first.verdict : undefined
}

const mostDoubts = 6

function doubtsText(say: Say, { perhaps }: Trace): string {
  const open = perhaps.filter(({ cause }) => cause !== 'limit')
  const texts = open.slice(0, mostDoubts).map(({ key }) => say({ id: 'trace/doubt', args: { key } }))
  const more = open.length - texts.length
  return [...texts, ...(more > 0 ? [say(message('trace/more-doubts', { count: more }))] : [])].join('; ')
}

function endId(trace: Trace): Way['end']['kind'] | 'unread' | 'cut' {
  const { ways, verdict, cut } = trace
  if (cut) return 'cut'
  if (verdict === 'UNKNOWN') return verdictUnlessUnread(trace) === undefined ? 'unknown' : 'unread'
  return ways[0]?.end.kind ?? 'unknown'
}

function endArgs(say: Say, { trace, ending }: TraceView): Record<string, string | number> {
  const { final, end } = trace.ways[0] as Way
  const dst = endText(final.dst, final.dport)
  const common = { dst, who: ending === undefined ? dst : `container ${ending} (${dst})`, device: final.out ?? '' }
  if (trace.verdict === 'UNKNOWN')
    return {
      ...common,
      verdict: verdictUnlessUnread(trace) ?? '',
      doubts: doubtsText(say, trace),
      limit: trace.perhaps.find(({ cause }) => cause === 'limit')?.key ?? '',
    }
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
export function whoText({ rules }: TraceView, id: string): string {
  const known = rules.get(id)
  return known === undefined ? id : `${id} (${ownerName(known.ownership)})`
}

function nearLine(say: Say, { id, wanted, has, since, would, publishedOn, hook, with: other }: NearMiss): Block {
  if (hook !== undefined) {
    const text = say({ id: 'trace/near-input', args: { id, would, since: since ?? '' } })
    return indented(2, [styled('warning', '! '), text], 2)
  }
  const args = { id, wanted, has, since: since ?? '', would, address: publishedOn ?? '' }
  const kind = publishedOn !== undefined ? 'near-published' : since === undefined ? 'near' : 'near-since'
  const also = other === undefined ? '' : `. ${say({ id: 'trace/near-with', args: { id: other } })}`
  return indented(2, [styled('warning', '! '), `${say({ id: `trace/${kind}`, args })}${also}`], 2)
}

function fixBlocks(say: Say, { id, would, fix, since, hook }: NearMiss): readonly Block[] {
  if (fix === undefined) return []
  const kind = fixKind(fix.now, since, hook)
  return [
    gap,
    line(say({ id: `trace/${kind}`, args: { id: shortId(id), would } })),
    // The rule of INPUT stays: it is about the host's own services.
    ...(hook === undefined ? [indented(2, [styled('drop', '- '), ruleText('muted', fix.was)], 6)] : []),
    ...fix.now.split('\n').map((now) => indented(2, [styled('accept', '+ '), ruleText('plain', now)], 6)),
  ]
}

function fixKind(now: string, since: string | undefined, hook: NearMiss['hook']) {
  if (hook !== undefined) return 'fix-forward'
  return now.startsWith('-t ') ? 'fix-before-dnat' : since === undefined ? 'fix-interface' : 'fix'
}

function wayBlocks(
  say: Say,
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
  let rewriter: string | undefined
  for (const step of way.steps.slice(index === 0 ? 0 : way.shared)) {
    const near = step.kind === 'rule' ? misses.find(({ id }) => id === step.id) : undefined
    if (step.kind === 'rule' && step.matched === 'no' && density !== 'full' && near === undefined) {
      passed++
      continue
    }
    const shown = stepBlocks(say, view, step, near, rewriter, density)
    if (shown.length > 0) flush()
    if (shown.length > 0) rewriter = step.kind === 'rewrite' ? step.by : undefined
    append(blocks, shown)
  }
  flush()
  return blocks
}
