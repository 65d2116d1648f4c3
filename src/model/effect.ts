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
    }
  /** field = (field & ~clear) ^ xor; 'from-connmark' and 'to-connmark' copy under a mask. */
  | {
      readonly kind: 'mark'
      readonly field: 'mark' | 'connmark'
      readonly change: Masked
      readonly copy?: 'from-connmark' | 'to-connmark'
    }
  /** A field of the packet is rewritten and the packet goes on; value undefined where we do not model it. */
  | {
      readonly kind: 'rewrite'
      readonly field: 'ttl' | 'tos' | 'tcpmss' | 'checksum' | 'class' | 'other'
      readonly to: number | undefined
      readonly how: string
    }
  /** Conntrack is told to leave this packet alone. */
  | { readonly kind: 'untrack' }
  /** Handed to a program; without a listener it drops, or (bypass) goes on to the next table. */
  | { readonly kind: 'queue'; readonly bypass: boolean }
  | { readonly kind: 'unknown'; readonly target: string }
