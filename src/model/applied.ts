import type { Message } from './diagnostic.ts'

/** How an attempt to load rules ended. */
export type ApplyEnd =
  /** They are in the kernel, and are taken back unless they are confirmed in so many seconds. */
  | { readonly kind: 'waiting'; readonly seconds: number; readonly armedBy: UndoKeeper }
  /** The kernel had them already, confirmed and loaded at boot: nothing was changed. */
  | { readonly kind: 'same' }
  | { readonly kind: 'failed'; readonly why: Message; readonly kernel: KernelAfter }

/** Who takes the rules back: a timer of systemd, or a process of our own. */
export type UndoKeeper = 'systemd' | 'watchdog'

/** What the kernel holds of ours after a failure: what it held before (`restored`: again), the new rules, or it is not known. */
export type KernelAfter = 'unchanged' | 'restored' | 'new' | 'unknown'

/** What became of the last attempt. `failed`: it ended before the new rules were in use. */
export type AttemptState = 'waiting' | 'undoing' | 'undone' | 'confirmed' | 'failed'

/** The last attempt to load rules, as /run/seawall remembers it. */
export interface Attempt {
  readonly state: AttemptState
  /** When it began, ISO 8601. */
  readonly begun: string
  /** The login from which it was made. */
  readonly login: Login
  readonly keeper: UndoKeeper | undefined
  /** Seconds until the undo runs; below 0 where it should have run. Only while it waits. */
  readonly left: number | undefined
  /** Seconds of uptime when it was about to be loaded; undefined: it was never loaded. */
  readonly loadedAt: number | undefined
}

/** The login session of a process. What is not known is undefined. */
export interface Login {
  /** `CLIENT PORT SERVER PORT`, as sshd says it. */
  readonly ssh?: string | undefined
  /** The process with which the session began. */
  readonly leader?: number | undefined
  /** Seconds of uptime when it began. */
  readonly began?: number | undefined
}

/** What of ours the kernel holds, by program: the script that makes it, as nft prints it; undefined: nothing. */
export interface OurObjects {
  readonly nft: string | undefined
}
