import type { Say } from '#i18n/catalogue.ts'
import type { ReachDiff } from '#model/reach-diff.ts'
import type { ReadText } from '#model/snapshot.ts'
import { answerSchemaVersion, diagnosticsJson } from './json.ts'
import { packetText } from './packet-text.ts'
import { phraseText } from './phrase-text.ts'
import { reachDiffVerdict } from './reach-diff-page.ts'

/** The answer of `diff --reach --json`; its schema is `schemas/diff-reach.schema.json`. */
export function reachDiffJson(say: Say, found: ReachDiff, texts: readonly ReadText[]) {
  const { before, after, verdict, rows, chains, unread } = found
  return {
    kind: 'diff-reach',
    schemaVersion: answerSchemaVersion,
    before,
    after,
    verdict,
    message: say(reachDiffVerdict(found)),
    unread,
    chains,
    rows: rows.map(({ is, example, ...row }) => ({
      ...row,
      before: row.before ?? null,
      after: row.after ?? null,
      packets: phraseText(say, is),
      example: example === undefined ? null : { packet: packetText(say, example.packet), confirmed: example.confirmed },
    })),
    diagnostics: diagnosticsJson(say, texts),
  }
}
