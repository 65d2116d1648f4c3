import type { Ruleset } from '#model/ruleset.ts'
import type { Snapshot } from '#model/snapshot.ts'
import { readText } from '#syntax/read-text.ts'
import type { Selection } from './explain-answer.ts'

/** The rules that a text stands for, to look them up in a snapshot; `-A` may be missing, then the chain does not count. */
export function readPastedRule(text: string, snapshot: Snapshot): NonNullable<Selection['rule']> {
  const family = snapshot.rulesets[0]?.family
  const given = onlyChain(readText({ name: 'rule', text }, { family }).rulesets)
  if (given !== undefined) return given
  const bare = onlyChain(readText({ name: 'rule', text: `-A RULE ${text}` }, { family }).rulesets)
  return bare === undefined ? { id: text } : { ...bare, chain: '' }
}

function onlyChain(rulesets: readonly Ruleset[]) {
  for (const { tables } of rulesets) {
    for (const { chains } of tables) {
      for (const { name, rules } of chains) if (rules.length > 0) return { rules, chain: name }
    }
  }
  return undefined
}
