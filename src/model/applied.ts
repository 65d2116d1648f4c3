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

/** What will run the undo: a timer of systemd by its unit, or a process by its id. */
export interface Keeper {
  readonly kind: UndoKeeper
  readonly name: string
}

/** What the kernel holds of ours after a failure: what it held before (`restored`: again), the new rules, or it is not known. */
export type KernelAfter = 'unchanged' | 'restored' | 'new' | 'unknown'

/** What became of the last attempt. `failed`: it ended before the new rules were in use. */
export type AttemptState = 'waiting' | 'undoing' | 'undone' | 'confirmed' | 'failed'

/** The last attempt to load rules, as /run/seawall remembers it. */
export interface Attempt {
  readonly state: AttemptState
  /** When it began, ISO 8601. */
  readonly begun: string
  /** The policy that it loaded. */
  readonly path: string | undefined
  /** The login from which it was made. */
  readonly login: Login
  readonly keeper: Keeper | undefined
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

/** How a confirmation ended. */
export type ConfirmEnd =
  | { readonly kind: 'confirmed'; readonly boot: BootLoading }
  | { readonly kind: 'extended'; readonly left: number }
  | { readonly kind: 'refused'; readonly why: Message }

/** Whether the policy is loaded at boot. `by-hand`: there is no systemd; the file is there and something else has to load it. */
export type BootLoading =
  | { readonly kind: 'unit' }
  | { readonly kind: 'by-hand'; readonly command: string }
  | { readonly kind: 'failed'; readonly why: Message }

/** How a rollback ended. `waiting`: what was taken back had not been confirmed. `emptied`: there was nothing of ours before. */
export type RollbackEnd =
  | { readonly kind: 'rolled-back'; readonly wasWaiting: boolean; readonly emptied: boolean }
  | { readonly kind: 'refused'; readonly why: Message; readonly kernel: KernelAfter }

/** A file of a policy as it was read. */
export interface PolicyFile {
  readonly path: string
  readonly text: string
}

/** A policy that was confirmed. */
export interface AppliedPolicy {
  /** When it was confirmed, ISO 8601. */
  readonly at: string
  readonly path: string | undefined
}

/** What a host knows about its policy. */
export interface PolicyState {
  /** The last attempt since the machine was started. */
  readonly attempt: Attempt | undefined
  /** The policy that was confirmed last; undefined: none. */
  readonly applied: AppliedPolicy | undefined
  /** What the kernel holds: the confirmed rules, those of the attempt, others under our names, or nothing. */
  readonly kernel: 'applied' | 'attempt' | 'other' | 'nothing'
  /** Whether the unit is there that loads them at boot. */
  readonly boot: boolean
  /** Whether its files still have the text that was applied; undefined: there is nothing to compare. */
  readonly file: 'same' | 'changed' | 'missing' | undefined
}
