import type { ShellField, ShellValues } from './shell-fields.ts'
import { unknownValue } from './shell-fields.ts'

type Value = ReturnType<ShellValues['get']>

/** The variables of a script while it is followed, and the arguments of the function that is being run. */
export class ShellScope {
  private variables = new Map<string, Value>()
  /** Undefined: those of the script, which nobody knows. */
  private args: readonly ShellField[] | undefined

  get(name: string): Value {
    const bound = this.variables.get(name)
    if (bound !== undefined || !/^[\d@*#]/.test(name)) return bound
    const { args } = this
    if (args === undefined || name === '0') return unknownValue
    if (name === '@' || name === '*') return args
    if (name === '#') return String(args.length)
    const field = args[Number(name) - 1]
    return field === undefined ? '' : field.hidden ? unknownValue : field.text
  }

  set(name: string, value: Value): void {
    this.variables.set(name, value)
  }

  shift(count: number): void {
    this.args = this.args?.slice(count)
  }

  /** Runs something with the arguments of a function; a list with `$@` in it is of unknown length. */
  call(args: readonly ShellField[], run: () => void): void {
    const before = this.args
    const roles = new Map([...this.variables].filter(([name]) => /^\d/.test(name)))
    for (const name of roles.keys()) this.variables.delete(name)
    this.args = args.some(({ text, hidden }) => hidden && /^\$[@*]$/.test(text)) ? undefined : args
    run()
    this.args = before
    for (const name of [...this.variables.keys()].filter((name) => /^\d/.test(name))) this.variables.delete(name)
    for (const [name, value] of roles) this.variables.set(name, value)
  }

  /** Sets the arguments: `set -- a b`. */
  setArguments(args: readonly ShellField[]): void {
    this.args = args
  }

  /** The variables as they are now, to come back to. */
  keep(): ReadonlyMap<string, Value> {
    return new Map(this.variables)
  }

  /** Whether a variable has changed since. */
  differs(kept: ReadonlyMap<string, Value>): boolean {
    return kept.size !== this.variables.size || [...this.variables].some(([name, value]) => kept.get(name) !== value)
  }

  restore(kept: ReadonlyMap<string, Value>): void {
    this.variables = new Map(kept)
  }

  /** Joins ways of which one is taken: what they do not agree on is unknown. */
  join(ways: readonly ReadonlyMap<string, Value>[]): void {
    const names = new Set(ways.flatMap((way) => [...way.keys()]))
    const [first, ...others] = ways
    for (const name of names) {
      const value = first?.get(name)
      this.variables.set(name, others.every((way) => way.get(name) === value) ? value : unknownValue)
    }
  }
}
