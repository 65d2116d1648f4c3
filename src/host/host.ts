import type { Fault } from '#model/fault.ts'

/** How a command is run: text for its input, a limit in milliseconds, more environment. */
export interface RunOptions {
  readonly stdin?: string
  readonly timeoutMs?: number
  readonly env?: Readonly<Record<string, string>>
}

/** What a command said. `status` is its exit status, or 128 and the signal's number where a signal ended it. */
export interface Output {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** Where a Docker engine listens. */
export type Endpoint =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }

/** What an engine answered. */
export interface Answer {
  readonly status: number
  readonly body: string
}

/** What comes from something that goes on, a line at a time. */
export interface Follower {
  /** It answers; not every source tells. */
  open?(): void
  line(text: string): void
  /** It ended by itself, or could not be started. Called once, and not after it was stopped. */
  end(why: Fault): void
}

/** Ends something that goes on. */
export type Stop = () => void

/**
 * The machine, as the rest of the house sees it. It carries text and understands none of it. Whatever the machine refuses
 * is thrown as a `Fault`; a command that ends with a status other than 0 is an answer, not a fault.
 */
export interface Host {
  /** Runs a program with its arguments, in the C locale and never through a shell. Faults: tool-missing, timeout, too-much-output, permission-denied. */
  run(argv: readonly string[], options?: RunOptions): Promise<Output>
  /** The text of a file, or of a pipe unless `onlyFiles`; undefined where there is none. Faults: permission-denied, too-much-output, unreadable, timeout. */
  read(path: string, options?: { readonly onlyFiles?: boolean }): Promise<string | undefined>
  /** Puts a text in the place of a file, readable by its owner alone unless `mode` says otherwise; never half of it. */
  write(path: string, text: string, mode?: number): Promise<void>
  /** The names in a folder, sorted; empty where there is none. Faults: permission-denied. */
  list(path: string): Promise<readonly string[]>
  /** Asks a Docker engine. There is no way to send anything but a GET. Faults: docker-unreachable, timeout, too-much-output. */
  get(endpoint: Endpoint, path: string): Promise<Answer>
  /** Runs a program that goes on until it is stopped. */
  follow(argv: readonly string[], follower: Follower): Stop
  /** Asks a Docker engine for an answer that goes on, with a GET. */
  listen(endpoint: Endpoint, path: string, follower: Follower): Stop
  /** The processes that answer at an endpoint, by the kernel's word; empty where it cannot be told. */
  peers(endpoint: Endpoint): Promise<readonly number[]>
  /** Takes the lock of a file, and returns what gives it back; it is free when this process ends, however it ends. Undefined: somebody else holds it. */
  lock(path: string, waitSeconds: number): Promise<(() => Promise<void>) | undefined>
  now(): Date
  sleep(ms: number): Promise<void>
  /** An environment variable; undefined where it is unset or empty. */
  variable(name: string): string | undefined
}
