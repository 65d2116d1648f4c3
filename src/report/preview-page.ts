import type { Say } from '#i18n/catalogue.ts'
import type { Difference } from '#model/difference.ts'
import type { Phrase } from '#model/explanation.ts'
import { diffPage } from './diff-page.ts'
import type { Density } from './explain-page.ts'
import type { Page } from './page.ts'
import { indented, styled } from './page.ts'
import { phraseText } from './phrase-text.ts'

/** The page of what a script would change: what nobody wants of a reload first, then the difference. `stops`: it is refused. */
export function previewPage(say: Say, difference: Difference, density: Density, stops = false): Page {
  const changes = difference.groups.length > 0
  const tested: Phrase | undefined = stops && changes ? { id: 'preview/tested-first', args: {} } : undefined
  const findings = [stopping(stops, changes), tested, portsLost(difference), rulesTwice(difference)].flatMap(
    (found) => found ?? [],
  )
  if (stops && !changes) return findings.map((phrase) => indented(0, [styled('drop', phraseText(say, phrase))], 2))
  return [
    ...findings.map((phrase) => indented(0, [styled('warning', phraseText(say, phrase))], 2)),
    ...diffPage(say, difference, density),
  ]
}

function stopping(stops: boolean, changes: boolean): Phrase | undefined {
  return stops ? { id: changes ? 'preview/stops-later' : 'preview/stops', args: {} } : undefined
}

const most = 8

/** Published ports that lose rules and get none: their containers are still there, and nobody reaches them. */
function portsLost({ groups }: Difference): Phrase | undefined {
  const lost = groups.filter(
    ({ cause, rules }) => cause.kind === 'port' && rules.length > 0 && rules.every(({ kind }) => kind === 'removed'),
  )
  if (lost.length === 0) return undefined
  const parts: Phrase[] = lost.slice(0, most).map(({ cause }) => ({ id: 'cause/port', args: cause.args }))
  if (lost.length > most) parts.push({ id: 'preview/more', args: { count: lost.length - most } })
  return { id: 'preview/ports-lost', args: { count: lost.length }, parts }
}

function rulesTwice({ groups }: Difference): Phrase | undefined {
  const count = groups.flatMap(({ rules }) => rules).filter(({ sameAs }) => sameAs !== undefined).length
  return count === 0 ? undefined : { id: 'preview/twice', args: { count } }
}
