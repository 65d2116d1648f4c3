import { jsonText } from '#base/json-text.ts'
import { answerExplain } from '#answers/explain-answer.ts'
import { answerExposure } from '#answers/exposure-answer.ts'
import { ownersOf } from '#answers/owners-answer.ts'
import type { Say } from '#i18n/catalogue.ts'
import { isRefusal, type Refusal, refusal } from '#model/answer.ts'
import { message } from '#model/diagnostic.ts'
import type { Exposure } from '#model/exposure.ts'
import type { MessageId } from '#model/messages.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { SnapshotFile } from '#model/snapshot-file.ts'
import { redact } from '#redact/redact.ts'
import { exposureTableHtml } from '#report/exposure-html.ts'
import { exposureSvg } from '#report/exposure-svg.ts'
import { exposurePage } from '#report/exposure-page.ts'
import { escapeHtml, type KnownRules, lineHtml, renderHtml } from '#report/html.ts'
import { snapshotFileOf } from '#snapshots/snapshot-file-of.ts'
import { snapshotFromFile } from '#snapshots/snapshot-from-file.ts'
import { flowHost } from './flow.ts'
import { packetHtml, searchHtml } from './packet-html.ts'
import { rulesHtml, rulesOf } from './rules-html.ts'

/** What a page is made of beside its answers: its style sheet and its program. */
export interface PageParts {
  readonly css: string
  readonly script: string
}

/** What the page shows. `redacted`: with fake addresses and names; `zones`: as `exposure --zone` takes them. */
export interface ReportWish {
  readonly zones: readonly string[]
  readonly redacted: boolean
}

/** A page, and what a command says of it. */
export interface HostReport {
  readonly html: string
  readonly exposure: Exposure
}

/** A host as one HTML file that asks for nothing else: who can reach what, and every rule with its explanation. */
export async function hostReport(
  say: Say,
  given: Snapshot,
  wish: ReportWish,
  parts: PageParts,
): Promise<HostReport | Refusal> {
  if (wish.redacted && wish.zones.length > 0) return refusal('web/zone-redacted', {})
  const snapshot = wish.redacted ? redacted(given) : given
  const exposure = answerExposure(snapshot, { zones: wish.zones, from: undefined, to: undefined, all: true })
  if (isRefusal(exposure)) return exposure
  const explanation = answerExplain(snapshot, ownersOf(snapshot), {})
  if (isRefusal(explanation)) return explanation
  const known = rulesOf(explanation)
  const said = (id: MessageId, args: Record<string, string | number> = {}) => escapeHtml(say(message(id, args)))
  const name = wish.redacted ? say(message('web/redacted-source')) : snapshot.name
  const title = say(message('web/title', { source: name }))
  const read =
    snapshot.capturedAt === undefined
      ? ''
      : `<p class="s-muted">${said('web/read-at', { time: snapshot.capturedAt })}</p>`
  const file = pageFile(snapshot)
  const main = [
    section('exposure', said('web/exposure'), exposureHtml(say, exposure, known)),
    section('packet-way', said('web/packet'), packetHtml(say, exposure, flowHost(snapshot, known), file !== undefined)),
    section('rules', said('web/rules'), `${searchHtml(say)}${rulesHtml(say, explanation, known)}`),
  ]
  const body = [
    `<a class="skip" href="#main">${said('web/skip')}</a>`,
    `<header><h1>${escapeHtml(title)}</h1>${read}`,
    wish.redacted ? `<p class="banner">${said('web/redacted')}</p>` : '',
    `<nav aria-label="${said('web/contents')}"><ul><li><a href="#exposure">${said('web/exposure')}</a></li><li><a href="#packet-way">${said('web/packet')}</a></li><li><a href="#rules">${said('web/rules')}</a></li></ul></nav>`,
    `<p class="only-script" hidden><button type="button" id="theme">${said('web/theme')}</button></p></header>`,
    `<main id="main">${main.join('')}</main>`,
    file === undefined ? '' : `<script type="application/json" id="host">${dataText(file)}</script>`,
    `<footer><p class="s-muted">${said('web/made-by')}</p></footer>`,
  ].join('\n')
  return { html: await documentHtml(title, body, parts), exposure }
}

function redacted(given: Snapshot): Snapshot {
  const [file] = redact([snapshotFileOf(given)])
  return file === undefined ? given : snapshotFromFile(file, 'redacted')
}

function section(id: string, head: string, inner: string): string {
  return `<section aria-labelledby="${id}"><h2 id="${id}">${head}</h2>${inner}</section>`
}

function exposureHtml(say: Say, exposure: Exposure, known: KnownRules): string {
  const [head, ...rest] = exposurePage(say, exposure, 'concise')
  const lead = head?.kind === 'line' ? `<p class="lead">${lineHtml(head.line, known)}</p>` : ''
  return `${lead}${renderHtml(rest, known)}${exposureTableHtml(say, exposure, known)}${exposureSvg(say, exposure)}`
}

/**
 * What the page's program reads to follow other packets; undefined where a file would not hold all that was read, so that it would answer
 * otherwise.
 */
function pageFile(snapshot: Snapshot): SnapshotFile | undefined {
  const { rulesets, native, nft } = snapshot
  const isUnread = rulesets.some(({ tables }) =>
    tables.some(({ chains }) => chains.some(({ unread }) => (unread ?? []).length > 0)),
  )
  return isUnread || (native !== undefined && nft === undefined) ? undefined : snapshotFileOf(snapshot)
}

// No text of the data ends the element that it lies in.
function dataText(file: SnapshotFile): string {
  return jsonText(file).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** A document that may run and load nothing but what lies in it. */
async function documentHtml(title: string, body: string, { css, script }: PageParts): Promise<string> {
  const program = `\n${script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')}\n`
  const policy = `default-src 'none'; script-src '${await hashOf(program)}'; style-src '${await hashOf(css)}'; base-uri 'none'; form-action 'none'`
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${css}</style></head>`,
    `<body>${body}`,
    `<script>${program}</script></body></html>\n`,
  ].join('\n')
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return `sha256-${btoa(Array.from(new Uint8Array(digest), (byte) => String.fromCharCode(byte)).join(''))}`
}
