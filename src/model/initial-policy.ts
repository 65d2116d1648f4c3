import type { Assumption, Door, DoorKind } from './exposure.ts'

/** A port that somebody outside reaches now. */
export interface InitialEntry {
  readonly kind: DoorKind
  readonly protocol: Door['protocol']
  readonly port: number
  /** '': every address of the host. */
  readonly address: string
  /** What serves it, as a client would write it. */
  readonly target: string
  readonly from: 'internet' | 'lan'
}

/** What a policy would have to open so that nothing changes for those outside. */
export interface InitialPolicy {
  readonly source: string
  /** The networks of the neighbors, where an entry needs them. */
  readonly lan: readonly string[]
  readonly entries: readonly InitialEntry[]
  /** Ports that no one outside reaches now. */
  readonly closed: readonly InitialEntry[]
  readonly assumed: readonly Assumption[]
}
