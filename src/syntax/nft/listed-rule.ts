import type { Json, NftRule } from '#model/nft.ts'
import { printNftRule } from './print-rule.ts'

/** A rule of nftables whose text is made when somebody asks for it. */
export class ListedRule implements NftRule {
  readonly statements: readonly Json[]
  readonly comment: string | undefined
  readonly handle: number | undefined
  readonly #source: string
  #printed: NftRule['printed'] | undefined

  constructor(statements: readonly Json[], comment: string | undefined, handle: number | undefined, source: string) {
    this.statements = statements
    this.comment = comment
    this.handle = handle
    this.#source = source
  }

  get printed(): NftRule['printed'] {
    this.#printed ??= printNftRule(this.statements, this.comment, this.#source)
    return this.#printed
  }
}
