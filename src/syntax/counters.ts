import type { Counters } from '#model/ruleset.ts';

/** A counter of at most 64 bits in decimal. */
export function readCount(text: string): bigint | undefined {
  return /^\d{1,20}$/.test(text) ? BigInt(text) : undefined;
}

const none: Counters = { packets: 0n, bytes: 0n };

/** Reads `[packets:bytes]`. */
export function readBrackets(text: string): Counters | undefined {
  if (text === '[0:0]') return none;
  const colon = text.indexOf(':');
  if (colon < 0 || text.charCodeAt(0) !== 91 || text.charCodeAt(text.length - 1) !== 93) return undefined;
  const packets = readCount(text.slice(1, colon));
  const bytes = readCount(text.slice(colon + 1, -1));
  return packets === undefined || bytes === undefined ? undefined : { packets, bytes };
}

/** Writes `[packets:bytes]`. */
export function writeBrackets(counters: Counters): string {
  return `[${counters.packets}:${counters.bytes}]`;
}
