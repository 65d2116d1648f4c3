import type { Diagnostic } from '#model/diagnostic.ts'
import type { Difference } from '#model/difference.ts'
import type { Dialect, Family } from '#model/family.ts'
import { defaultDialect } from '#model/family.ts'
import type { Ruleset } from '#model/ruleset.ts'
import type { ReadText, Snapshot } from '#model/snapshot.ts'
import type { Source } from '#model/source.ts'
import { recogniseText } from '#syntax/text/recognise.ts'
import { readText } from '#syntax/text/read-text.ts'
import { readSave } from '#syntax/text/read-save.ts'
import type { RestoreError } from '#syntax/restore/restore.ts'
import { restore } from '#syntax/restore/restore.ts'
import { writtenBy } from '#syntax/text/written-by.ts'
import { answerDiff } from './diff-answer.ts'

/** How iptables-restore would be called. */
export interface PreviewOptions {
  readonly noflush: boolean
  readonly counters: boolean
  readonly family?: Family | undefined
  readonly dialect?: Dialect | undefined
  /** Which of a shell script's alternatives runs. */
  readonly as?: string | undefined
}

/** What the script would change; `refusal`: why the tool would stop (tables that were committed before it stay changed). */
export interface Preview {
  readonly difference: Difference
  readonly refusal: RestoreError | undefined
  /** What is to be said of a shell script: what was not followed, and which commands fail. */
  readonly text: ReadText | undefined
}

/** What a file for iptables-restore, or a shell script, would make of the rules of a snapshot. */
export function answerPreview(before: Snapshot, script: Source, options: PreviewOptions): Preview {
  if (recogniseText(script.text).segments.some(({ form }) => form === 'command'))
    return previewScript(before, script, options)
  const family =
    options.family ?? writtenBy(script.text)?.family ?? (/ip6|\.v6\b|rules6/.test(script.name) ? 'ipv6' : 'ipv4')
  const old = before.rulesets.find((ruleset) => ruleset.family === family) ?? { family, variant: undefined, tables: [] }
  const dialect = options.dialect ?? { ...defaultDialect, variant: old.variant ?? defaultDialect.variant }
  const diagnostics: Diagnostic[] = []
  const statements = readSave({ origin: script, family, dialect, diagnostics }, 0, script.text.length)
  const { noflush, counters } = options
  const { ruleset, error } = restore(old, { origin: script, statements, diagnostics }, { noflush, counters, dialect })
  const after = { ...before, name: script.name, rulesets: replaced(before.rulesets, old, ruleset) }
  return { difference: answerDiff(before, after), refusal: error, text: undefined }
}

// Each command stands for itself: one that fails changes nothing, and the next one runs.
function previewScript(before: Snapshot, script: Source, { family, as }: PreviewOptions): Preview {
  const { rulesets, diagnostics, forms } = readText(script, { family, as, on: before.rulesets })
  let all = before.rulesets
  for (const fresh of rulesets) {
    const old = all.find((ruleset) => ruleset.family === fresh.family)
    all = replaced(all, old ?? fresh, fresh)
  }
  const difference = answerDiff(before, { ...before, name: script.name, rulesets: all })
  return { difference, refusal: undefined, text: { source: script, diagnostics, forms } }
}

function replaced(all: readonly Ruleset[], old: Ruleset, fresh: Ruleset): readonly Ruleset[] {
  const kept = { ...fresh, variant: old.variant ?? fresh.variant }
  return all.includes(old) ? all.map((ruleset) => (ruleset === old ? kept : ruleset)) : [...all, kept]
}
