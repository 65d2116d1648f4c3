import type { CheckedKind, Reacher } from '#model/check.ts'
import type { Message } from '#model/diagnostic.ts'
import type { DockerState } from '#model/docker.ts'
import type { Exposure } from '#model/exposure.ts'
import type { Family } from '#model/family.ts'
import type { Lowered } from '#model/lowered.ts'
import type { Owners } from '#model/owner.ts'
import type { Snapshot } from '#model/snapshot.ts'
import type { FindingPlace } from '#model/finding.ts'
import type { Source } from '#model/source.ts'
import type { ReadSegment } from '#syntax/text/compose-rulesets.ts'

/** Rules that are checked: those that a host has loaded, or those that a text writes. */
export interface View {
  /** With what is known of Docker and of the host, where that was read from another source. */
  readonly snapshot: Snapshot
  readonly lowered: Lowered
  readonly owners: Owners
  /** Undefined: of a host. */
  readonly text: CheckedText | undefined
}

/** A command that loads a file for iptables-restore, and where it is written. */
export interface Loader {
  readonly path: string
  readonly family: Family
  readonly noflush: boolean
  readonly place: FindingPlace
}

/** What loading a file does to the tables that it names. `likely`: it flushes them unless a setting that was not read says otherwise. */
export type Flushing = 'yes' | 'no' | 'likely' | 'unknown'

/** One text of those that are checked together. */
export interface CheckedText {
  readonly source: Source
  readonly kind: CheckedKind
  /** Its statements, in the order of the text; none of a text without rules. */
  readonly segments: readonly ReadSegment[]
  /** Of a file for iptables-restore. */
  readonly flushing: Flushing
  /** The commands and settings that load it. */
  readonly loaders: readonly Loader[]
}

/** A port of the host that leads to a container. */
export interface Published {
  readonly family: Family
  readonly protocol: 'tcp' | 'udp' | 'sctp'
  readonly hostPort: number
  readonly containerPort: number
  /** '': every address of the host. */
  readonly hostAddress: string
  /** '': not known. */
  readonly container: string
  /** The rule that leads there, where one was read. */
  readonly place: FindingPlace | undefined
}

/** What becomes of connections to a port. */
export interface Seen {
  readonly who: Reacher
  /** The packet that shows it; undefined: no packet could be followed. */
  readonly packet: Message | undefined
}

/** Asked of rooms that this one cannot see: the exposure of a host and traces. */
export interface Asking {
  /** Who reaches a port of the host. */
  port(snapshot: Snapshot, family: Family, protocol: string, port: number): Seen
  /** Every port of a host and who reaches it; undefined: too little is known of it. */
  exposure(snapshot: Snapshot): Exposure | undefined
}

/** Everything that is checked together: a rule of the linter looks at this and at nothing else. */
export interface Subject {
  /** The host itself, as far as one of the sources tells of it. */
  readonly host: View | undefined
  /** Of the host and of each text with rules. */
  readonly views: readonly View[]
  readonly texts: readonly CheckedText[]
  /** Names of the units about the firewall that are started at boot; undefined: not known. */
  readonly enabled: ReadonlySet<string> | undefined
  /** As the engine says; undefined: it was not asked. */
  readonly docker: DockerState | undefined
  /** Whether one of the sources shows that Docker runs there. */
  readonly hasDocker: boolean
  /** Ports that are published, as the engine and the rules of nat say. */
  readonly published: readonly Published[]
  readonly ask: Asking
}
