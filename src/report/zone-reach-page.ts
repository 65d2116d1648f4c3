import type { Say } from '#i18n/catalogue.ts'
import { type Message, message } from '#model/diagnostic.ts'
import { type ExposureState, targetText } from '#model/exposure.ts'
import type { ReachedDoor, ReachedPart, ZoneReach } from '#model/zone-reach.ts'
import { packetText } from './packet-text.ts'
import { type Block, gap, indented, type Page, type Style, styled } from './page.ts'

const styles: Readonly<Record<ExposureState, Style>> = {
  open: 'accept',
  limited: 'warning',
  perhaps: 'unknown',
  closed: 'drop',
}

/** The page of `reach --from --to`: the verdict, and for each port which addresses meet what. */
export function zoneReachPage(say: Say, found: ZoneReach): Page {
  return [
    indented(0, [styled(styles[found.verdict], say(zoneReachVerdict(found)))], 2),
    ...(found.whole ? [] : [indented(0, [styled('warning', say(message('zone-reach/not-whole')))], 2)]),
    ...found.doors.flatMap((door) => doorBlocks(say, door, found.from)),
  ]
}

/** The first line of the answer. */
export function zoneReachVerdict({ verdict, from, to, whole }: ZoneReach): Message {
  if (verdict === 'open') return message('zone-reach/open', { from, to })
  if (verdict !== 'closed') return message('zone-reach/perhaps', { from, to })
  return message(whole ? 'zone-reach/closed' : 'zone-reach/closed-so-far', { from, to })
}

/** A port as a client asks for it. */
export function reachedText({ address, port, protocol }: ReachedDoor): string {
  const host = address.includes(':') ? `[${address}]` : address
  return `${host === '' ? '' : `${host}:`}${port}/${protocol}`
}

function doorBlocks(say: Say, door: ReachedDoor, zone: string): readonly Block[] {
  const { family, target, parts } = door
  const name = `${reachedText(door)} ${family === 'ipv4' ? 'v4' : 'v6'}`
  const end = target === undefined ? '' : ` -> ${targetText(target)}`
  return [
    gap,
    indented(0, [styled('strong', name), end]),
    ...parts.flatMap((part, index) => partBlocks(say, part, fromText(say, part, index, parts.length, zone))),
  ]
}

// The part with the most addresses is mostly what is left by the others.
function fromText(say: Say, { from, more }: ReachedPart, index: number, count: number, zone: string): string {
  if (index > 0 || zone === 'host') return say(message('zone-reach/from', { from: from.join(', '), more }))
  return say(count > 1 ? message('zone-reach/from-others') : message('zone-reach/from-every', { zone }))
}

function partBlocks(say: Say, part: ReachedPart, text: string): readonly Block[] {
  const { state, by, example } = part
  const rule = by === undefined ? [] : [styled('muted', `  (${by})`)]
  const said =
    example &&
    say(
      message(example.confirmed ? 'zone-reach/example' : 'zone-reach/example-differs', {
        packet: packetText(say, example.packet),
      }),
    )
  return [
    indented(2, [styled(styles[state], say(message(`exposure/${state}`))), ` ${text}`, ...rule], 2),
    ...(said === undefined ? [] : [indented(4, [styled('muted', said)], 2)]),
  ]
}
