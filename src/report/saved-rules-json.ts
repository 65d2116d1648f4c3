import type { Say } from '#i18n/catalogue.ts'
import type { SavedRules } from '#model/saved-rules.ts'
import { answerSchemaVersion } from './json.ts'
import { savedRulesText } from './saved-rules-text.ts'

/** The answer of `save --json`. `written`: the path of each file that was written, by family. */
export function savedRulesJson(say: Say, all: readonly SavedRules[], written: Readonly<Record<string, string>>) {
  return {
    kind: 'save',
    schemaVersion: answerSchemaVersion,
    files: all.map((saved) => ({
      family: saved.family,
      variant: saved.variant ?? null,
      all: saved.all,
      path: written[saved.family] ?? null,
      text: savedRulesText(say, saved),
      tables: saved.tables.map(({ name, lines, others }) => ({ name, lines, others })),
      left: saved.left.map(({ table, chain, count, why, commands }) => ({
        ...{ table, chain, count, why: why.kind, commands },
        ...('owner' in why && { owner: why.owner }),
        ...(why.kind === 'needs-chain' && { needs: why.chain }),
      })),
      sets: saved.sets,
    })),
  }
}
