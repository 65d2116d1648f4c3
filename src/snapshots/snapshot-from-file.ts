import { append } from '#base/lists.ts'
import type { Message } from '#model/diagnostic.ts'
import type { DaemonConfig } from '#model/daemon.ts'
import type { Ruleset } from '#model/ruleset.ts'
import type { ReadText, Snapshot } from '#model/snapshot.ts'
import type { RulesText, SnapshotFile } from '#model/snapshot-file.ts'
import { rulesetsOfNft } from '#syntax/nft/iptables/rulesets-of-nft.ts'
import { readNftJson } from '#syntax/nft/read-nft-json.ts'
import { factsFromJson } from './facts-json.ts'
import { readDump } from './read-rules.ts'

/** The snapshot in a snapshot file: its texts read. `sourceName` says what to call each text in messages. */
export function snapshotFromFile(
  file: SnapshotFile,
  name: string,
  sourceName: (text: RulesText) => string = ({ command }) => `${name}:${command}`,
): Snapshot {
  const rulesets: Ruleset[] = []
  const texts: ReadText[] = []
  for (const one of file.rules) {
    const source = { name: sourceName(one), text: one.text }
    const reading = readDump(source, one)
    append(rulesets, reading.rulesets)
    texts.push({ source, diagnostics: reading.diagnostics, forms: reading.forms })
  }
  const native = readNftJson(file.nft, `${name}:nft -j list ruleset`)
  append(rulesets, rulesetsOfNft(native ?? [], rulesets, `${name}:nft -j list ruleset`))
  return {
    name,
    capturedAt: file.capturedAt,
    rulesets: rulesets.filter((ruleset) => ruleset.tables.length > 0 || !hasFullTwin(ruleset, rulesets)),
    facts: factsFromJson(file.facts),
    docker: file.docker,
    daemon: file.daemon as DaemonConfig | undefined,
    nft: file.nft,
    native,
    persistence: file.persistence,
    texts,
    notes: file.notes as readonly Message[],
  }
}

// A variant without rules is not worth a mention where the other has some.
function hasFullTwin({ family }: Ruleset, all: readonly Ruleset[]): boolean {
  return all.some((other) => other.family === family && other.tables.length > 0)
}
