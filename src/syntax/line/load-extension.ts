import { readProtocol } from '#extensions/kinds/protocols.ts'
import { findMatch, findTarget } from '#extensions/registry.ts'
import { message } from '#model/diagnostic.ts'
import type { Span } from '#model/source.ts'
import { verdicts } from './base-options.ts'
import type { Cursor, LineContext, LineState, Loaded } from './line-state.ts'
import { addLoaded, fail } from './line-state.ts'

/** Loads a match or target by name at this place; a name nobody knows is kept with the words that follow it. */
export function load(
  cursor: Cursor,
  line: LineState,
  context: LineContext,
  name: string,
  sort: 'match' | 'jump' | 'goto',
): void {
  const end = cursor.words.ends[cursor.at - 1] as number
  const { start } = cursor
  const toChain = sort === 'goto' || (sort === 'jump' && isChain(name, context))
  const extension =
    sort === 'match' ? findMatch(name, context.family) : toChain ? undefined : findTarget(name, context.family)
  const shown = extension?.name ?? name
  const hidden = cursor.words.hidden?.has(cursor.at - 1) === true
  if (sort === 'match' && extension === undefined && !hidden) checkUnknown(name, { start, end }, line, context)
  if (addLoaded(line, shown, extension, sort, start, end)) return
  fail(line, context, message('syntax/too-many-words', { max: 1000 }), start, end)
}

// A match nobody here knows may still exist on a host. What iptables has under another name or for the other family does not.
function checkUnknown(name: string, span: Span, line: LineState, context: LineContext): void {
  const { family, diagnostics } = context
  const other = family === 'ipv4' ? 'ipv6' : 'ipv4'
  const lower = name.toLowerCase()
  if (findMatch(name, other) !== undefined)
    return fail(line, context, message('syntax/other-family-match', { match: name }), span.start, span.end)
  if (findMatch(lower, family) !== undefined) {
    const help = message('help/did-you-mean', { word: lower })
    return fail(line, context, message('syntax/unknown-match', { match: name }), span.start, span.end, help)
  }
  if (!/^[A-Za-z][\w-]*$/.test(name) || readProtocol(name) !== undefined) {
    return fail(line, context, message('syntax/unknown-match', { match: name }), span.start, span.end)
  }
  diagnostics.push({ severity: 'warning', ...message('syntax/unknown-match', { match: name }), span })
}

/** Whether a target of this name is a jump to a chain that the text has declared. */
export function isChain(name: string, { chains }: LineContext): boolean {
  return chains?.has(name) === true && !verdicts.has(name)
}

/** Whether no words can follow this name: it stands for a verdict, a chain, or a target that only the other family has. */
export function takesNoWords({ name, target, goto }: Loaded, context: LineContext): boolean {
  if (verdicts.has(name) || goto) return true
  const other = context.family === 'ipv4' ? 'ipv6' : 'ipv4'
  return target && (isChain(name, context) || findTarget(name, other) !== undefined)
}
