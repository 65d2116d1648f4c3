import { writeAddress } from '#base/prefix.ts'
import type { Say } from '#i18n/catalogue.ts'
import { message } from '#model/diagnostic.ts'
import type { PlanRemark, PolicyPlan, StayingOpen } from '#model/policy-plan.ts'
import { doorText } from './exposure-rows.ts'
import { type Block, indented, line, styled } from './page.ts'
import { endText, protocolText } from './packet-text.ts'

const most = 10

/** What the rules of others do against a policy, and which connections it does not end. */
export function remarkBlocks(say: Say, { remarks, staying = [] }: PolicyPlan, isFull: boolean): readonly Block[] {
  const sources = new Set(staying.map(({ source }) => writeAddress(source))).size
  const count = staying.reduce((sum, one) => sum + one.count, 0)
  return [
    ...remarks.map((remark) => line(styled('warning', say(remarkMessage(remark))))),
    ...(staying.length === 0 ? [] : [line(styled('warning', say(message('plan/staying', { sources, count }))))]),
    ...staying.slice(0, isFull ? staying.length : most).map((one) => indented(2, [stayingText(one)], 2)),
    ...(isFull || staying.length <= most
      ? []
      : [indented(2, [say(message('plan/more', { count: staying.length - most }))])]),
  ]
}

function remarkMessage({ kind, cell }: PlanRemark) {
  const facts = { zone: cell.zone, port: doorText(cell), by: cell.by ?? '' }
  return message(kind === 'closed' ? 'plan/still-closed' : 'plan/still-open', facts)
}

/** `198.51.100.9 -> 192.0.2.10:10000/tcp`, with how many where they are more than one. */
export function stayingText({ source, destination, port, protocol, count }: StayingOpen): string {
  const times = count === 1 ? '' : ` (${count})`
  return `${writeAddress(source)} -> ${endText(destination, port)}/${protocolText(protocol)}${times}`
}
