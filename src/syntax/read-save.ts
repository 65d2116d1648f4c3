import { message } from '#model/diagnostic.ts';
import type { Counters, Policy } from '#model/ruleset.ts';
import { builtinChains } from '#model/ruleset.ts';
import type { Span } from '#model/source.ts';
import type { Statement } from '#model/statement.ts';
import { readBrackets } from './counters.ts';
import { finishLine } from './finish-line.ts';
import { readLine } from './line-reader.ts';
import type { LineContext } from './line-state.ts';
import { restoreWords } from './words.ts';

/** Reads the lines between two offsets as iptables-restore would; what it would refuse is a diagnostic, the rest is still read. */
export function readSave(context: LineContext, start: number, end: number): Statement[] {
  const { text } = context.origin;
  const statements: Statement[] = [];
  const state: SaveState = { table: undefined, opened: undefined };
  for (let at = start; at < end; ) {
    const newline = text.indexOf('\n', at);
    const lineEnd = newline < 0 || newline > end ? end : newline;
    statements.push(readSaveLine(context, state, at, lineEnd));
    at = lineEnd + 1;
  }
  if (state.opened !== undefined) report(context, 'syntax/missing-commit', state.opened, { table: state.table ?? '' });
  return statements;
}

interface SaveState {
  table: string | undefined;
  opened: Span | undefined;
}

function report(context: LineContext, id: string, span: Span, args: Record<string, string | number> = {}): void {
  context.diagnostics.push({ severity: 'error', ...message(id, args), span });
}

function readSaveLine(context: LineContext, state: SaveState, start: number, lineEnd: number): Statement {
  const { text } = context.origin;
  let end = lineEnd;
  if (text.charCodeAt(end - 1) === 13 && end > start) {
    end--;
    report(context, 'syntax/carriage-return', { start: end, end: lineEnd });
  }
  if (start === end) return { kind: 'blank', start, end };
  const first = text.charCodeAt(start);
  if (first === 35) return { kind: 'comment', start, end };
  if (first === 42) return readTableLine(context, state, start, end);
  if (first === 58) return readChainLine(context, state, start, end);
  if (first === 67 && text.slice(start, end).trimEnd() === 'COMMIT') return readCommit(context, state, start, end);
  return readRuleLine(context, state, start, end);
}

function readTableLine(context: LineContext, state: SaveState, start: number, end: number): Statement {
  const table = context.origin.text.slice(start + 1, end).trim().split(/\s/)[0] ?? '';
  if (state.opened !== undefined) report(context, 'syntax/table-in-table', { start, end }, { table, open: state.table ?? '' });
  if (builtinChains[table] === undefined) report(context, 'syntax/unknown-table', { start, end }, { table });
  state.table = table;
  state.opened = { start, end };
  return { kind: 'table', table, start, end };
}

function readCommit(context: LineContext, state: SaveState, start: number, end: number): Statement {
  if (state.opened === undefined) report(context, 'syntax/outside-table', { start, end });
  else if (end - start !== 6) report(context, 'syntax/commit-trailing', { start, end });
  state.table = undefined;
  state.opened = undefined;
  return { kind: 'commit', start, end };
}

function readChainLine(context: LineContext, state: SaveState, start: number, end: number): Statement {
  const line = context.origin.text.slice(start + 1, end);
  const [chain = '', policy, brackets] = line.split(/[ \t]+/);
  const counters = brackets === undefined || brackets === '' ? undefined : readBrackets(brackets);
  const span = { start, end };
  const refuse = (id: string, args: Record<string, string>): Statement => {
    report(context, id, span, args);
    return { kind: 'unreadable', ...span };
  };
  if (state.opened === undefined) report(context, 'syntax/outside-table', span);
  if (chain === '') return refuse('syntax/no-chain-name', {});
  if (policy === undefined || policy === '') return refuse('syntax/no-policy', { chain });
  if (new TextEncoder().encode(chain).length > 28) return refuse('syntax/chain-too-long', { chain });
  if (brackets !== undefined && brackets !== '' && counters === undefined) return refuse('syntax/bad-counters', { text: brackets });
  if (policy !== '-' && !['ACCEPT', 'DROP', 'QUEUE', 'RETURN'].includes(policy)) return refuse('syntax/bad-policy', { policy });
  return { kind: 'chain', chain, policy: policy === '-' ? undefined : (policy as Policy), counters, ...span };
}

function readRuleLine(context: LineContext, state: SaveState, start: number, end: number): Statement {
  const words = restoreWords(context.origin.text, start, end);
  const span = { start, end };
  const unreadable: Statement = { kind: 'unreadable', ...span };
  if (words.texts.length === 0) {
    report(context, 'syntax/blank-line', span);
    return { kind: 'blank', ...span };
  }
  if (words.unclosed >= 0) report(context, 'syntax/unclosed-quote', { start: words.unclosed, end });
  let first = 0;
  let counters: Counters | undefined;
  if (words.texts[0]?.startsWith('[')) {
    counters = readBrackets(words.texts[0]);
    if (counters === undefined) report(context, 'syntax/bad-counters', span, { text: words.texts[0] });
    first = 1;
  }
  if (state.opened === undefined) report(context, 'syntax/outside-table', span);
  const line = readLine(words, first, context);
  if (line.table !== undefined) report(context, 'syntax/table-option', span, { table: line.table });
  const statement = finishLine({ ...line, table: line.table ?? state.table }, span, counters, context);
  return statement ?? unreadable;
}
