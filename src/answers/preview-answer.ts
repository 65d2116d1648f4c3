import type { Diagnostic } from '#model/diagnostic.ts'
import type { Difference, RuleChange } from '#model/difference.ts'
import type { Dialect, Family } from '#model/family.ts'
import { defaultDialect } from '#model/family.ts'
import type { LoweredRule } from '#model/lowered.ts'
import type { ReachChange } from '#model/reach-change.ts'
import type { Ruleset } from '#model/ruleset.ts'
import type { ReadText, Snapshot } from '#model/snapshot.ts'
import type { Source } from '#model/source.ts'
import type { UnreachedRule } from '#model/unreached-rule.ts'
import { recogniseText } from '#syntax/text/recognise.ts'
import { readText } from '#syntax/text/read-text.ts'
import { readSave } from '#syntax/text/read-save.ts'
import type { RestoreError } from '#syntax/restore/restore.ts'
import { restore } from '#syntax/restore/restore.ts'
import { writtenBy } from '#syntax/text/written-by.ts'
import { lowerSnapshot } from '#lowered/lower.ts'
import { answerDiff } from './diff-answer.ts'
import { answerReachChanges } from './reach-changes.ts'
import { restoreSetting } from './restore-settings.ts'
import { unreachedRules } from './unreached-rules.ts'

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
  /** New connections that would end otherwise. */
  readonly reach: readonly ReachChange[]
  /** How many more connections there are than were traced. */
  readonly notAsked: number
  /** Rules that drop, are not Docker's, and would be lost. */
  readonly lostDrops: readonly RuleChange[]
  /** Rules that are added and that no packet reaches. */
  readonly unreached: readonly UnreachedRule[]
  readonly refusal: RestoreError | undefined
  /** Whether netfilter-persistent of this host tests a file before it loads it; undefined: its settings were not read. */
  readonly tested: boolean | undefined
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
  return {
    ...consequences(before, after),
    refusal: error,
    tested: restoreSetting(before, family, 'TEST_RULESET'),
    text: undefined,
  }
}

// Each command stands for itself: one that fails changes nothing, and the next one runs.
function previewScript(before: Snapshot, script: Source, { family, as }: PreviewOptions): Preview {
  const { rulesets, diagnostics, forms } = readText(script, { family, as, on: before.rulesets })
  let all = before.rulesets
  for (const fresh of rulesets) {
    const old = all.find((ruleset) => ruleset.family === fresh.family)
    all = replaced(all, old ?? fresh, fresh)
  }
  const changes = consequences(before, { ...before, name: script.name, rulesets: all })
  return { ...changes, refusal: undefined, tested: undefined, text: { source: script, diagnostics, forms } }
}

function consequences(
  before: Snapshot,
  after: Snapshot,
): Pick<Preview, 'difference' | 'reach' | 'notAsked' | 'lostDrops' | 'unreached'> {
  const difference = answerDiff(before, after)
  if (difference.groups.length === 0) return { difference, reach: [], notAsked: 0, lostDrops: [], unreached: [] }
  const rules = difference.groups.flatMap((group) => group.rules)
  const { changes: reach, notAsked } = answerReachChanges(before, after, new Set(rules.map(({ id }) => id)))
  return { difference, reach, notAsked, lostDrops: lostDrops(before, rules), unreached: unreachedRules(after, rules) }
}

function lostDrops(before: Snapshot, rules: readonly RuleChange[]): readonly RuleChange[] {
  const lost = rules.filter(({ kind, ownership }) => kind === 'removed' && ownership.owner !== 'docker')
  if (lost.length === 0) return []
  const drops = new Set(
    lowerSnapshot(before).tables.flatMap((table) =>
      [...table.chains.values()].flatMap((chain) => chain.rules.filter(isDrop).map(({ id }) => id)),
    ),
  )
  return lost.filter(({ id }) => drops.has(id))
}

function isDrop({ effect }: LoweredRule): boolean {
  return effect.kind === 'verdict' && effect.verdict === 'DROP'
}

function replaced(all: readonly Ruleset[], old: Ruleset, fresh: Ruleset): readonly Ruleset[] {
  const kept = { ...fresh, variant: old.variant ?? fresh.variant }
  return all.includes(old) ? all.map((ruleset) => (ruleset === old ? kept : ruleset)) : [...all, kept]
}
