import type { Span } from '#model/source.ts'
import type { ShellCommand } from './shell-command.ts'
import type { ShellChoice } from './shell-roles.ts'
import type { ShellGuess } from './shell-ways.ts'
import { ShellRunner } from './shell-runner.ts'
import { shellScript } from './shell-script.ts'
import type { ShellTokens } from './shell-tokens.ts'
import { shellTokens } from './shell-tokens.ts'

/** What is known before a script is followed. */
export interface ScriptHints {
  /** The alternative that was asked for. */
  readonly as?: string | undefined
  /** The chains and rules that are there before: `FAMILY TABLE CHAIN :`, and the same with the words of a rule behind it. */
  readonly before?: readonly string[] | undefined
}

/** The commands of a script in the order in which they would run, and what only a run could tell of them. */
export interface ShellCommands {
  readonly commands: readonly ShellCommand[]
  /** The variables that were put in. */
  readonly expanded: ReadonlySet<string>
  /** Where a quote opens that nothing closes. */
  readonly unclosed: readonly number[]
  /** Alternatives of which one was followed. */
  readonly choices: readonly ShellChoice[]
  /** Conditions that only a run can tell. */
  readonly guesses: readonly ShellGuess[]
}

/**
 * Follows a script as a shell would run it: variables are put in, functions run where they are called, loops over literal lists are
 * unrolled, of `case` and `if` one way is taken. The spans are pieces of a text.
 */
export function shellCommands(text: string, spans: readonly Span[], hints: ScriptHints = {}): ShellCommands {
  const read: readonly ShellTokens[] = spans.map(({ start, end }) => shellTokens(text, start, end))
  const runner = new ShellRunner(text, hints.as, hints.before)
  runner.runAll(read.map(({ tokens }) => shellScript(tokens)))
  const { commands, expanded, choices, guesses } = runner
  return {
    commands,
    expanded,
    unclosed: read.flatMap(({ unclosed }) => unclosed),
    choices: [...choices.values()],
    guesses,
  }
}
