import type { Message } from './diagnostic.ts'

/** Who changed rules, as far as it can be known. `program`: as the kernel names it, 15 characters at most. Hostile text. */
export interface Actor {
  readonly pid: number
  readonly program: string
  /** Its command line, where the process was still there. */
  readonly command: string | undefined
  /** The unit of systemd that it belongs to. */
  readonly unit: string | undefined
  /** Who logged in to start it. */
  readonly login: string | undefined
}

/** One change of the rules, as the kernel told it: all or nothing of it was done. */
export interface Generation {
  readonly number: number
  readonly actor: Actor
  /** Rules that it put in and took out; chains and tables do not count. */
  readonly added: number
  readonly removed: number
  /** The chains in which it changed something, as `ip filter FORWARD`; '' for a chain: the whole table. */
  readonly places: readonly string[]
}

/** What an engine said that it did with a container or network. Names are hostile text. */
export interface DockerEvent {
  readonly type: 'container' | 'network' | 'daemon'
  /** `start`, `die`, `connect` and the like. */
  readonly action: string
  readonly id: string
  readonly name: string
  /** Of a network: the container that joined or left it. */
  readonly container: string | undefined
}

/** What happened, in a closed list. */
export const watchKinds = [
  'started',
  'container-started',
  'container-stopped',
  'container-restarted',
  'container-short',
  'network-made',
  'network-removed',
  'rules-changed',
  'rules-lost',
  'rules-wrong',
  'rules-whole',
  'port-opened',
  'port-closed',
  'service-dead',
  'service-works',
  'source-missing',
  'source-gone',
  'source-back',
  'engine-gone',
  'engine-back',
  'not-judged',
  'judged-again',
  'not-read',
  'read-again',
  'repaired',
  'repair-failed',
  'repair-stopped',
] as const

/** One of `watchKinds`. */
export type WatchKind = (typeof watchKinds)[number]

/** `alarm`: something is lost or dead; `notice`: something to look at; `fine`: it is well again; `plain`: for the record. */
export type WatchWeight = 'alarm' | 'notice' | 'fine' | 'plain'

/** One thing that happened on a host, with what it came to and who did it. */
export interface WatchEvent {
  readonly kind: WatchKind
  readonly weight: WatchWeight
  /** ISO 8601. */
  readonly at: string
  readonly what: Message
  /** More of the same sentence. */
  readonly parts: readonly Message[]
  readonly by: readonly Actor[]
}
