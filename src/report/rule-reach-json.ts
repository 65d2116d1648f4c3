import type { Say } from '#i18n/catalogue.ts'
import type { RuleReach } from '#model/rule-reach.ts'
import type { ReadText } from '#model/snapshot.ts'
import { answerSchemaVersion, diagnosticsJson } from './json.ts'
import { packetText } from './packet-text.ts'
import { phraseText } from './phrase-text.ts'
import { reachVerdict } from './rule-reach-page.ts'

/** The answer of `reach --rule --json`; its schema is `schemas/reach.schema.json`. */
export function ruleReachJson(say: Say, found: RuleReach, texts: readonly ReadText[]) {
  const { source, id, text, verdict, why, unread, covers, packets, more, example } = found
  return {
    kind: 'reach',
    schemaVersion: answerSchemaVersion,
    source,
    rule: id,
    text: text ?? null,
    verdict,
    why: why ?? null,
    message: say(reachVerdict(found)),
    unread,
    coveredBy: covers.map((one) => ({ rule: one.id, does: one.does, text: one.text ?? null })),
    packets: packets.map(({ family, chain, is, surely }) => ({ family, chain, packets: phraseText(say, is), surely })),
    more,
    example: example === undefined ? null : { packet: packetText(say, example.packet), confirmed: example.confirmed },
    diagnostics: diagnosticsJson(say, texts),
  }
}
