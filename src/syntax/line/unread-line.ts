import type { Source, Span } from '#model/source.ts'
import type { UnreadableLine } from '#model/statement.ts'

const mostShown = 4000

/** The statement of a line that could not be read, with the table and chain that it shows. `known`: what the text around it tells. */
export function unreadLine(
  origin: Source,
  { start, end }: Span,
  known: { readonly table?: string | undefined; readonly chain?: string | undefined } = {},
): UnreadableLine {
  const text = origin.text.slice(start, Math.min(end, start + mostShown)).trim()
  const head = /^:\s*(\S+)/.exec(text)?.[1]
  const command = /(?:^|\s)(-[ADIRPFXZ]|--(?:append|delete|insert|replace|policy|flush|zero))(?:\s+|=)([^\s-]\S*)/.exec(
    text,
  )
  const verb = command?.[1] ?? ''
  const table = /(?:^|\s)(?:-t|--table)(?:\s+|=)(\S+)/.exec(text)?.[1]
  return {
    kind: 'unreadable',
    start,
    end,
    line: { origin, start, end },
    table: table ?? known.table,
    chain: known.chain ?? head ?? command?.[2],
    changes:
      head !== undefined || verb === '-P' || verb === '--policy'
        ? 'policy'
        : known.chain !== undefined || verb === '-A' || verb === '--append'
          ? 'rule'
          : 'any',
  }
}
