import type { Diagnostic, Message } from './diagnostic.ts'
import type { DaemonConfig } from './daemon.ts'
import type { DockerState } from './docker.ts'
import { type Facts, noFacts } from './facts.ts'
import type { NftTable } from './nft.ts'
import type { Ruleset } from './ruleset.ts'
import type { Source } from './source.ts'

/** A text with what could not be read in it. */
export interface ReadText {
  readonly source: Source
  readonly diagnostics: readonly Diagnostic[]
  /** The form it was recognised as: 'save', 'command', 'listing', 'rules' (-S), 'nft', 'snapshot', 'docker'. */
  readonly forms: readonly string[]
}

/** A file that brings rules back at boot or restart. */
export interface PersistenceFile {
  readonly path: string
  readonly text: string
}

/** The one input of every question: rules, facts and Docker's state, each part possibly missing. */
export interface Snapshot {
  /** A path, `-` or `live`. */
  readonly name: string
  /** ISO 8601, where known. */
  readonly capturedAt: string | undefined
  readonly rulesets: readonly Ruleset[]
  readonly facts: Facts
  readonly docker: DockerState | undefined
  /** What the engine was told of its rules; absent where that was not read. */
  readonly daemon?: DaemonConfig | undefined
  /** `nft -j list ruleset`, parsed, where it was read. */
  readonly nft: unknown
  /** Its tables, those of iptables-nft included; undefined: not read. */
  readonly native: readonly NftTable[] | undefined
  readonly persistence: readonly PersistenceFile[]
  readonly texts: readonly ReadText[]
  /** Why a part is missing, and what else whoever captured it met. */
  readonly notes: readonly Message[]
}

/** A snapshot in which nothing is known yet. */
export function emptySnapshot(name: string): Snapshot {
  return {
    name,
    capturedAt: undefined,
    rulesets: [],
    facts: noFacts,
    docker: undefined,
    nft: undefined,
    native: undefined,
    persistence: [],
    texts: [],
    notes: [],
  }
}
