import type { Json, NftBase, NftFamily, NftRule, NftTable } from '#model/nft.ts'

/** A chain while a text is read. */
export interface ChainDraft {
  readonly name: string
  readonly handle: number
  base: NftBase | undefined
  rules: NftRule[]
}

/** A set or map while a text is read. */
export interface SetDraft {
  readonly name: string
  readonly kind: 'set' | 'map'
  type: readonly string[]
  leadsTo: string | undefined
  flags: readonly string[]
  elements: Json[]
}

/** A table while a text is read. */
export interface TableDraft {
  readonly family: NftFamily
  readonly name: string
  readonly handle: number
  dormant: boolean
  readonly chains: Map<string, ChainDraft>
  readonly sets: Map<string, SetDraft>
  readonly unread: string[]
}

/** The tables that a text comes to. Where it does not tell handles, what comes later has the greater. */
export class NftDraft {
  readonly #tables = new Map<string, TableDraft>()
  #count = 0

  table(family: NftFamily, name: string, handle?: number): TableDraft {
    const key = `${family} ${name}`
    const known = this.#tables.get(key)
    if (known !== undefined) return known
    const made = {
      family,
      name,
      handle: handle ?? ++this.#count,
      dormant: false,
      chains: new Map(),
      sets: new Map(),
      unread: [],
    }
    this.#tables.set(key, made)
    return made
  }

  find(family: NftFamily, name: string): TableDraft | undefined {
    return this.#tables.get(`${family} ${name}`)
  }

  chain(table: TableDraft, name: string, handle?: number): ChainDraft {
    const known = table.chains.get(name)
    if (known !== undefined) return known
    const made: ChainDraft = { name, handle: handle ?? ++this.#count, base: undefined, rules: [] }
    table.chains.set(name, made)
    return made
  }

  remove({ family, name }: TableDraft): void {
    this.#tables.delete(`${family} ${name}`)
  }

  /** Takes away all tables, or those of one family. */
  flush(family: NftFamily | undefined): void {
    for (const table of this.#tables.values()) if (family === undefined || table.family === family) this.remove(table)
  }

  get tables(): readonly NftTable[] {
    return [...this.#tables.values()].map(({ chains, sets, ...table }) => ({
      ...table,
      chains: [...chains.values()],
      sets: [...sets.values()],
    }))
  }
}
