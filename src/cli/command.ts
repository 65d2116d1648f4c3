import type { MessageId } from '#pages.ts'
import type { Terminal } from './terminal.ts'

/** The options a command was given, by their long names in camel case. */
export type Options = Readonly<Record<string, string | boolean | readonly string[] | undefined>>

/** One call of a command. */
export interface Invocation {
  readonly words: readonly string[]
  readonly options: Options
  readonly terminal: Terminal
  /** All commands, for those that tell of them. */
  readonly commands: readonly CommandEntry[]
}

/** Does the work of a command and returns the exit code. */
export type Run = (invocation: Invocation) => Promise<number>

/** A help text of the catalogue. */
export type HelpId = Extract<MessageId, `help/${string}`>

/** An option as the command table lists it. */
export interface OptionEntry {
  /** As commander reads it: `--table <name>`. */
  readonly flags: string
  readonly about: HelpId
  readonly choices?: readonly string[]
}

/** A command as the table lists it: from this come parsing, help, completion and the pages. */
export interface CommandEntry {
  readonly name: string
  readonly about: HelpId
  /** `[source]`, `<before> <after>`, as commander reads them. */
  readonly words: string
  readonly options: readonly OptionEntry[]
  /** Command lines with what they show. */
  readonly examples: readonly (readonly [string, HelpId])[]
  /** It changes the host: its exit code tells what it did, whatever becomes of its words. */
  readonly acts?: true
  /** It says what it does while it does it: a pager would keep that back. */
  readonly tells?: true
  readonly load: () => Promise<{ readonly run: Run }>
}

/** The option's value, where it is a text. */
export function textOption(options: Options, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}
