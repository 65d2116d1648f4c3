import { badValue, readAddressMask } from '#extensions/kinds.ts';
import { readProtocol } from '#extensions/protocols.ts';
import { Wrong } from '#extensions/extension.ts';
import type { Message } from '#model/diagnostic.ts';
import { message } from '#model/diagnostic.ts';
import type { Policy } from '#model/ruleset.ts';
import type { AddressMask, UnknownValue } from '#model/value.ts';
import type { BaseRole } from './base-options.ts';
import { baseLetters, verdicts } from './base-options.ts';
import { readCount } from './counters.ts';
import type { Cursor, LineContext, LineState } from './line-state.ts';
import { fail } from './line-state.ts';
import { load } from './load-extension.ts';

/** Whether an option letter of this role must be followed by a word. */
export function takesValue(role: BaseRole): boolean {
  return role !== 'flag' && role !== 'optional-chain' && role !== 'optional-value';
}

const verbs: Readonly<Record<string, NonNullable<LineState['verb']>>> = {
  A: 'append',
  C: 'check',
  D: 'delete',
  I: 'insert',
  R: 'replace',
  L: 'list',
  S: 'list',
  F: 'flush',
  Z: 'zero',
  X: 'delete-chain',
  N: 'new-chain',
  P: 'policy',
  E: 'rename',
};

const invertible = 'sdiopf';

/** Reads an option of iptables itself; the cursor stands behind the option word. */
export function readBaseOption(letter: string, cursor: Cursor, line: LineState, context: LineContext): void {
  const { words } = cursor;
  const role = baseLetters[letter] as BaseRole;
  const optionStart = words.starts[Math.max(0, cursor.at - 1)] as number;
  const optionEnd = words.ends[Math.max(0, cursor.at - 1)] as number;
  const say = (what: Message, end = optionEnd) => fail(line, context, what, cursor.start, end);
  if (cursor.negated && !invertible.includes(letter)) return say(message('syntax/not-invertible', { option: `-${letter}` }));
  const verb = verbs[letter];
  if (verb !== undefined) {
    if (line.verb !== undefined && !(line.verb === 'list' && verb === 'zero')) return say(message('syntax/two-verbs', { option: `-${letter}` }));
    line.verb = verb;
    return readVerb(letter, cursor, line, say);
  }
  if (role === 'flag') return readFlag(letter, cursor, line, context, optionStart);
  if (role === 'optional-value') {
    line.flags += letter;
    if (isPlain(words.texts[cursor.at])) cursor.at++;
    return;
  }
  const value = words.texts[cursor.at];
  if (value === undefined) return say(message('syntax/missing-value', { option: `-${letter}`, kind: `kind/${letter}` }));
  const end = words.ends[cursor.at] as number;
  const hidden = words.hidden?.has(cursor.at) ?? false;
  cursor.at++;
  if (letter === 't') line.table = value;
  else if (letter === 'W') line.flags += letter;
  else if (letter === 'c') readCounters(cursor, line, value, say);
  else if (letter === 'm') load(cursor, line, context, value, 'match');
  else if (letter === 'j' || letter === 'g') {
    if (line.loaded.some(({ target }) => target)) return say(message('syntax/repeated-option', { option: `-${letter}` }), end);
    load(cursor, line, context, value, letter === 'j' ? 'jump' : 'goto');
  } else if (letter === 's' || letter === 'd') readAddressOption(letter, cursor, line, context, value, hidden, say);
  else if (letter === 'i' || letter === 'o') readInterface(letter, cursor, line, value, hidden, say);
  else if (letter === 'p') readProtocolOption(cursor, line, value, hidden, say);
}

type Say = (what: Message, end?: number) => void;

function isPlain(word: string | undefined): boolean {
  return word !== undefined && !word.startsWith('-') && word !== '!';
}

function readVerb(letter: string, cursor: Cursor, line: LineState, say: Say): void {
  const { words } = cursor;
  const role = baseLetters[letter];
  const next = words.texts[cursor.at];
  if (!isPlain(next)) {
    if (role !== 'optional-chain') say(message('syntax/missing-value', { option: `-${letter}`, kind: 'kind/chain' }));
    return;
  }
  line.chain = next;
  const chainEnd = words.ends[cursor.at] as number;
  cursor.at++;
  const second = words.texts[cursor.at];
  if (letter === 'E' || letter === 'P') {
    if (!isPlain(second)) return say(message('syntax/missing-value', { option: `-${letter}`, kind: letter === 'E' ? 'kind/chain' : 'kind/policy' }));
    if (letter === 'E') line.to = second;
    else if (verdicts.has(second ?? '')) line.policy = second as Policy;
    else return say(message('syntax/bad-policy', { policy: second ?? '' }), words.ends[cursor.at]);
    cursor.at++;
  } else if ('DIRLSZ'.includes(letter) && /^\d+$/.test(second ?? '')) {
    line.position = Number(second);
    if (line.position === 0) return say(message('syntax/bad-position', { position: second ?? '' }), words.ends[cursor.at]);
    cursor.at++;
  } else if (letter === 'R') say(message('syntax/missing-value', { option: '-R', kind: 'kind/position' }));
  if (letter === 'N' || letter === 'A' || letter === 'I') checkChainName(line.chain ?? '', say, chainEnd);
}

function checkChainName(name: string, say: Say, end: number): void {
  if (new TextEncoder().encode(name).length > 28) say(message('syntax/chain-too-long', { chain: name }), end);
}

function readFlag(letter: string, cursor: Cursor, line: LineState, context: LineContext, start: number): void {
  line.flags += letter;
  if (letter === 'f') {
    if (context.family === 'ipv6') {
      return fail(line, context, message('syntax/ipv4-only', { option: '-f' }), cursor.start, cursor.words.ends[cursor.at - 1] ?? start);
    }
    line.fragment = { name: '-f', negated: cursor.negated, value: true, start: cursor.start, end: cursor.words.ends[cursor.at - 1] ?? start };
  }
}

function readCounters(cursor: Cursor, line: LineState, packets: string, say: Say): void {
  const bytes = cursor.words.texts[cursor.at];
  const counted = { packets: readCount(packets), bytes: readCount(bytes ?? '') };
  if (counted.packets === undefined || counted.bytes === undefined) {
    return say(message('syntax/bad-counters', { text: `${packets} ${bytes ?? ''}` }));
  }
  line.counters = { packets: counted.packets, bytes: counted.bytes };
  cursor.at++;
}

function readAddressOption(
  letter: 's' | 'd',
  cursor: Cursor,
  line: LineState,
  context: LineContext,
  value: string,
  hidden: boolean,
  say: Say,
): void {
  const side = letter === 's' ? 'source' : 'destination';
  const end = cursor.words.ends[cursor.at - 1] as number;
  if (line[side] !== undefined) return say(message('syntax/repeated-option', { option: `-${letter}` }), end);
  const read = hidden ? [{ unknown: value }] : value.split(',').map((word) => readHost(word, context));
  const wrong = read.find((item) => item instanceof Wrong);
  if (wrong instanceof Wrong) return say(wrong.message, end);
  if (cursor.negated && read.length > 1) return say(message('syntax/negated-list', { option: `-${letter}` }), end);
  const addresses = read as readonly (AddressMask | UnknownValue)[];
  line[side] = { addresses, negated: cursor.negated, start: cursor.start, end };
}

function readHost(word: string, context: LineContext): AddressMask | UnknownValue | Wrong {
  const address = readAddressMask(word, context.family);
  if (address !== undefined) return address;
  const [name, mask] = word.split('/');
  const known = context.family === 'ipv4' ? { localhost: '127.0.0.1', loopback: '127.0.0.0' }[name ?? ''] : { localhost: '::1' }[name ?? ''];
  if (known !== undefined) return readAddressMask(mask === undefined ? known : `${known}/${mask}`, context.family) ?? badValue(word, 'kind/address');
  if (/^(?=.*[a-z])[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?$/i.test(name ?? '') && !/^[\d.]+$|^0x/i.test(name ?? '')) return { unknown: word };
  return badValue(word, `kind/address-${context.family}`);
}

function readInterface(letter: 'i' | 'o', cursor: Cursor, line: LineState, value: string, hidden: boolean, say: Say): void {
  const side = letter === 'i' ? 'in' : 'out';
  const end = cursor.words.ends[cursor.at - 1] as number;
  if (line[side] !== undefined) return say(message('syntax/repeated-option', { option: `-${letter}` }), end);
  if (hidden) line.hidden.push(`-${letter} ${value}`);
  else if (value === '' || value === '!') return say(message('syntax/bad-value', { option: `-${letter}`, value, kind: 'kind/interface' }), end);
  else if (new TextEncoder().encode(value).length > 15) return say(message('syntax/interface-too-long', { value }), end);
  line[side] = { name: `-${letter}`, negated: cursor.negated, value, start: cursor.start, end };
}

function readProtocolOption(cursor: Cursor, line: LineState, value: string, hidden: boolean, say: Say): void {
  const end = cursor.words.ends[cursor.at - 1] as number;
  if (line.protocol !== undefined) return say(message('syntax/repeated-option', { option: '-p' }), end);
  if (hidden) {
    line.hidden.push(`-p ${value}`);
    return;
  }
  const protocol = readProtocol(value);
  if (protocol === undefined) return say(message('syntax/bad-value', { option: '-p', value, kind: 'kind/protocol' }), end);
  if (protocol === 0 && cursor.negated) return say(message('syntax/negated-any', { option: '-p', value }), end);
  line.protocol = { name: '-p', negated: cursor.negated, value: protocol, start: cursor.start, end };
}
