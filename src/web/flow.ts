import { answerConversation, viewConversation } from '#answers/conversation-answer.ts'
import { ownersOf } from '#answers/owners-answer.ts'
import { answerNearMisses } from '#answers/near-miss-answer.ts'
import { answerTrace, packetOf, prepare, viewTrace } from '#answers/trace-answer.ts'
import type { Say } from '#i18n/catalogue.ts'
import { lowerSnapshot } from '#lowered/lower.ts'
import { isRefusal, type Refusal } from '#model/answer.ts'
import type { PacketPage } from '#model/conversation-view.ts'
import { message } from '#model/diagnostic.ts'
import type { Family } from '#model/family.ts'
import type { LoweredTable } from '#model/lowered.ts'
import type { Owners } from '#model/owner.ts'
import type { Hook } from '#model/packet.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { Step } from '#model/trace.ts'
import { conversationPage } from '#report/conversation-page.ts'
import { escapeHtml, type KnownRules, renderHtml } from '#report/html.ts'
import type { Page } from '#report/page.ts'
import { stepBlocks } from '#report/trace-step.ts'
import { tracePage } from '#report/trace-page.ts'
import type { Program } from '#netfilter/program.ts'

/** A packet as the form of the page says it. */
export interface FlowWish {
  readonly from: string
  readonly to: string
  readonly protocol: string | undefined
  readonly family: Family | undefined
}

/** What packets are followed through, prepared once. */
export interface FlowHost {
  readonly snapshot: Snapshot
  readonly program: Program
  readonly owners: Owners
  readonly known: KnownRules
}

/** Prepares a host for many packets. */
export function flowHost(snapshot: Snapshot, known: KnownRules): FlowHost {
  return { snapshot, program: prepare(snapshot), owners: ownersOf(snapshot), known }
}

/** The way of a packet and of its answer as HTML: the verdict, the grid of hooks and tables, the steps. */
export function flowHtml(say: Say, host: FlowHost, wish: FlowWish): string | Refusal {
  const { snapshot, program, owners, known } = host
  const packet = packetOf({ ...wish, in: undefined, out: undefined, fields: {} }, snapshot)
  if (isRefusal(packet)) return packet
  const first = answerTrace(packet, program)
  const conversation = answerConversation(first, program, snapshot)
  const near = answerNearMisses(first, program, snapshot)
  const alone: PacketPage = { view: viewTrace(first, snapshot, owners), near }
  const view = conversation && viewConversation(conversation, program, snapshot, owners)
  const said: Page = view
    ? conversationPage(say, view, 'normal', true)
    : tracePage(say, alone.view, alone.near, 'normal')
  const end = said.findIndex(({ kind }) => kind === 'gap')
  const parts: readonly [string, PacketPage][] = [
    [say(message('web/first-packet')), view?.first ?? alone],
    ...(view?.answer === undefined ? [] : [[say(message('web/answer')), view.answer] as [string, PacketPage]]),
  ]
  const lists = parts.map(([name, page]) => stepsHtml(say, name, page, known))
  const touched = new Set(parts.flatMap(([, page]) => chainsOf(page)))
  return [
    `<div class="panel verdict">${renderHtml(end < 0 ? said : said.slice(0, end), known)}</div>`,
    gridHtml(say, lowerSnapshot(snapshot).tables, packet.family, touched),
    ...lists,
  ].join('')
}

function chainsOf({ view }: PacketPage): readonly string[] {
  return (view.trace.ways[0]?.steps ?? []).flatMap((step) => (step.kind === 'chain' ? [step.id] : []))
}

function stepsHtml(say: Say, name: string, { view, near }: PacketPage, known: KnownRules): string {
  let hook = ''
  let chain = ''
  const items = (view.trace.ways[0]?.steps ?? []).flatMap((step) => {
    if (step.kind === 'hook') {
      hook = step.hook
      chain = ''
    }
    if (step.kind === 'chain') chain = step.id
    const miss = step.kind === 'rule' ? near.find(({ id }) => id === step.id) : undefined
    if (!isShown(step, miss !== undefined)) return []
    const html = renderHtml(stepBlocks(say, view, step, miss, undefined, 'normal'), known)
    return html === '' ? [] : [`<li data-hook="${escapeHtml(hook)}" data-chain="${escapeHtml(chain)}">${html}</li>`]
  })
  return `<h3>${escapeHtml(name)}</h3><ol class="steps">${items.join('')}</ol>`
}

function isShown(step: Step, isNear: boolean): boolean {
  return step.kind !== 'rule' || step.matched !== 'no' || isNear
}

const hooks: readonly Hook[] = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING']

/** Tables in the order in which the kernel asks them, hooks beside one another. */
function gridHtml(say: Say, all: readonly LoweredTable[], family: Family, touched: ReadonlySet<string>): string {
  const tables = all.filter(({ families }) => families.includes(family))
  const bases = (table: LoweredTable) => [...table.chains.values()].filter(({ base }) => base !== undefined)
  const first = (table: LoweredTable) =>
    bases(table).reduce((least, { base }) => Math.min(least, base?.priority ?? 0), Number.POSITIVE_INFINITY)
  const rows = tables
    .filter((table) => bases(table).length > 0)
    .toSorted((a, b) => first(a) - first(b))
    .map((table) => {
      const cells = hooks.map((hook) => {
        const own = bases(table).filter(({ base }) => base?.hook === hook)
        const names = own.map(({ path, name }) => {
          const isTouched = touched.has(path)
          const sign = isTouched ? '<span aria-hidden="true">● </span>' : ''
          return `<span class="hook${isTouched ? ' touched' : ''}" data-chain="${escapeHtml(path)}">${sign}${escapeHtml(name)}</span>`
        })
        return `<td>${names.join(' ') || '-'}</td>`
      })
      return `<tr><th scope="row">${escapeHtml(table.path)}</th>${cells.join('')}</tr>`
    })
  const caption = escapeHtml(say(message('web/grid-caption')))
  const heads = hooks.map((hook) => `<th scope="col">${hook}</th>`).join('')
  const head = `<thead><tr><th scope="col">${escapeHtml(say(message('web/table')))}</th>${heads}</tr></thead>`
  return `<div class="wide" tabindex="0" role="region" aria-label="${caption}"><table class="grid"><caption>${caption}</caption>${head}<tbody>${rows.join('')}</tbody></table></div>`
}
