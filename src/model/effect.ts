import type { Masked, NatRange } from './value.ts'

/** What a rule does to a packet that it takes: closed, so that every reader is complete. */
export type Effect =
  /** ACCEPT ends this base chain; DROP ends everything. `error` set: REJECT, which also answers. */
  | { readonly kind: 'verdict'; readonly verdict: 'ACCEPT' | 'DROP'; readonly error?: string }
  | { readonly kind: 'jump'; readonly chain: string; readonly goto: boolean }
  | { readonly kind: 'return' }
  /** The packet goes on to the next rule; `does` names what happens besides ('log', 'count', 'trace', ...). */
  | { readonly kind: 'continue'; readonly does: string }
  /** Network address translation, recorded in the connection; ends the nat chain. */
  | {
      readonly kind: 'nat'
      readonly change: 'dnat' | 'snat' | 'masquerade' | 'redirect' | 'netmap'
      readonly range: NatRange | undefined
      /** --random, --random-fully: the port is anyone's guess. */
      readonly random?: boolean
      /** --persistent: the same address of the range for a client, whatever the destination. */
      readonly persistent?: boolean
    }
  /**
   * field = (field & ~mask) ^ value. With `copy` the field takes bits of the other mark: field = (field & ~mask) ^ (other & value).
   */
  | {
      readonly kind: 'mark'
      readonly field: 'mark' | 'connmark'
      readonly change: Masked
      readonly copy?: 'from-connmark' | 'to-connmark'
    }
  /** A field of the packet (or a mark) is rewritten and the packet goes on; `to` undefined where we do not model the value. */
  | {
      readonly kind: 'rewrite'
      readonly field: 'ttl' | 'tos' | 'tcpmss' | 'checksum' | 'class' | 'mark' | 'connmark' | 'other'
      readonly to: number | undefined
      readonly how: string
      /** Where the new value depends on the old: field = (field & ~mask) ^ value. */
      readonly change?: Masked
      /** Where the new value depends on the old: so much more, or less, within a byte. */
      readonly add?: number
    }
  /** Conntrack is told to leave this packet alone. */
  | { readonly kind: 'untrack' }
  /** Handed to a program; without a listener it drops, or (bypass) goes on to the next table. */
  | { readonly kind: 'queue'; readonly bypass: boolean }
  | { readonly kind: 'unknown'; readonly target: string }
