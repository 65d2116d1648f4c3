import type { DaemonConfig } from './daemon.ts'
import type { DockerState } from './docker.ts'
import type { Message } from './diagnostic.ts'
import type { Family, Variant } from './family.ts'
import type { IpSet, Route } from './facts.ts'
import type { PersistenceFile } from './snapshot.ts'

/** The version of the form that we write; it grows when a reader of the old form would misread the new one. */
export const snapshotSchemaVersion = 1

/** What one iptables-save said, word for word. */
export interface RulesText {
  readonly family: Family
  /** Absent where the text was found and does not tell. */
  readonly variant?: Variant | undefined
  /** The command that said it, with its arguments, or the file it lay in. */
  readonly command: string
  readonly text: string
}

/** An interface with its addresses as text. */
export interface InterfaceJson {
  readonly name: string
  readonly up: boolean
  readonly kind?: string | undefined
  readonly bridge?: string | undefined
  readonly hairpin?: boolean | undefined
  readonly peer?: number | undefined
  readonly carrier?: boolean | undefined
  readonly mac?: string | undefined
  readonly addresses: readonly { readonly address: string; readonly length: number }[]
}

/** A route with its addresses as text; `destination` is a prefix. */
export interface RouteJson {
  readonly family: Family
  readonly table: string
  readonly type: Route['type']
  readonly destination: string
  readonly via?: string | undefined
  readonly device?: string | undefined
  readonly source?: string | undefined
  readonly metric: number
}

/** A listening socket; without `address`: any address. */
export interface SocketJson {
  readonly protocol: 'tcp' | 'udp'
  readonly family: Family
  readonly address?: string | undefined
  readonly device?: string | undefined
  readonly port: number
  readonly process?: string | undefined
}

/** One direction of a connection, with its addresses as text. */
export interface EntryTupleJson {
  readonly src: string
  readonly dst: string
  readonly sport?: number | undefined
  readonly dport?: number | undefined
}

/** A connection that exists, with its addresses as text. */
export interface ConnectionJson {
  readonly family: Family
  readonly protocol: number
  readonly timeout?: number | undefined
  readonly state?: string | undefined
  readonly original: EntryTupleJson
  readonly reply: EntryTupleJson
  readonly flags: readonly string[]
  readonly mark: number
}

/** What is known of the host beside its rules, with addresses as text. A part that was not read is absent, never empty. */
export interface FactsJson {
  readonly interfaces?: readonly InterfaceJson[] | undefined
  readonly routes?: readonly RouteJson[] | undefined
  readonly routingRules?:
    | readonly { readonly family: Family; readonly priority: number; readonly text: string }[]
    | undefined
  readonly sysctls?: Readonly<Record<string, string>> | undefined
  readonly ipsets?: readonly IpSet[] | undefined
  readonly sockets?: readonly SocketJson[] | undefined
  readonly connections?: readonly ConnectionJson[] | undefined
}

/** A message: of a later version it may have an id that is not known here. */
export interface NoteJson {
  readonly id: string
  readonly args: Message['args']
}

/** What is known of the daemon. */
export interface DaemonJson extends Omit<DaemonConfig, 'problems'> {
  readonly problems?: readonly NoteJson[] | undefined
}

/** A captured host as one JSON document; its schema is published as `schemas/snapshot.schema.json`. */
export interface SnapshotFile {
  readonly $schema?: string | undefined
  readonly kind: 'seawall-snapshot'
  readonly schemaVersion: typeof snapshotSchemaVersion
  /** ISO 8601; absent where a folder was read that does not tell. */
  readonly capturedAt?: string | undefined
  /** Whether addresses and names are fakes. */
  readonly redacted: boolean
  readonly rules: readonly RulesText[]
  /** `nft -j list ruleset`, parsed. */
  readonly nft?: unknown
  readonly facts: FactsJson
  readonly docker?: DockerState | undefined
  /** What the engine was told of its rules; absent where that was not read. */
  readonly daemon?: DaemonJson | undefined
  readonly persistence: readonly PersistenceFile[]
  /** Why a part is missing, and what else the capture met. */
  /** Of any version: its ids may be none of this one's. */
  readonly notes: readonly NoteJson[]
}
