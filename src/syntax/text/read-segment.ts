import type { MessageId } from '#model/messages.ts'
import type { Dialect, Family } from '#model/family.ts'
import type { Source } from '#model/source.ts'
import type { Diagnostic } from '#model/diagnostic.ts'
import type { Statement } from '#model/statement.ts'
import type { IptablesCall } from '../shell/iptables-call.ts'
import type { LineContext } from '../line/line-state.ts'
import { readCall } from '../shell/read-call.ts'
import { readListing } from '../listing/read-listing.ts'
import { readRules } from './read-rules.ts'
import { omittedLine, placeOmissions } from '../line/omission.ts'
import { readSave, readSaveLines } from './read-save.ts'
import type { TextSegment } from './text-segment.ts'

/** Reads one piece of a text in its form; what cannot be read goes to the diagnostics. */
export function readSegment(
  segment: TextSegment,
  origin: Source,
  family: Family,
  dialect: Dialect,
  diagnostics: Diagnostic[],
  placeholders: boolean,
): readonly Statement[] {
  const context: LineContext = {
    origin,
    family,
    dialect,
    diagnostics,
    placeholders,
    ...(segment.expands && { expands: segment.expands }),
  }
  return placeOmissions(statementsOf(segment, context), context)
}

function statementsOf(segment: TextSegment, context: LineContext): readonly Statement[] {
  const { lines, start, end } = segment
  switch (segment.form) {
    case 'save':
      return isContiguous(segment) ? readSave(context, start, end) : readSaveLines(context, lines)
    case 'rules':
      return readRules(lines, segment.table, context)
    case 'listing':
      return readListing(segment, context)
    case 'command':
      return segment.calls.flatMap((call) => readCallOf(call, context))
    case 'nft':
    case 'other':
      return []
  }
}

function isContiguous({ lines, isWhole }: TextSegment): boolean {
  if (isWhole) return true
  return lines.every(({ start }, index) => {
    const before = lines[index - 1]
    return before === undefined || start - before.end === 1
  })
}

function readCallOf(call: IptablesCall, context: LineContext): readonly Statement[] {
  const { kind, what, start, end } = call
  const note = (id: MessageId, args: Record<string, string>) =>
    context.diagnostics.push({ severity: 'note', id, args, span: { start, end } })
  if (kind === 'file') note('syntax/reads-file', { file: what })
  else if (kind === 'elsewhere') note('syntax/command-elsewhere', { program: what })
  else if (kind === 'docker') note('syntax/docker-command', { command: what })
  else if (kind === 'program') note('syntax/other-program', { command: what })
  else if (kind === 'omitted') return [omittedLine(context, { start, end }, { table: undefined })]
  else {
    const statement = readCall(call, context)
    return statement === undefined ? [] : [statement]
  }
  return []
}
