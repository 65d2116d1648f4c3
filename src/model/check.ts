import type { Message } from './diagnostic.ts'
import type { Finding } from './finding.ts'
import type { Source, Span } from './source.ts'

/** How a fault fails. `open`: something gets through that was meant to be closed; `closed`: something is cut; `neither`: it does nothing, or not yet. */
export const failures = ['open', 'closed', 'neither'] as const

/** One of `failures`. */
export type Failure = (typeof failures)[number]

/** Who gets through an open fault, or is cut off by a closed one: the most distant first. */
export const reachers = ['internet', 'zone', 'container', 'nobody', 'unknown'] as const

/** One of `reachers`. `zone`: a LAN or another network that is not the internet; `unknown`: too little was read to tell. */
export type Reacher = (typeof reachers)[number]

/** The id of a rule of the linter: words, never reused. */
export type LintId = `lint/${string}`

/** A piece of a text that a fix replaces. */
export interface Edit extends Span {
  readonly source: Source
  readonly text: string
}

/** What would mend a finding, and what that does to who can reach what. */
export interface Fix {
  readonly edits: readonly [Edit, ...Edit[]]
  readonly reach: 'opens' | 'closes' | 'same'
}

/** What a rule of the linter found. */
export interface LintFinding extends Finding {
  readonly rule: LintId
  readonly fails: Failure
  readonly who: Reacher
  /** It holds only if something is so that was not read: `severity` is one lower. */
  readonly conditional: boolean
  /** The packet that shows it. */
  readonly packet: Message | undefined
  /** What makes it this finding and no other, without positions and wording: for fingerprints. */
  readonly evidence: readonly string[]
  readonly fix: Fix | undefined
}

/** A finding that a comment allows. */
export interface AllowedFinding {
  readonly finding: LintFinding
  readonly reason: string
}

/** What a text was read as. */
export const checkedKinds = [
  'host',
  'dump',
  'restore',
  'script',
  'unit',
  'nft',
  'settings',
  'daemon',
  'compose',
  'unknown',
] as const

/** One of `checkedKinds`. */
export type CheckedKind = (typeof checkedKinds)[number]

/** One of the sources that were checked together. */
export interface CheckedSource {
  readonly name: string
  readonly kind: CheckedKind
}

/** What `check` says: findings, the worst first, and what could not be read. */
export interface Check {
  readonly sources: readonly CheckedSource[]
  readonly findings: readonly LintFinding[]
  readonly allowed: readonly AllowedFinding[]
  /** Rules that are loaded or written in what was checked. */
  readonly rules: number
  /** Sources of which something could not be read, by name. */
  readonly unread: readonly string[]
}
