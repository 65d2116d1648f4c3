import type { Json, NftRule } from '#model/nft.ts'
import { ListedRule } from '../listed-rule.ts'
import { Cursor, Gap } from './cursor.ts'
import type { TextContext } from './text-context.ts'
import { readStatement } from './read-statement.ts'
import type { Token } from './scan-tokens.ts'
import type { TableDraft } from './nft-draft.ts'

/** One rule. What is not understood in it, to its end, is one statement that may do anything. */
export function readRule(tokens: readonly Token[], table: TableDraft, context: TextContext): NftRule {
  const cursor = new Cursor(tokens, table.family)
  const statements: Json[] = []
  let comment: string | undefined
  while (!cursor.done) {
    const { start } = cursor.place
    try {
      if (cursor.take('comment') === undefined) statements.push(readStatement(cursor))
      else comment = cursor.name()
    } catch (error) {
      if (!(error instanceof Gap)) throw error
      const end = lastEnd(tokens)
      context.note(error.why, { start: error.token.start, end: Math.max(error.token.end, end) })
      statements.push({ unread: context.slice(start, end) })
      break
    }
  }
  if (hidesMatch(tokens, table, context)) statements.unshift({ unread: hidden(tokens, context) })
  return new ListedRule(statements, comment, cursor.handle, context.name)
}

const iptablesTables: ReadonlySet<string> = new Set(['raw', 'mangle', 'nat', 'filter', 'security'])

// Before 1.0.6, nft writes what it does not know of a rule of iptables as a remark.
function hidesMatch(tokens: readonly Token[], { family, name }: TableDraft, context: TextContext): boolean {
  if ((family !== 'ip' && family !== 'ip6') || !iptablesTables.has(name)) return false
  const isListed = tokens.some(({ text }, index) => text === 'counter' && tokens[index + 1]?.text === 'packets')
  return isListed && context.isRemarked(lastEnd(tokens))
}

function hidden(tokens: readonly Token[], context: TextContext): string {
  const start = lastEnd(tokens)
  const span = { start: tokens[0]?.start ?? start, end: start }
  context.note({ id: 'syntax/nft-remark', args: {} }, span)
  return context.lineFrom(start)
}

function lastEnd(tokens: readonly Token[]): number {
  const last = tokens.at(-1)
  return (last?.kind === 'handle' ? tokens.at(-2)?.end : last?.end) ?? 0
}
