import type { Generation } from '#model/watch.ts'

/** What the lines of `nft monitor` tell: a change, or that some were missed. */
export type Told = Omit<Generation, 'actor'> & { readonly pid: number; readonly program: string }

/**
 * Reads what `nft monitor` prints, a line at a time. It lists what a transaction changed and then who made it:
 * `# new generation 7 by process 4711 (iptables-restor)`.
 */
export class GenerationReader {
  #added = 0
  #removed = 0
  #places = new Set<string>()

  /** The change that this line ends; undefined: there is more of it to come. */
  take(line: string): Told | undefined {
    const end = /^# new generation (\d+)(?: by process (\d+) \((.*)\))?$/.exec(line)
    if (end === null) {
      this.#note(line)
      return undefined
    }
    const told = {
      number: Number(end[1]),
      pid: Number(end[2] ?? 0),
      program: end[3] ?? '',
      added: this.#added,
      removed: this.#removed,
      places: [...this.#places],
    }
    this.#added = 0
    this.#removed = 0
    this.#places = new Set()
    return told
  }

  #note(line: string): void {
    const [, verb, what, family, table, chain] =
      /^(add|insert|replace|delete|destroy) (table|chain|rule|set|map|element) (\S+) (\S+) ?(\S*)/.exec(line) ?? []
    if (verb === undefined) return
    const isGone = verb === 'delete' || verb === 'destroy'
    if (what === 'rule' && isGone) this.#removed++
    else if (what === 'rule') this.#added++
    if (this.#places.size < 1000) this.#places.add(`${family} ${table} ${what === 'table' ? '' : chain}`.trimEnd())
  }
}
