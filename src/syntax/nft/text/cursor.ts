import type { Message } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { NftFamily } from '#model/nft.ts'
import type { Token } from './scan-tokens.ts'

/** Why the rest of a statement is not understood, and from where on. */
export class Gap extends Error {
  readonly why: Message
  readonly token: Token

  constructor(why: Message, token: Token) {
    super(why.id)
    this.why = why
    this.token = token
  }
}

/** The tokens of one statement, read from the left to the right. */
export class Cursor {
  readonly family: NftFamily
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(tokens: readonly Token[], family: NftFamily) {
    this.#tokens = tokens
    this.family = family
  }

  /** Whether nothing is left but the handle of a listing. */
  get done(): boolean {
    const token = this.#tokens[this.#at]
    return token === undefined || token.kind === 'handle'
  }

  get handle(): number | undefined {
    const last = this.#tokens.at(-1)
    return last?.kind === 'handle' ? Number(last.text) : undefined
  }

  /** The place of the next token, or of the end. */
  get place(): Token {
    const last = this.#tokens.at(-1)
    const end = last?.end ?? 0
    return this.#tokens[this.#at] ?? { kind: 'line', text: '', start: end, end }
  }

  /** The end of the token before. */
  get reached(): number {
    return this.#tokens[this.#at - 1]?.end ?? 0
  }

  /** The next token, or one behind it; undefined: there is none. */
  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead]
  }

  /** Whether the next token is one of these words or signs. */
  is(...texts: readonly string[]): boolean {
    return this.isOneOf(texts)
  }

  /** The same of a list. */
  isOneOf(texts: readonly string[]): boolean {
    const token = this.#tokens[this.#at]
    return token !== undefined && token.kind !== 'text' && texts.includes(token.text)
  }

  /** The same of a token behind the next. */
  isNext(ahead: number, ...texts: readonly string[]): boolean {
    const token = this.#tokens[this.#at + ahead]
    return token !== undefined && token.kind !== 'text' && texts.includes(token.text)
  }

  /** Goes on if the next token is this one. */
  take(...texts: readonly string[]): string | undefined {
    return this.takeOneOf(texts)
  }

  /** The same of a list. */
  takeOneOf(texts: readonly string[]): string | undefined {
    const token = this.#tokens[this.#at]
    if (token === undefined || !this.isOneOf(texts)) return undefined
    this.#at++
    return token.text
  }

  /** The next token, which must be there. */
  next(): Token {
    const token = this.#tokens[this.#at]
    if (token === undefined || token.kind === 'handle') this.fail()
    this.#at++
    return token as Token
  }

  /** The next token, which must be this one. */
  expect(text: string): void {
    if (this.take(text) === undefined) this.fail()
  }

  /** A name, in quotes or not. */
  name(): string {
    const token = this.#tokens[this.#at]
    if (token?.kind !== 'word' && token?.kind !== 'text') this.fail()
    return this.next().text
  }

  /** A number in decimal or hex. */
  number(): number {
    const { text } = this.#tokens[this.#at] ?? { text: '' }
    if (!/^(?:0x[0-9a-f]+|\d+)$/i.test(text)) this.fail()
    return Number(this.next().text)
  }

  /** Ends of lines inside of braces say nothing. */
  skipLines(): void {
    while (this.#tokens[this.#at]?.kind === 'line') this.#at++
  }

  /** The next token is not understood. */
  fail(): never {
    const { place } = this
    throw new Gap(
      this.done
        ? message('syntax/nft-ends', {})
        : place.kind === 'variable'
          ? message('syntax/nft-variable', { name: place.text })
          : message('syntax/nft-word', { word: place.text }),
      place,
    )
  }
}
