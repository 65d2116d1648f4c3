/** A table of nftables while it is written. Equal sets are one. */
export class NftTableText {
  readonly #sets = new Map<string, { readonly name: string; readonly lines: readonly string[] }>()
  readonly #names = new Set<string>()
  readonly #own = new Map<string, string>()
  readonly #chains: { readonly name: string; readonly lines: readonly string[] }[] = []

  /** The reference to a set with these properties. `name`: what to call it, with a number where that name is taken. */
  set(name: string, lines: readonly string[]): string {
    const key = lines.join('\n')
    const known = this.#sets.get(key)
    if (known !== undefined) return `@${known.name}`
    let free = name
    for (let count = 2; this.#names.has(free); count++) free = `${name}-${count}`
    this.#names.add(free)
    this.#sets.set(key, { name: free, lines })
    return `@${free}`
  }

  chain(name: string, lines: readonly string[]): void {
    this.#chains.push({ name, lines })
  }

  /** The name of the chain with these lines. `name`: what to call it, with a number where that name is taken. */
  ownChain(name: string, lines: readonly string[]): string {
    const key = lines.join('\n')
    const known = this.#own.get(key)
    if (known !== undefined) return known
    let free = name
    for (let count = 2; this.hasChain(free); count++) free = `${name}-${count}`
    this.#own.set(key, free)
    this.chain(free, lines)
    return free
  }

  hasChain(name: string): boolean {
    return this.#chains.some((chain) => chain.name === name)
  }

  /** A script that replaces the table in one transaction. */
  script(family: string, name: string): string {
    const block = (head: string, lines: readonly string[]) => [
      `\t${head} {`,
      ...lines.map((line) => `\t\t${line}`),
      '\t}',
    ]
    return [
      `add table ${family} ${name}`,
      `delete table ${family} ${name}`,
      `table ${family} ${name} {`,
      ...[...this.#sets.values()].flatMap((set) => block(`set ${set.name}`, set.lines)),
      ...this.#chains.flatMap((chain) => block(`chain ${chain.name}`, chain.lines)),
      '}',
      '',
    ].join('\n')
  }
}
