import type { Cure } from './cure.ts'
import type { Ownership } from './owner.ts'
import type { Trace } from './trace.ts'

/** A trace with what people want to know of the rules on it. */
export interface TraceView {
  readonly trace: Trace
  /** The rules met, by id: as iptables-save prints them behind `-A CHAIN`, and whose they are. */
  readonly rules: ReadonlyMap<string, { readonly text: string; readonly ownership: Ownership }>
  /** The container at the end of the way, by name. */
  readonly ending: string | undefined
  /** What would let a blocked conversation through; undefined: nothing blocks it, or nobody asked. */
  readonly cures?: readonly Cure[] | undefined
}
