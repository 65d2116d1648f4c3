import type { Say } from '#i18n/catalogue.ts'
import { targetText } from '#model/exposure.ts'
import type { ReadText } from '#model/snapshot.ts'
import type { ZoneReach } from '#model/zone-reach.ts'
import { answerSchemaVersion, diagnosticsJson } from './json.ts'
import { packetText } from './packet-text.ts'
import { zoneReachVerdict } from './zone-reach-page.ts'

/** The answer of `reach --from --to --json`; its schema is `schemas/reach-zone.schema.json`. */
export function zoneReachJson(say: Say, found: ZoneReach, texts: readonly ReadText[]) {
  const { source, from, to, verdict, whole, unread, doors } = found
  return {
    kind: 'reach-zone',
    schemaVersion: answerSchemaVersion,
    ...{ source, from, to, verdict },
    message: say(zoneReachVerdict(found)),
    ...{ whole, unread },
    doors: doors.map(({ target, parts, ...door }) => ({
      ...door,
      target: target === undefined ? null : targetText(target),
      parts: parts.map(({ by, example, ...part }) => ({
        ...part,
        by: by ?? null,
        example:
          example === undefined ? null : { packet: packetText(say, example.packet), confirmed: example.confirmed },
      })),
    })),
    diagnostics: diagnosticsJson(say, texts),
  }
}
