import type { Family, Variant } from '#model/family.ts'
import type { Span } from '#model/source.ts'
import type { HereDocument } from './shell-tokens.ts'
import type { Words } from '../line/words.ts'

/** A command that has to do with rules. */
export interface IptablesCall extends Span {
  /**
   * `rules`: iptables with its words; `restore`: a text for iptables-restore that stands here; `prints`: what comes below is its output;
   * `file`: it reads a file that is not here; `elsewhere`: not about this host; `docker`: it makes Docker write rules;
   * `omitted`: commands were left out here; `program`: it makes another program change rules.
   */
  readonly kind: 'rules' | 'restore' | 'prints' | 'file' | 'elsewhere' | 'docker' | 'omitted' | 'program'
  readonly family: Family | undefined
  readonly variant: Variant | undefined
  readonly words: Words
  /** The table that it prints. */
  readonly table: string | undefined
  readonly document: HereDocument | undefined
  /** The file it reads, or the command it is. */
  readonly what: string
}

const noWords: Words = { texts: [], starts: [], ends: [], hidden: undefined, unclosed: -1 }

/** What a call says that is none of iptables. */
export const noCall = {
  family: undefined,
  variant: undefined,
  words: noWords,
  table: undefined,
  document: undefined,
  what: '',
} as const
