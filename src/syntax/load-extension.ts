import { findMatch, findTarget } from '#extensions/registry.ts';
import { verdicts } from './base-options.ts';
import type { Cursor, LineContext, LineState } from './line-state.ts';

/** Loads a match or target by name at this place; a name nobody knows is kept with the words that follow it. */
export function load(cursor: Cursor, line: LineState, context: LineContext, name: string, sort: 'match' | 'jump' | 'goto'): void {
  const end = cursor.words.ends[cursor.at - 1] as number;
  const toChain = sort === 'goto' || (sort === 'jump' && isChain(name, context));
  const extension = sort === 'match' ? findMatch(name, context.family) : toChain ? undefined : findTarget(name, context.family);
  if (sort === 'match' && extension !== undefined && extension.sort === 'match') {
    if (line.protocol !== undefined && extension.protocols.includes(line.protocol.value)) line.protocolLoaded = true;
  }
  const shown = extension?.name ?? name;
  line.loaded.push({ name: shown, extension, target: sort !== 'match', goto: sort === 'goto', uses: [], words: [], start: cursor.start, end });
}

/** Whether a target of this name is a jump to a chain that the text has declared. */
export function isChain(name: string, { chains }: LineContext): boolean {
  return chains?.has(name) === true && !verdicts.has(name);
}
