import type { Say } from '#i18n/catalogue.ts'
import { message } from '#model/diagnostic.ts'
import type { Door, Exposure } from '#model/exposure.ts'
import type { MessageId } from '#model/messages.ts'
import { escapeHtml } from '#report/html.ts'
import { type FlowHost, flowHtml, type FlowWish } from './flow.ts'

/** One packet through the rules, and a form for others where a program can follow them. */
export function packetHtml(say: Say, exposure: Exposure, host: FlowHost, canFollow: boolean): string {
  const wish = usualWish(exposure)
  const flow = wish === undefined ? '' : flowHtml(say, host, wish)
  const shown = typeof flow !== 'string' ? `<p class="banner">${escapeHtml(say(flow.message))}</p>` : flow
  const form = canFollow
    ? formHtml(say, exposure, wish)
    : `<p class="banner">${escapeHtml(say(message('web/no-form')))}</p>`
  return `${form}${playerHtml(say)}<div id="flow">${shown}</div>`
}

/** Search among the rules. */
export function searchHtml(say: Say): string {
  const label = escapeHtml(say(message('web/search')))
  return `<p class="only-script" hidden><label for="search">${label}</label><input type="search" id="search"> <span id="found" role="status"></span></p>`
}

/** The packet that most want to know of: from the first zone to the first door that it gets through. */
function usualWish({ doors, zones }: Exposure): FlowWish | undefined {
  const ports = doors.filter(({ kind }) => kind !== 'direct')
  const door = ports.find(({ cells }) => cells[0]?.state === 'open') ?? ports[0] ?? doors[0]
  const zone = zones[0]
  if (door === undefined || zone === undefined) return undefined
  const family = door.families[0]
  const from =
    zone.kind === 'internet' || zone.kind === 'lan' || zone.kind === 'host'
      ? zone.kind
      : addressFor(zone.addresses, family)
  return from === undefined ? undefined : { from, to: endText(door), protocol: door.protocol, family }
}

function addressFor(addresses: readonly string[], family: Door['families'][number] | undefined): string | undefined {
  return addresses.find((address) => address.includes(':') === (family === 'ipv6'))
}

function endText({ address, port }: Door): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`
}

function formHtml(say: Say, { zones, doors }: Exposure, wish: FlowWish | undefined): string {
  const said = (id: MessageId) => escapeHtml(say(message(id)))
  const froms = zones.flatMap(({ kind, addresses }) =>
    ['internet', 'lan', 'host'].includes(kind) ? [kind] : addresses,
  )
  const list = (id: string, texts: readonly string[]) =>
    `<datalist id="${id}">${[...new Set(texts)].map((text) => `<option value="${escapeHtml(text)}"></option>`).join('')}</datalist>`
  const field = (name: 'from' | 'to', value: string) =>
    `<div><label for="${name}">${said(`web/${name}`)}</label><input id="${name}" name="${name}" list="${name}-list" value="${escapeHtml(value)}" required></div>`
  const select = (name: 'protocol' | 'family', options: readonly string[], chosen: string | undefined) =>
    `<div><label for="${name}">${said(`web/${name}`)}</label><select id="${name}" name="${name}">${options.map((one) => `<option${one === chosen ? ' selected' : ''}>${one}</option>`).join('')}</select></div>`
  return [
    `<form id="packet" class="panel only-script" hidden aria-label="${said('web/packet')}">`,
    field('from', wish?.from ?? 'internet'),
    field('to', wish?.to ?? ''),
    select('protocol', ['tcp', 'udp', 'sctp', 'icmp'], wish?.protocol),
    select('family', ['ipv4', 'ipv6'], wish?.family),
    `<div><button type="submit">${said('web/follow')}</button></div>`,
    list('from-list', froms),
    list('to-list', doors.map(endText)),
    '</form>',
  ].join('')
}

function playerHtml(say: Say): string {
  const said = (id: MessageId) => escapeHtml(say(message(id)))
  const button = (id: 'back' | 'play' | 'next') => `<button type="button" id="${id}">${said(`web/${id}`)}</button>`
  return `<div class="player only-script" hidden role="group" aria-label="${said('web/player')}">${button('back')}${button('play')}${button('next')}<div><label for="step">${said('web/step')}</label><input type="range" id="step" min="1" max="1" value="1"></div></div><p id="told" role="status" class="mono"></p>`
}
