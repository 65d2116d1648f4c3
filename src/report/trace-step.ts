import type { Say } from '#i18n/catalogue.ts'
import type { MessageId } from '#model/messages.ts'
import { type Message, message } from '#model/diagnostic.ts'
import type { NearMiss, Step } from '#model/trace.ts'
import type { TraceView } from '#model/trace-view.ts'
import type { Density } from './explain-page.ts'
import type { Block, Style } from './page.ts'
import { gap, indented, line, styled } from './page.ts'
import { addressText, wayText } from './packet-text.ts'
import { idWidth, ruleBlocks, shortId } from './trace-rule.ts'

/** A step of a packet's way. `near`: the rule almost matched; `rewriter`: the rule whose rewriting was shown just before. */
export function stepBlocks(
  say: Say,
  view: TraceView,
  step: Step,
  near: NearMiss | undefined,
  rewriter: string | undefined,
  density: Density,
): readonly Block[] {
  const note = (id: MessageId, args: Record<string, string> = {}) => [indented(2, [styled('muted', say({ id, args }))])]
  switch (step.kind) {
    case 'hook': {
      const way = `  ${wayText(step.packet)}${step.looped ? `  (${say(message('trace/again-on-lo'))})` : ''}`
      return [gap, line(styled('strong', step.hook), styled('muted', way))]
    }
    case 'rule':
      return ruleBlocks(say, view, step, near, density)
    case 'policy': {
      const drops = step.policy === 'DROP'
      return [stepLine(drops ? 'drop' : 'accept', drops ? 'x' : '+', step.id, `policy ${step.policy}`)]
    }
    case 'rewrite':
      // Every router counts the TTL down: nothing to tell.
      if (step.by === 'forward' && density !== 'full') return []
      return [stepLine('nat', '~', step.by === rewriter ? '' : rewriterText(say, step.by), rewriteText(step))]
    case 'route':
      return [indented(2, [styled('route', '> '), say(routeMessage(step))], 4)]
    case 'conntrack':
      return note('trace/conntrack', { state: step.state, direction: step.direction })
    case 'nat-skipped':
      return note(`trace/nat-${step.why}`)
    case 'assume': {
      const doubt = say({ id: 'trace/doubt', args: { key: step.doubt.key } })
      const args = { doubt, answer: step.answer ? 'yes' : 'no' }
      return [indented(2, [styled('unknown', '? '), say({ id: 'trace/assume', args })], 4)]
    }
    case 'unread': {
      const doubt = say({ id: 'trace/doubt', args: { key: step.doubt.key } })
      return [indented(2, [styled('unknown', '? '), say({ id: 'trace/unread', args: { doubt } })], 4)]
    }
    case 'return':
      return density === 'full' ? note('trace/return', { to: step.to }) : []
    case 'chain':
      return []
  }
}

function routeMessage({ to, device, hop, again }: Extract<Step, { kind: 'route' }>): Message {
  const args = { device: device ?? '', hop: hop === undefined ? '' : addressText(hop), again: again ? 1 : 0 }
  return { id: `trace/route-${to}`, args }
}

function rewriteText(step: Extract<Step, { kind: 'rewrite' }>): string {
  const isAddress = step.field === 'src' || step.field === 'dst'
  const show = (value: typeof step.from) =>
    value === null || value === undefined ? '?' : isAddress ? addressText(value) : String(value)
  return `${step.field} ${show(step.from)} => ${show(step.to)}`
}

function stepLine(style: Style, glyph: string, id: string, text: string): Block {
  return indented(
    2,
    [styled(style, `${glyph} `), styled('strong', shortId(id).padEnd(idWidth)), `  ${text}`],
    idWidth + 4,
  )
}

/** What changed the packet: a rule by its id, the connection (as its first packet), or forwarding. */
function rewriterText(say: Say, by: string): string {
  return by === 'connection' || by === 'forward' ? say(message(`trace/by-${by}`)) : by
}
