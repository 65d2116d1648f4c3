import type { Token } from './scan-tokens.ts'

/** Variables of a text, each with what stands for it. */
export type Variables = ReadonlyMap<string, readonly Token[]>

const mostTokens = 1_000_000

/** The statements among tokens: a line, or what stands before `;`; blocks in braces belong to theirs. */
export function* statementsOf(tokens: readonly Token[], variables: Variables): Generator<readonly Token[]> {
  let own: Token[] = []
  let depth = 0
  for (const token of tokens) {
    const isEnd = depth <= 0 && (token.kind === 'line' || isSign(token, ';'))
    if (isEnd) {
      if (own.length > 0) yield own
      own = []
      continue
    }
    if (isSign(token, '{')) depth++
    if (isSign(token, '}')) depth--
    if (token.kind === 'variable') expand(own, token, variables)
    else own.push(token)
  }
  if (own.length > 0) yield own
}

function expand(own: Token[], token: Token, variables: Variables): void {
  const value = variables.get(token.text)
  if (value === undefined || own.length + value.length > mostTokens) own.push(token)
  else for (const { kind, text } of value) own.push({ kind, text, start: token.start, end: token.end })
}

/** The tokens before a block, and those in it; `inner` undefined: there is no block. */
export function blockOf(tokens: readonly Token[]): {
  readonly head: readonly Token[]
  readonly inner: readonly Token[] | undefined
} {
  const open = tokens.findIndex((token) => isSign(token, '{'))
  if (open < 0) return { head: tokens, inner: undefined }
  const close = tokens.findLastIndex((token) => isSign(token, '}'))
  const inner = tokens.slice(open + 1, close > open ? close : undefined)
  const [first] = inner
  return first?.kind === 'handle'
    ? { head: [...tokens.slice(0, open), first], inner: inner.slice(1) }
    : { head: tokens.slice(0, open), inner }
}

/** Whether a token is this sign. */
export function isSign({ kind, text }: Token, sign: string): boolean {
  return kind === 'sign' && text === sign
}
