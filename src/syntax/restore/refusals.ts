import type { Diagnostic } from '#model/diagnostic.ts'
import { message } from '#model/diagnostic.ts'
import type { Dialect } from '#model/family.ts'
import type { Source } from '#model/source.ts'
import type { Statement } from '#model/statement.ts'
import type { RestoreRefusal } from './restore-error.ts'
import { refuse } from './restore-error.ts'

// iptables-restore itself does not mind: it takes the rest of the line into the quoted value, and any byte into a comment.
const taken: ReadonlySet<string> = new Set(['syntax/unclosed-quote', 'syntax/control-character'])

// Found by looking at more than one line: restore finds them by itself.
const ofTheFile: ReadonlySet<string> = new Set([
  'syntax/carriage-return',
  'syntax/missing-commit',
  'syntax/outside-table',
])

// What the tool finds out when it carries the line out, not when it reads it.
const whenRun: ReadonlySet<string> = new Set(['syntax/bad-policy', 'syntax/policy-of-own-chain'])

/** The lines that iptables-restore cannot read, each with its first fault. */
export function refusals(
  script: {
    readonly origin: Source
    readonly statements: readonly Statement[]
    readonly diagnostics: readonly Diagnostic[]
  },
  dialect: Dialect,
): ReadonlyMap<Statement, RestoreRefusal> {
  const refused = new Map<Statement, RestoreRefusal>()
  const errors = script.diagnostics.filter(isRefusal).sort((a, b) => a.span.start - b.span.start)
  let next = 0
  for (const statement of script.statements) {
    while ((errors[next]?.span.start ?? Number.POSITIVE_INFINITY) < statement.start) next++
    const error = errors[next]
    if (error !== undefined && error.span.start <= statement.end) {
      refused.set(statement, {
        message: message(error.id, error.args),
        span: error.span,
        exitCode: whenRun.has(error.id) ? 1 : 2,
      })
    } else {
      const ending = badEnding(statement, script.origin.text, dialect)
      if (ending !== undefined) refused.set(statement, ending)
    }
  }
  return refused
}

function isRefusal({ severity, id }: Diagnostic): boolean {
  if (id === 'syntax/unsupported-revision') return true
  return severity === 'error' && !taken.has(id) && !ofTheFile.has(id)
}

// A carriage return belongs to the last word; behind `:CHAIN POLICY [0:0]` and in comments nobody looks at it.
function badEnding(statement: Statement, text: string, { variant }: Dialect): RestoreRefusal | undefined {
  const { kind, end } = statement
  const next = text[end]
  if (next === '\r' && kind !== 'comment' && !(kind === 'chain' && text[end - 1] === ']')) {
    return refuse('syntax/carriage-return', { start: end, end: end + 1 }, 2, { lines: 1 })
  }
  if (kind === 'commit' && variant === 'legacy' && next !== '\n') return refuse('restore/no-newline', statement, 2)
  return undefined
}
