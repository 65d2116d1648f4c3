import type { Span } from '#model/source.ts'
import type { ShellCommand } from './shell-command.ts'
import type { ShellValues } from './shell-fields.ts'
import type { ShellChoice } from './shell-roles.ts'
import { ShellScope } from './shell-scope.ts'
import { CommandStatus } from './shell-status.ts'

/** A condition that only a run can tell: it is read as if it held. `left`: the commands of the other way that are left out. */
export interface ShellGuess extends Span {
  readonly left: number
}

/** Why the commands behind are not run. */
export type Leaving = 'exit' | 'return' | 'break' | 'continue' | undefined

/** What is known while a script is followed, and how a way is taken of which only a run can tell. */
export class ShellWays {
  readonly commands: ShellCommand[] = []
  readonly expanded = new Set<string>()
  readonly choices = new Map<string, ShellChoice>()
  readonly guesses: ShellGuess[] = []
  protected readonly scope = new ShellScope()
  protected status: boolean | undefined = true
  protected memory = new CommandStatus()
  private muted = false
  /** Whether the script says that a shell runs it that expands braces. */
  protected braces = false

  /** Takes a way, with others that may be taken instead: variables on which they differ are unknown behind. */
  protected either(take: () => Leaving, others: readonly (() => Leaving)[]): Leaving {
    const before = this.scope.keep()
    const leaving = take()
    const ways = [this.scope.keep()]
    for (const other of others.length === 0 ? [() => undefined] : others) {
      this.scope.restore(before)
      this.mute(other)
      ways.push(this.scope.keep())
    }
    this.scope.join(ways)
    return leaving
  }

  protected mute(run: () => Leaving): void {
    const { muted, memory, status } = this
    const count = this.commands.length
    this.muted = true
    this.memory = memory.copy()
    run()
    this.commands.length = count
    this.muted = muted
    this.memory = memory
    this.status = status
  }

  protected guess({ start, end }: Span, left: number): void {
    if (!this.muted && this.guesses.every((guess) => guess.start !== start)) this.guesses.push({ start, end, left })
  }

  protected choose(about: string, names: readonly string[], chosen: string, { start, end }: Span): void {
    const known = this.choices.get(about)
    const all = new Set([...(known?.names ?? []), ...names])
    if (!this.muted) this.choices.set(about, { names: all, chosen: known?.chosen ?? chosen, start, end })
  }

  protected values(): ShellValues {
    return {
      get: (name) => this.scope.get(name),
      used: (name) => {
        if (!this.muted && /^[A-Za-z_]/.test(name)) this.expanded.add(name)
      },
      set: (name, value) => this.scope.set(name, value),
      braces: this.braces,
    }
  }
}
