import type { Family, Variant } from '#model/family.ts'
import type { Span } from '#model/source.ts'
import type { IptablesCall } from '../shell/iptables-call.ts'
import type { ListingLine } from '../listing/listing-cells.ts'

/**
 * The forms a text can have. `save`: a dump or a file for iptables-restore; `command`: shell lines; `listing`: `iptables -L`;
 * `rules`: `iptables -S`, and single lines of the save form; `nft`: nftables' own language, or its JSON.
 */
export type TextForm = 'save' | 'command' | 'listing' | 'rules' | 'nft' | 'other'

/** A piece of a text in one form, about one family. Two listings side by side are two segments of the same lines. */
export interface TextSegment extends Span {
  readonly form: TextForm
  /** Undefined: the text does not tell. */
  readonly family: Family | undefined
  readonly variant: Variant | undefined
  /** Of a listing, and of `iptables -S`; `toldTable` false: guessed. */
  readonly table: string
  readonly toldTable: boolean
  /** A command above has printed it. */
  readonly printed: boolean
  readonly lines: readonly ListingLine[]
  /** Every line between start and end is a part of it; then `lines` holds only some of them. */
  readonly isWhole: boolean
  readonly calls: readonly IptablesCall[]
  /** The lines stand in a here-document in which the shell puts variables in. */
  readonly expands: ReadonlyMap<string, string> | undefined
  /** The text adds to what is there, as `iptables-restore --noflush` does. */
  readonly noflush: boolean
}

/** What a command above a text tells about it. */
export interface PrintedBy {
  readonly family: Family | undefined
  readonly variant: Variant | undefined
  readonly table: string | undefined
}

/** A segment of some lines, of which nothing more is known. */
export function segmentOf(form: TextForm, lines: readonly Span[], known: Partial<TextSegment> = {}): TextSegment {
  return {
    form,
    family: undefined,
    variant: undefined,
    table: 'filter',
    toldTable: true,
    printed: false,
    lines: lines.map(({ start, end }) => ({ start, end, edge: end + 1 })),
    isWhole: false,
    calls: [],
    expands: undefined,
    noflush: false,
    start: lines[0]?.start ?? 0,
    end: lines.at(-1)?.end ?? 0,
    ...known,
  }
}
