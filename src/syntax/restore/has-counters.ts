import type { Rule } from '#model/ruleset.ts'

/** Whether `[packets:bytes]` stands before the rule's line: iptables-restore heeds it with -c alone. */
export function hasCounters({ origin, start }: Rule): boolean {
  return origin.text[start] === '['
}
