import { defaultDialect } from '#model/family.ts'
import type { Ruleset } from '#model/ruleset.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { type RulesText, type SnapshotFile, snapshotSchemaVersion } from '#model/snapshot-file.ts'
import { printRuleset } from '#syntax/print/print-ruleset.ts'
import { factsToJson } from './facts-json.ts'

/** The snapshot as a file: its rules as iptables-save would print them. */
export function snapshotFileOf({ rulesets, facts, docker, nft, capturedAt, notes }: Snapshot): SnapshotFile {
  return {
    kind: 'seawall-snapshot',
    schemaVersion: snapshotSchemaVersion,
    capturedAt,
    redacted: false,
    rules: rulesets.map(rulesTextOf),
    nft,
    facts: factsToJson(facts),
    docker,
    persistence: [],
    notes,
  }
}

function rulesTextOf(ruleset: Ruleset): RulesText {
  const { family, variant } = ruleset
  const text = printRuleset(ruleset, { dialect: { ...defaultDialect, variant: variant ?? 'nft' }, counters: true })
  return { family, variant, command: `${family === 'ipv4' ? 'iptables' : 'ip6tables'}-save`, text }
}
